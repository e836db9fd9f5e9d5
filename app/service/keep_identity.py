"""Keep who wrote in from those who handle the case, from now on: the citizen asks for it, or the hotline finds that it is needed.

What somebody has read before cannot be taken back; from here on no page, paper or history shows it to them.
"""

from msgspec import Struct

from app.audit.asked_deadline import said_reason
from app.audit.identity_rights import case_to_change
from app.audit.kept_identity import identity_fact
from app.domain.identity import LEAVE_OUT, gives_away, parted
from app.domain.rejection import Message, Rejection
from app.service.work import Outcome, Work


class KeepIdentity(Struct, frozen=True):
    """reason: it goes into the history."""

    case_key: int
    reason: str


def handle(command: KeepIdentity, work: Work) -> Outcome:
    found = case_to_change(work.store, work.actor, command.case_key)
    if found.sight.identity_kept:
        raise Rejection("state_forbids", "Expected a case that does not keep who wrote in yet, but this one does")
    case = work.case()
    _, person = parted(case.variables(found.key))
    if not person:
        raise Rejection("state_forbids", "Expected a case that knows who wrote in, but this one does not")
    reason = said_reason(command.reason)
    if gives_away(person, reason):
        raise Rejection("bad_request", LEAVE_OUT, field_errors={"reason": Message(LEAVE_OUT, {})})
    case.set_variables(found.key, dict.fromkeys(person))
    fact = identity_fact(person)
    fact.key = found.key
    fact.public["afterwards"] = True
    fact.private["reason"] = reason
    recorded = {"scopeKey": str(found.key), "variables": dict.fromkeys(person), "reason": reason}
    return Outcome("identity_kept", [fact, *case.facts], {"seq": work.head.seq + 1}, case, None, recorded)
