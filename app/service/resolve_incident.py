"""Resolve an incident: the step that failed is tried again."""

from msgspec import Struct

from app.audit.asked_deadline import said_reason
from app.audit.naming_the_writer import refuse_naming_text
from app.audit.reply_correction import refuse_unless_right
from app.audit.retried_steps import retry_steps
from app.domain.command_rights import PLAYED
from app.domain.keys import case_key_of
from app.domain.marked import marked
from app.domain.permissions import require, sees_case
from app.domain.rejection import Rejection
from app.domain.unknown_target import incident_unknown
from app.engine.deadline_commands import REPLY_PROVEN
from app.service.work import Outcome, Work
from app.store.read_case import case_by_key


class ResolveIncident(Struct, frozen=True):
    """unchanged: of a reply that was proven, that nothing is to be changed in the data of the case; the reason says why."""

    incident_key: int
    reason: str = ""
    unchanged: bool = False

    @property
    def case_key(self) -> int:
        return case_key_of(self.incident_key)


def handle(command: ResolveIncident, work: Work) -> Outcome:
    row = work.store.one("SELECT element_instance_key, element_id, kind, state FROM incident WHERE key = :key", key=command.incident_key)
    found = case_by_key(work.store, command.case_key)
    if row is None or found is None or not sees_case(work.actor, found.sight):
        raise incident_unknown(command.incident_key)
    require(work.actor, PLAYED["resolve_incident"], marked("resolve an incident"))
    if row["state"] != "ACTIVE":
        raise Rejection("incident_resolved", "Expected an open incident, but it was resolved already")
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": command.reason})
    case = work.case()
    digest = case.file_of(row["element_instance_key"])
    if row["kind"] == REPLY_PROVEN and not (command.unchanged and said_reason(command.reason)):
        refuse_unless_right(work.store, work.surroundings, case, found.key, row["element_instance_key"])
    retried = retry_steps(case, [row])
    recorded = {"elementInstanceKeys": retried, "reason": command.reason}
    return Outcome("incident_resolved", case.facts, {"seq": work.head.seq + 1}, case, row["element_id"], recorded, digest)
