"""What a post may say. Source: docs/permissions, "by a post with a first and a second holder (AB角)"."""

from app.domain.actor import Holding
from app.domain.rejection import Rejection
from app.domain.roles import ADMINISTRATORS, ROLES, UNIT_ROLES
from app.store.database import Reader

MOST_CHARACTERS = 60


def check_post(store: Reader, holding: Holding, name: str, first: str | None, second: str | None) -> None:
    """Check a post as it would be. Raises Rejection("bad_request").

    Its holders hold the role already: a post gives no right, for rights are another administrator's. Nobody stands in for an administrator.
    """
    if not 1 <= len(name) <= MOST_CHARACTERS:
        raise Rejection(
            "bad_request",
            "Expected a name of the post of 1 to %(most)s characters, but found %(found)s",
            most=MOST_CHARACTERS,
            found=len(name),
        )
    if holding.role not in ROLES - ADMINISTRATORS:
        raise Rejection("bad_request", "Expected a role that works on cases, but found %(found)s", found=holding.role)
    if holding.role in UNIT_ROLES and not holding.unit:
        raise Rejection("bad_request", "Expected the role %(role)s with its unit, as %(role)s@unit", role=holding.role)
    if holding.unit and store.value("SELECT 1 FROM unit WHERE id = :id", id=holding.unit) is None:
        raise Rejection("bad_request", "Expected a registered unit, but found %(found)s", found=holding.unit)
    if first is not None and first == second:
        raise Rejection("bad_request", "Expected two people as first and second holder, but found %(name)s twice", name=first)
    for account in filter(None, (first, second)):
        held = store.value(
            "SELECT 1 FROM holding h JOIN account a ON a.name = h.account WHERE h.account = :account AND h.role = :role AND h.unit = :unit"
            " AND a.state = 'active'",
            account=account,
            role=holding.role,
            unit=holding.unit,
        )
        if held is None:
            raise Rejection(
                "bad_request",
                "Expected an active account that holds %(role)s, but found %(name)s: the security administrator gives roles",
                role=holding.group,
                name=account,
            )
