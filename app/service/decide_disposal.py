"""Decide what was proposed for the record of a case: a second person, who works on no cases, confirms or refuses it.

Erasing takes all that people wrote, with the secret under which it was digested; chain and anchors stay provable.
"""

from msgspec import Struct

from app.audit.asked_deadline import said_reason
from app.audit.break_words import said_of_break
from app.audit.disposal_rights import CONFIRMING, ERASE, HOLD, elsewhere, require_erasable
from app.audit.naming_the_writer import refuse_naming_text
from app.audit.verify_chains import verify_chain
from app.domain.fact import Fact
from app.domain.permissions import is_oneself, require_holding
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.read_case import CaseRecord, case_by_key
from app.store.read_retention import Proposal, ended_at, read_proposal


class DecideDisposal(Struct, frozen=True):
    """what: the proposal that was looked at. reason: asked for with a refusal."""

    case_key: int
    what: str
    agreed: bool
    reason: str = ""


def handle(command: DecideDisposal, work: Work) -> Outcome:
    require_holding(work.actor, CONFIRMING, "decide what becomes of a case's record")
    found, proposal = case_by_key(work.store, command.case_key), read_proposal(work.store, command.case_key)
    if found is None or proposal is None:
        raise Rejection("not_found", "Expected a proposal that waits for this case, but there is none")
    if proposal.what != command.what:
        raise Rejection("state_forbids", "Expected the proposal that you have seen, but another one waits for this case now")
    if any(is_oneself(work.actor, account) for account in (proposal.proposed_by, proposal.proposed_for) if account):
        raise Rejection("four_eyes", "Expected somebody else than who proposed it")
    if not command.agreed:
        reason = said_reason(command.reason)
        refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": reason})
        fact = Fact("disposal_refused", None, None, {"what": proposal.what, "proposedBy": proposal.proposed_by}, {"reason": reason})
        return Outcome("disposal_refused", [fact], {"seq": work.head.seq + 1}, recorded={"what": proposal.what, "reason": reason})
    if proposal.what == ERASE:
        return _erased(work, found, proposal)
    said, holds = {"proposedBy": proposal.proposed_by}, proposal.what == HOLD
    fact = Fact("hold_set" if holds else "hold_released", None, None, said)
    return Outcome("hold_set" if holds else "hold_released", [fact], {"seq": work.head.seq + 1}, recorded={"what": proposal.what})


def _erased(work: Work, found: CaseRecord, proposal: Proposal) -> Outcome:
    kept = require_erasable(work.store, work.surroundings, found, work.now)
    broken = verify_chain(work.store, str(found.key)).first_bad
    if broken is not None:
        # Somebody was at this record, and erasing would take away what shows it.
        raise Rejection(
            "state_forbids",
            "Expected a case whose record is what was written, but event %(seq)s of %(number)s is not: %(problem)s",
            seq=broken.seq,
            number=found.receipt_number,
            problem=said_of_break(broken.reason, broken.file, broken.year, broken.row),
        )
    places, sheets = elsewhere(work.store, found.key)
    said = {
        "process": found.process_id,
        "endedAt": ended_at(work.store, found.key),
        "retention": kept.retention,
        "keptUntil": str(kept.until),
        "definitionDigest": kept.digest,
        "proposedBy": proposal.proposed_by,
        "proposedFor": proposal.proposed_for,
        "elsewhere": places or None,
        "sheets": [str(sheet) for sheet in sheets] or None,
    }
    public = {name: value for name, value in said.items() if value is not None}
    return Outcome("case_erased", [Fact("case_erased", None, None, public)], {"seq": work.head.seq + 1}, erases=True)
