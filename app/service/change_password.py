"""Change an account's password: its owner, or a security administrator for somebody else. Sessions and tokens end, a lock is lifted.

What somebody else sets is known to two people: with it one only gets as far as choosing one's own.
"""

from typing import ClassVar

from msgspec import Struct

from app.domain.actor import SYSTEM
from app.domain.command_rights import HELD_FOR_OTHERS
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import is_oneself, require_holding
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


class ChangePassword(Struct, frozen=True):
    """password_hash: as app/gateways/passwords.py makes it; it is kept with the account and in no event."""

    name: str
    password_hash: str
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: ChangePassword, work: Work) -> Outcome:
    if not is_oneself(work.actor, command.name):
        require_holding(work.actor, HELD_FOR_OTHERS["change_password"], "change the password of somebody else")
    state = work.store.value("SELECT state FROM account WHERE name = :name", name=command.name)
    if state != "active":
        raise Rejection("not_found", "Expected an active account, but there is none with the name %(name)s", name=command.name[:63])
    # The system sets those that are printed or typed by who will use them: the demo city's, the first account's.
    temporary = not is_oneself(work.actor, command.name) and work.actor != SYSTEM
    said = {"account": command.name, "temporary": temporary or None}
    fact = Fact("password_changed", None, None, said, {"_passwordHash": command.password_hash})
    return Outcome("password_changed", [fact])
