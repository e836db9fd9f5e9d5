"""Recompute the deadlines of a case: a year of the calendar was entered or changed, and what runs follows it."""

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from app.audit.bind_notices import DATE_CLOSED, who_was_asked
from app.domain.calendar import Calendar
from app.domain.deadline import State
from app.domain.deadline_row import from_row
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.read_withdrawn import withdrawn_submissions

if TYPE_CHECKING:
    from app.engine.case import Case


class RecomputeDeadlines(Struct, frozen=True):
    """version: of the calendar, the first that the case has yet to follow."""

    case_key: int
    version: int


def handle(command: RecomputeDeadlines, work: Work) -> Outcome:
    """An outcome without facts: the version changes nothing here.

    Source: procedures, section 1, "calendar unknown"; docs/architecture, "a decree".
    """
    if work.actor.account != "system":
        raise Rejection("not_found", "Expected something with this key that you may see, but there is nothing")
    case = work.case()
    ended = _missed_and_ended(command, work)
    case.recompute_deadlines([from_row(json.loads(row)) for row in ended])
    recorded = {"version": str(command.version), "ended": ended}
    facts = [*case.facts, *_dates_now_closed(command, work, case)]
    element = next((fact.element_id for fact in facts), None)
    return Outcome("deadlines_recomputed", facts, None, case, element, recorded)


def _dates_now_closed(command: RecomputeDeadlines, work: Work, case: "Case") -> Iterator[Fact]:
    """Yield the notices to who has work that is due by a fixed date, where the year's notice makes that day one off that was none before.

    The date is firm and holds all the same. Source: procedures, section 1, "fixed date": the page warns when the notice is entered.
    """
    year = work.store.value("SELECT year FROM calendar_version WHERE version = :version", version=command.version)
    calendar, before = work.world.calendar, work.surroundings.calendar_of(work.store, command.version - 1)
    for deadline in case.deadlines():
        day = calendar.local_date(deadline.deadline_at)
        if deadline.unit is not None or deadline.state is not State.RUNNING or day.year != year or not _closed(day, calendar, before):
            continue
        about = list(dict.fromkeys(who_was_asked(work.store, command.case_key, deadline.element_instance_key, case.facts)))
        if about:
            said = {
                "notice": DATE_CLOSED,
                "to": about,
                "toldAt": instant_text(work.recorded_at),
                "deadlineAt": instant_text(deadline.deadline_at),
            }
            yield Fact("notice_given", deadline.element_id, deadline.element_instance_key, said)


def _closed(day: date, calendar: Calendar, before: Calendar) -> bool:
    """Say whether a notice makes a day one off. What was one before was said when the date was set, or by the notice that made it so."""
    return before.is_working_day(day) and not calendar.is_working_day(day)


def _missed_and_ended(command: RecomputeDeadlines, work: Work) -> list[str]:
    """Return what was missed and left since: the snapshot no longer holds it, and the year's notice may show that it was in time.

    A submission that was withdrawn counts for nothing, so that it can't turn out to have been in time: its step is open again, or was done
    anew, under a deadline of its own.
    """
    rows = work.store.all(
        "SELECT key, detail FROM deadline WHERE case_key = :key AND state = 'missed' AND is_open = 0 ORDER BY key", key=command.case_key
    )
    withdrawn = withdrawn_submissions(work.store, command.case_key) if rows else ()
    return [row["detail"] for row in rows if row["key"] not in withdrawn]
