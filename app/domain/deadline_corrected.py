"""Correcting a deadline: the date by which it was given was entered wrongly. It is no extension: it was to be that date."""

from datetime import UTC, date, datetime

from msgspec.structs import replace

from app.domain.calendar import Calendar
from app.domain.deadline import Deadline, State
from app.domain.deadline_changes import Change
from app.domain.deadline_facts import deadline_fact, light_facts
from app.domain.deadline_reckoning import reckoned, settled
from app.domain.rejection import Rejection


def corrected(deadline: Deadline, to: date | datetime, now: datetime, calendar: Calendar) -> Change:
    """Return a deadline with another date in place of the one it was given by, as if it had been that from the start. One that has passed
    takes effect now.

    Raises Rejection("deadline_suspended") while the clock is stopped, Rejection("state_forbids") where it was missed, or moved since.
    """
    now = now.astimezone(UTC)
    if deadline.state is State.SUSPENDED:
        raise Rejection("deadline_suspended", "Expected a running deadline, but its clock is stopped; let it run on first")
    if deadline.state is not State.RUNNING:
        raise Rejection("state_forbids", "Expected a date that has yet to come, but it has passed, and the record of that stays")
    if deadline.moved_to is not None:
        raise Rejection(
            "state_forbids",
            "Expected a date that still holds as it was entered, but the deadline was moved since; enter that date to correct the rest",
        )
    at = to.astimezone(UTC) if isinstance(to, datetime) else to
    # An empty rule is worded anew from the date.
    changed = reckoned(replace(deadline, at=at, rule="", confirmed_at=None), calendar, now)
    changed = settled(replace(changed, original_at=changed.deadline_at), now)
    fact = deadline_fact("deadline_moved", changed, now, deadlineBefore=deadline.deadline_at, extension=False, correction=True)
    return changed, [fact, *light_facts(deadline.light, changed, now)]
