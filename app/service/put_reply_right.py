"""Put the data of a case right after a reply to a silent step was proven: what silence left there becomes what the reply said.

Source: opinions, article 34; procedures, section 1, "received is not entered"; docs/permissions, operator, "each with reason".
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from app.audit.asked_deadline import said_reason
from app.audit.naming_the_writer import refuse_naming_text
from app.audit.reply_correction import ReplyCorrection, issued_since, reply_correction
from app.audit.retried_steps import note_set_right
from app.domain.command_rights import PLAYED
from app.domain.fact import Fact
from app.domain.keys import case_key_of
from app.domain.marked import marked
from app.domain.permissions import require, sees_case
from app.domain.rejection import Rejection
from app.domain.unknown_target import incident_unknown
from app.engine.deadline_commands import REPLY_PROVEN
from app.service.work import Outcome, Work
from app.store.read_case import case_by_key

_NOTHING: Final = marked("Expected data that the reply says otherwise, but found none: what is left to be corrected is corrected by hand")


class PutReplyRight(Struct, frozen=True):
    """incident_key: of the reply that was proven. stands: whether the case stands where it belongs, so that nothing is left to be done;
    else the incident stays open until it has been moved."""

    incident_key: int
    reason: str
    stands: bool = False

    @property
    def case_key(self) -> int:
        return case_key_of(self.incident_key)


def handle(command: PutReplyRight, work: Work) -> Outcome:
    row = work.store.one("SELECT element_instance_key, element_id, kind, state FROM incident WHERE key = :key", key=command.incident_key)
    found = case_by_key(work.store, command.case_key)
    if row is None or found is None or not sees_case(work.actor, found.sight):
        raise incident_unknown(command.incident_key)
    require(work.actor, PLAYED["put_reply_right"], marked("put right what a proven reply has undone"))
    if row["kind"] != REPLY_PROVEN:
        raise Rejection("bad_request", "Expected an incident about a reply that was proven, but this one is about a step that failed")
    if row["state"] != "ACTIVE":
        raise Rejection("incident_resolved", "Expected an open incident, but it was resolved already")
    if found.state != "ACTIVE":
        raise Rejection("case_closed", "Expected a running case, but it ended at %(at)s", at=found.ended_at)
    reason = said_reason(command.reason)
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": reason})
    case, key = work.case(), row["element_instance_key"]
    reply, correction = reply_correction(work.store, work.surroundings, case, found.key, key)
    if reply is None or correction is None or not correction.changes:
        raise Rejection("state_forbids", _NOTHING)
    writes = _writes(correction)
    for scope, variables in writes.items():
        case.set_variables(scope, variables, True)
    if command.stands:
        note_set_right(case, row)
    fact = _said(row, correction, issued_since(work.store, found.key, reply.lapsed_at), reason)
    recorded = {"writes": [{"scopeKey": str(scope), "variables": names} for scope, names in writes.items()], "reason": reason}
    return Outcome("reply_put_right", [fact, *case.facts], {"seq": work.head.seq + 1}, case, row["element_id"], recorded)


def _writes(correction: ReplyCorrection) -> dict[int, dict[str, Any]]:
    writes: dict[int, dict[str, Any]] = {}
    for change in correction.changes:
        writes.setdefault(change.scope_key, {})[change.name] = change.becomes
    return writes


def _said(row: Mapping[str, Any], correction: ReplyCorrection, papers: list[str], reason: str) -> Fact:
    """papers: numbers of those that stand as they were issued, and need a correction of their own."""
    public = {"names": sorted({change.name for change in correction.changes}), "papers": papers}
    private = {
        "reason": reason,
        "was": {change.name: change.stands for change in correction.changes},
        "now": {change.name: change.becomes for change in correction.changes},
    }
    return Fact("reply_put_right", row["element_id"], row["element_instance_key"], public, private)
