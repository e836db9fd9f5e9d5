"""Let the clock of a deadline run on: it moves by what did not count.

Source: Licensing Law, article 45; procedures, section 1, "stopping the clock".
"""

from typing import Final

from msgspec import Struct

from app.audit.asked_deadline import asked_deadline, case_seen, deadline_row, require_any_clock, said_reason, stopping
from app.audit.naming_the_writer import refuse_naming_text
from app.domain.deadline import State
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.read_staffing import stands_in

RUNS_ON_BY_ITSELF: Final = marked(
    "Expected a clock that somebody has stopped by hand, but the procedure has stopped this one: it runs on when what is awaited is entered"
)


class ResumeClock(Struct, frozen=True):
    """deadline_key: None for the only one that is stopped."""

    case_key: int
    deadline_key: int | None
    reason: str


def handle(command: ResumeClock, work: Work) -> Outcome:
    own, standing = work.actor, stands_in(work.store, work.actor, work.now)
    found = case_seen(work.store, standing, command.case_key)
    case = work.case()
    if command.deadline_key is None:
        require_any_clock(work.store, standing, found, case)
    deadline = asked_deadline(work.store, case, found, command.deadline_key, State.SUSPENDED)
    work.actor = stopping(work.store, own, standing, found, case, deadline)
    if case.resumed_by_diagram(deadline.element_instance_key):
        raise Rejection("state_forbids", RUNS_ON_BY_ITSELF)
    reason = said_reason(command.reason)
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": reason})
    key = deadline.element_instance_key
    case.resume_deadline(key)
    recorded = {"deadlineKey": str(key), "reason": reason}
    return Outcome("deadline_resumed", case.facts, deadline_row(case, key), case, deadline.element_id, recorded, case.file_of(key))
