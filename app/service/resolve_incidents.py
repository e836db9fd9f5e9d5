"""Resolve all open incidents of a process instance: each step that failed is tried again."""

from msgspec import Struct

from app.audit.naming_the_writer import refuse_naming_text
from app.audit.reply_correction import refuse_unless_right
from app.audit.retried_steps import retry_steps
from app.domain.command_rights import PLAYED
from app.domain.keys import BLOCK, case_key_of
from app.domain.marked import marked
from app.domain.permissions import require, sees_case
from app.domain.rejection import Rejection
from app.domain.unknown_target import instance_unknown
from app.engine.deadline_commands import REPLY_PROVEN
from app.service.work import Outcome, Work
from app.store.read_case import case_by_key


class ResolveIncidents(Struct, frozen=True):
    """instance_key: of a root or called process instance."""

    instance_key: int
    reason: str = ""

    @property
    def case_key(self) -> int:
        return case_key_of(self.instance_key)


def handle(command: ResolveIncidents, work: Work) -> Outcome:
    found = case_by_key(work.store, command.case_key)
    known = work.store.value("SELECT 1 FROM process_instance WHERE key = :key", key=command.instance_key)
    if found is None or known is None or not sees_case(work.actor, found.sight):
        raise instance_unknown(command.instance_key)
    require(work.actor, PLAYED["resolve_incidents"], marked("resolve an incident"))
    rows = work.store.all(
        "SELECT element_instance_key, element_id, kind FROM incident"
        " WHERE process_instance_key = :key AND state = 'ACTIVE' ORDER BY created_at, key",
        key=command.instance_key,
    )
    if not rows:
        raise Rejection("incident_resolved", "Expected an open incident in this process instance, but there is none")
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": command.reason})
    case = work.case()
    for row in rows:
        if row["kind"] == REPLY_PROVEN:
            refuse_unless_right(work.store, work.surroundings, case, found.key, row["element_instance_key"])
    retried = retry_steps(case, rows)
    answer = {"key": work.new_number("case") * BLOCK}
    recorded = {"elementInstanceKeys": retried, "reason": command.reason}
    return Outcome("incident_resolved", case.facts, answer, case, recorded=recorded)
