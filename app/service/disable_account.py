"""Disable an account: nobody signs in by it any more. Its tasks stay open and are reassigned; nothing is deleted, and it can be enabled
again."""

from typing import ClassVar

from msgspec import Struct

from app.domain.command_rights import HELD
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import require_holding, require_other
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work

MOST_CHARACTERS = 1000


class DisableAccount(Struct, frozen=True):
    """reason: why, kept beside the event; pages ask for it, a program may leave it out."""

    name: str
    reason: str = ""
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: DisableAccount, work: Work) -> Outcome:
    require_holding(work.actor, HELD["disable_account"], "disable an account")
    require_other(work.actor, command.name)
    state = work.store.value("SELECT state FROM account WHERE name = :name", name=command.name)
    if state is None:
        raise Rejection("not_found", "Expected an account, but there is none with the name %(name)s", name=command.name[:63])
    if state != "active":
        raise Rejection("state_forbids", "Expected an active account, but %(name)s is disabled already", name=command.name)
    reason = command.reason.strip()
    if len(reason) > MOST_CHARACTERS:
        raise Rejection(
            "bad_request", "Expected a reason of 1 to %(most)s characters, but found %(found)s", most=MOST_CHARACTERS, found=len(reason)
        )
    return Outcome(
        "account_disabled", [Fact("account_disabled", None, None, {"account": command.name}, {"reason": reason} if reason else {})]
    )
