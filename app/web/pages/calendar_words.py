"""A year of the calendar, as its page shows it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.calendar import Calendar
from app.domain.instant import read_instant
from app.queries.decree_preview import MovedDeadline
from app.web.pages.calendar_text import typed_of
from app.web.pages.definition_words import element_names, process_name
from app.web.presentation.calendar_view import DayView, MonthView, MovedView, YearView


def year_view(year: int, entered: Mapping[str, Any] | None, calendar: Calendar) -> YearView:
    """entered: document, version and entered_at of the newest entry of the year; None where it is not known."""
    if entered is None:
        return YearView(year, known=False)
    document, typed = entered["document"], typed_of(entered["document"])
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    return YearView(
        year,
        True,
        document["notice"],
        entered["version"],
        read_instant(entered["entered_at"]),
        sum(calendar.is_working_day(on) for on in days if on.year == year),
        len(document["holidays"]),
        len(document["makeUpDays"]),
        tuple(typed["hours"].splitlines()),
        tuple(typed["closures"].splitlines()),
    )


def months(year: int, calendar: Calendar, now: datetime) -> tuple[MonthView, ...]:
    today = calendar.local_date(now)
    return tuple(_month(date(year, number, 1), calendar, today) for number in range(1, 13))


def _month(first: date, calendar: Calendar, today: date) -> MonthView:
    places: list[DayView | None] = [None] * first.weekday()
    on = first
    while on.month == first.month:
        places.append(DayView(on, _kind(on, calendar), calendar.holiday_name(on) or "", on == today))
        on += timedelta(days=1)
    places += [None] * (-len(places) % 7)
    return MonthView(first, tuple(tuple(places[at : at + 7]) for at in range(0, len(places), 7)))


def _kind(on: date, calendar: Calendar) -> str:
    why = calendar.why_closed(on)
    if why is None:
        return "make-up" if calendar.is_make_up_day(on) else "work"
    return {"weekend": "rest", "holiday": "holiday", "closure": "closed"}[why]


def moved_view(moved: MovedDeadline) -> MovedView:
    names = element_names(moved.digest)
    process = process_name(moved.digest, moved.process_id, moved.process_id)
    return MovedView(
        moved.receipt_number, process, names.get(moved.element_id, process), moved.before, moved.after, moved.stays_provisional
    )
