"""Recompute the deadlines of a case: a year of the calendar was entered or changed, and what runs follows it."""

import json

from msgspec import Struct

from app.domain.deadline_row import from_row
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.read_withdrawn import withdrawn_submissions


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
    element = next((fact.element_id for fact in case.facts), None)
    return Outcome("deadlines_recomputed", case.facts, None, case, element, recorded)


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
