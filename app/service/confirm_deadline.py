"""Confirm the provisional instant of a deadline: until then, silence takes no effect at it.

Source: procedures, section 1, "silence" and "calendar unknown".
"""

from msgspec import Struct

from app.audit.asked_deadline import asked_deadline, case_seen, deadline_row, said_reason
from app.audit.naming_the_writer import refuse_naming_text
from app.domain.command_rights import PLAYED
from app.domain.deadline import State
from app.domain.marked import marked
from app.domain.permissions import require
from app.service.work import Outcome, Work


class ConfirmDeadline(Struct, frozen=True):
    case_key: int
    deadline_key: int
    reason: str


def handle(command: ConfirmDeadline, work: Work) -> Outcome:
    found = case_seen(work.store, work.actor, command.case_key)
    require(work.actor, PLAYED["confirm_deadline"], marked("confirm a provisional day"))
    case = work.case()
    deadline = asked_deadline(work.store, case, found, command.deadline_key, State.RUNNING)
    reason = said_reason(command.reason)
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": reason})
    key = deadline.element_instance_key
    case.confirm_deadline(key)
    recorded = {"deadlineKey": str(key), "reason": reason}
    return Outcome("deadline_confirmed", case.facts, deadline_row(case, key), case, deadline.element_id, recorded, case.file_of(key))
