"""Lift the protection of who wrote in, with a reason: from then on those who handle the case know it, as in any other case."""

from msgspec import Struct

from app.audit.asked_deadline import said_reason
from app.audit.identity_rights import case_to_change
from app.domain.fact import Fact
from app.domain.identity import ALWAYS, AS_NUMBER
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.read_identity import kept_identity


class LiftIdentityProtection(Struct, frozen=True):
    """reason: who agreed, and how; it goes into the history."""

    case_key: int
    reason: str


def handle(command: LiftIdentityProtection, work: Work) -> Outcome:
    found = case_to_change(work.store, work.actor, command.case_key)
    kept = work.store.value("SELECT identity_kept FROM process_instance WHERE key = :key", key=found.key)
    if not kept:
        raise Rejection("state_forbids", "Expected a case that keeps who wrote in, but this one does not")
    if kept == AS_NUMBER[ALWAYS]:
        raise Rejection("state_forbids", "Expected a protection that can be lifted, but who complains of conduct is always kept (art. 56)")
    reason = said_reason(command.reason)
    person, case = kept_identity(work.store, found.key), work.case()
    case.set_variables(found.key, person)
    fact = Fact("identity_protection_lifted", None, found.key, {}, {"reason": reason})
    recorded = {"scopeKey": str(found.key), "variables": person, "reason": reason}
    return Outcome("identity_protection_lifted", [fact, *case.facts], {"seq": work.head.seq + 1}, case, None, recorded)
