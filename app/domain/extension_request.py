"""A request to extend a deadline: what was asked for, and how it ended. Source: procedures, section 2, "extension-request"."""

from datetime import date
from typing import Final

from app.domain.calendar import Calendar
from app.domain.deadline import Deadline
from app.domain.deadline_extension import check_new_date, extended_by, last_date
from app.domain.rejection import Message, Rejection

PROCESS: Final = "extension-request"
"""The process that runs beside a case about one of its deadlines, and never by itself."""

WITHDRAWN: Final = "extension-withdrawn"
"""The message by which who asked withdraws; its key is the deadline's."""

MOST_DAYS: Final = 1_000
MOST_YEARS: Final = 10


def asked_date(deadline: Deadline, new_date: date | None, days: int | None, calendar: Calendar) -> date:
    """Return the date to which a deadline is asked to be extended: as said, or so many days on, in the deadline's own kind of days.

    Raises Rejection("bad_answers") at the field where neither is said, where the two do not come to the same, and for a date that does
    not lie after the deadline's own, or ten years after it.
    """
    if days is not None:
        if not 1 <= days <= MOST_DAYS:
            raise _refused(
                "days", Message("Expected from 1 to %(most)s more days, but found %(found)s", {"most": MOST_DAYS, "found": days})
            )
        on = last_date(deadline, extended_by(deadline, days, calendar), calendar)
        if new_date is not None and new_date != on:
            said = {"days": days, "on": on.isoformat(), "found": new_date.isoformat()}
            raise _refused("newDate", Message("Expected %(on)s, to which %(days)s more days come, but found %(found)s", said))
        return on
    if new_date is None:
        raise _refused("newDate", Message("Expected a new date, or how many days more, but found neither", {}))
    try:
        check_new_date(deadline, new_date, calendar)
    except Rejection as rejection:
        raise _refused("newDate", rejection.message) from None
    latest = calendar.local_date(deadline.deadline_at).year + MOST_YEARS
    if new_date.year > latest:
        raise _refused(
            "newDate", Message("Expected a date up to %(latest)s, but found %(found)s", {"latest": latest, "found": new_date.year})
        )
    return new_date


def is_overtaken(deadline: Deadline, asked: date, calendar: Calendar) -> bool:
    """Say whether a deadline was moved, since more time was asked for, to the date asked for or beyond: nothing is left to be granted."""
    return asked <= calendar.local_date(deadline.deadline_at)


def days_until(deadline: Deadline, on: date, calendar: Calendar) -> int | None:
    """Return how many days more a date comes to, counted as the deadline counts; None where no number of days comes to it."""
    lowest, highest = 1, MOST_DAYS
    while lowest <= highest:
        days = (lowest + highest) // 2
        found = last_date(deadline, extended_by(deadline, days, calendar), calendar)
        if found == on:
            return days
        lowest, highest = (days + 1, highest) if found < on else (lowest, days - 1)
    return None


def _refused(field: str, message: Message) -> Rejection:
    return Rejection("bad_answers", "Expected answers that fit the form, but %(count)s do not", field_errors={field: message}, count=1)
