"""Stop the clock of a deadline: its period does not run while, for example, an expert review is awaited.

Source: Licensing Law, article 45; procedures, section 1, "stopping the clock".
"""

from datetime import date

from msgspec import Struct

from app.audit.asked_deadline import asked_deadline, case_seen, deadline_row, require_any_clock, said_reason, stopping
from app.audit.naming_the_writer import refuse_naming_text
from app.domain.deadline import State
from app.domain.instant import instant_text
from app.domain.rejection import Message, Rejection
from app.service.work import Outcome, Work
from app.store.read_staffing import stands_in


class SuspendClock(Struct, frozen=True):
    """deadline_key: None for the only one that is running.

    expected_until: the civil date on which the clock is expected to run on: the applicant is told in writing how long it stands. Where
    it does not by the close of business of that day, those whom it keeps waiting are told.
    """

    case_key: int
    deadline_key: int | None
    reason: str
    expected_until: date | None = None


def handle(command: SuspendClock, work: Work) -> Outcome:
    own, standing = work.actor, stands_in(work.store, work.actor, work.now)
    found = case_seen(work.store, standing, command.case_key)
    case = work.case()
    if command.deadline_key is None:
        require_any_clock(work.store, standing, found, case)
    deadline = asked_deadline(work.store, case, found, command.deadline_key, State.RUNNING)
    work.actor = stopping(work.store, own, standing, found, case, deadline)
    reason, until = said_reason(command.reason), command.expected_until
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": reason})
    expected_at = work.world.calendar.close_of_business(until) if until is not None else None
    if until is not None and expected_at is not None and expected_at <= work.now:
        message = Message("Expected a day still ahead on which the clock runs on, but found %(found)s", {"found": until.isoformat()})
        raise Rejection("bad_request", message.template, field_errors={"expectedUntil": message}, **message.facts)
    key = deadline.element_instance_key
    case.suspend_deadline(key, expected_at)
    stopped = next(fact for fact in case.facts if fact.kind == "deadline_suspended")
    stopped.public["expectedUntil"] = until.isoformat() if until is not None else None
    recorded = {"deadlineKey": str(key), "reason": reason}
    if expected_at is not None:
        recorded["expectedAt"] = instant_text(expected_at)
    return Outcome("deadline_suspended", case.facts, deadline_row(case, key), case, deadline.element_id, recorded, case.file_of(key))
