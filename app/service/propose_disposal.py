"""Propose what becomes of the record of a case: erase it when its retention is over, hold it for a court, or let it go again.

Nothing happens yet: a security administrator decides.
"""

from msgspec import Struct

from app.audit.asked_deadline import case_seen, said_reason
from app.audit.disposal_rights import DISPOSALS, ERASE, HOLD, RELEASE, may_propose, require_erasable
from app.audit.naming_the_writer import refuse_naming_text
from app.domain.fact import Fact
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.read_retention import held_since, read_proposal


class ProposeDisposal(Struct, frozen=True):
    """what: erase, hold or release. reason: it goes into the history; of an erased case it goes with the rest."""

    case_key: int
    what: str
    reason: str


def handle(command: ProposeDisposal, work: Work) -> Outcome:
    found = case_seen(work.store, work.actor, command.case_key)
    if not may_propose(work.actor, found.sight):
        raise Rejection("forbidden", "Expected the owner of the procedure to propose what becomes of a case's record")
    if command.what not in DISPOSALS:
        raise Rejection(
            "bad_request", "Expected one of %(allowed)s, but found %(found)s", allowed=", ".join(DISPOSALS), found=command.what[:40]
        )
    reason = said_reason(command.reason)
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": reason})
    if read_proposal(work.store, found.key) is not None:
        raise Rejection("state_forbids", "Expected a case for which nothing is proposed, but a proposal for it waits already")
    held = held_since(work.store, found.key)
    public = {"what": command.what}
    if command.what == ERASE:
        kept = require_erasable(work.store, work.surroundings, found, work.now)
        public |= {"retention": kept.retention, "keptUntil": str(kept.until)}
    elif command.what == HOLD and held is not None:
        raise Rejection("state_forbids", "Expected a case that nobody holds, but this one is held since %(at)s", at=held)
    elif command.what == RELEASE and held is None:
        raise Rejection("state_forbids", "Expected a case that is held, but nobody holds this one")
    fact = Fact("disposal_proposed", None, None, public, {"reason": reason})
    return Outcome("disposal_proposed", [fact], {"seq": work.head.seq + 1}, recorded={"what": command.what, "reason": reason})
