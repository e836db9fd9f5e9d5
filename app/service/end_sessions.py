"""End open sessions of an account: its owner, or a security administrator. Who sat there signs in anew; the password stays."""

from typing import ClassVar

from msgspec import Struct

from app.domain.command_rights import HELD_FOR_OTHERS
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import is_oneself, require_holding
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work

SHOWN_DIGITS = 16
"""How much of the digest of a session's token names it: it opens nothing, and no two are alike."""


class EndSessions(Struct, frozen=True):
    """session: the one to end, named as SHOWN_DIGITS say; None for all. keep: named so too, the one that goes on when all others end."""

    name: str
    session: str | None = None
    keep: str | None = None
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: EndSessions, work: Work) -> Outcome:
    if not is_oneself(work.actor, command.name):
        require_holding(work.actor, HELD_FOR_OTHERS["end_sessions"], "end the sessions of somebody else")
    rows = work.store.all("SELECT token_digest FROM session WHERE account = :name ORDER BY created_at, token_digest", name=command.name)
    named = {row["token_digest"][:SHOWN_DIGITS]: row["token_digest"] for row in rows}
    ended = [one for one in named if one != command.keep and command.session in (None, one)]
    if not ended:
        raise Rejection("state_forbids", "Expected an open session of %(name)s to end, but there is none any more", name=command.name[:63])
    said = {"account": command.name, "sessions": ended}
    return Outcome("sessions_ended", [Fact("sessions_ended", None, None, said, {"_tokenDigests": [named[one] for one in ended]})])
