"""Which roles an account may hold, and together with which others. Source: docs/permissions, "Roles"; security S3."""

from collections.abc import Collection

from app.domain.actor import Holding
from app.domain.rejection import Rejection
from app.domain.roles import ADMINISTRATORS, ROLES, UNIT_ROLES
from app.store.database import Reader


def check_holdings(store: Reader, holdings: Collection[Holding]) -> None:
    """Check all that one account would hold. Raises Rejection("bad_request").

    System, security and audit administration are three people, none of whom works on cases: such a role stands alone.
    """
    for holding in holdings:
        _check(store, holding)
    roles = {holding.role for holding in holdings}
    administrators = sorted(roles & ADMINISTRATORS)
    if administrators and len(roles) > 1:
        raise Rejection(
            "bad_request",
            "Expected the role %(role)s alone, but found it with %(others)s: administration and casework are separate people's",
            role=administrators[0],
            others=", ".join(sorted(roles - {administrators[0]})),
        )


def _check(store: Reader, holding: Holding) -> None:
    if holding.role not in ROLES:
        raise Rejection("bad_request", "Expected a role of the city, but found %(found)s", found=holding.role)
    if holding.role in UNIT_ROLES and not holding.unit:
        raise Rejection("bad_request", "Expected the role %(role)s with its unit, as %(role)s@unit", role=holding.role)
    if holding.unit and store.value("SELECT 1 FROM unit WHERE id = :id", id=holding.unit) is None:
        raise Rejection("bad_request", "Expected a registered unit, but found %(found)s", found=holding.unit)
