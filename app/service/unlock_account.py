"""Unlock an account before its time: the wrong passwords counted so far are forgotten, the password stays."""

from typing import ClassVar

from msgspec import Struct

from app.domain.command_rights import HELD
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import require_holding, require_other
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


class UnlockAccount(Struct, frozen=True):
    name: str
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: UnlockAccount, work: Work) -> Outcome:
    require_holding(work.actor, HELD["unlock_account"], "unlock an account")
    require_other(work.actor, command.name)
    row = work.store.one("SELECT state, failures FROM account WHERE name = :name", name=command.name)
    if row is None or row["state"] != "active":
        raise Rejection("not_found", "Expected an active account, but there is none with the name %(name)s", name=command.name[:63])
    if not row["failures"]:
        raise Rejection("state_forbids", "Expected an account with wrong passwords to forget, but %(name)s has none", name=command.name)
    return Outcome("account_unlocked", [Fact("account_unlocked", None, None, {"account": command.name, "failures": row["failures"]})])
