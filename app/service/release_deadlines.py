"""Release the deadlines that a restored city holds: what fell due since takes effect, each as of its instant."""

from typing import ClassVar

from msgspec import Struct

from app.domain.command_rights import PLAYED
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import require
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.held import held_since


class ReleaseDeadlines(Struct, frozen=True):
    """reason: why now, for the history."""

    reason: str = ""
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: ReleaseDeadlines, work: Work) -> Outcome:
    if work.actor.account != "system":
        require(work.actor, PLAYED["release_deadlines"], "release deadlines")
    since = held_since(work.store)
    if since is None:
        raise Rejection("state_forbids", "Expected deadlines that are held after a restore, but they run")
    fact = Fact("deadlines_released", None, None, {"heldSince": since}, {"reason": command.reason})
    return Outcome("deadlines_released", [fact], {"held_since": since}, recorded={"reason": command.reason})
