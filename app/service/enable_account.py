"""Enable an account that was disabled: the person signs in again, with the password and the roles held before.

Sessions and tokens from before stay ended, and what went back to the groups meanwhile stays there.
"""

from typing import ClassVar

from msgspec import Struct

from app.audit.asked_deadline import said_reason
from app.domain.command_rights import HELD
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import require_holding, require_other
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


class EnableAccount(Struct, frozen=True):
    """reason: why, kept beside the event; of the length of any reason."""

    name: str
    reason: str
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: EnableAccount, work: Work) -> Outcome:
    require_holding(work.actor, HELD["enable_account"], "enable an account")
    require_other(work.actor, command.name)
    state = work.store.value("SELECT state FROM account WHERE name = :name", name=command.name)
    if state is None:
        raise Rejection("not_found", "Expected an account, but there is none with the name %(name)s", name=command.name[:63])
    if state != "disabled":
        raise Rejection("state_forbids", "Expected a disabled account, but %(name)s is in use", name=command.name)
    reason = said_reason(command.reason)
    return Outcome("account_enabled", [Fact("account_enabled", None, None, {"account": command.name}, {"reason": reason})])
