"""Change the roles that an account holds. Its sessions and tokens end, so that nobody goes on with rights of yesterday."""

from typing import ClassVar

from msgspec import Struct

from app.audit.check_holdings import check_holdings
from app.domain.actor import Holding
from app.domain.command_rights import HELD
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import require_holding, require_other
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


class ChangeRoles(Struct, frozen=True):
    """add: roles with their post (A or B); one held already gets the post named. remove: roles held."""

    name: str
    add: tuple[tuple[Holding, str], ...] = ()
    remove: tuple[Holding, ...] = ()
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: ChangeRoles, work: Work) -> Outcome:
    require_holding(work.actor, HELD["change_roles"], "change roles")
    require_other(work.actor, command.name)
    if work.store.value("SELECT 1 FROM account WHERE name = :name", name=command.name) is None:
        raise Rejection("not_found", "Expected an account, but there is none with the name %(name)s", name=command.name[:63])
    if not command.add and not command.remove:
        raise Rejection("bad_request", "Expected a role to add or to remove, but found none")
    rows = work.store.all("SELECT role, unit FROM holding WHERE account = :name", name=command.name)
    held = {Holding(row["role"], row["unit"]) for row in rows}
    for holding in command.remove:
        if holding not in held:
            raise Rejection("bad_request", "Expected a role that %(name)s holds, but found %(role)s", name=command.name, role=holding.group)
    check_holdings(work.store, (held - set(command.remove)) | {holding for holding, _ in command.add})
    said = {
        "account": command.name,
        "added": [{"role": holding.role, "unit": holding.unit, "post": post} for holding, post in command.add],
        "removed": [{"role": holding.role, "unit": holding.unit} for holding in command.remove],
    }
    return Outcome("roles_changed", [Fact("roles_changed", None, None, said)])
