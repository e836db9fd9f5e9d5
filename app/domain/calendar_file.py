"""Reading a year of the calendar: the State Council's notice, the office hours, and closures nobody planned."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from app.domain.calendar_closure import Closure, read_closure
from app.domain.calendar_entries import FIRST_YEAR, LAST_YEAR, read_date, read_list, refusal
from app.domain.calendar_hours import read_seasons
from app.domain.marked import marked
from app.domain.office_hours import Season
from app.domain.rejection import Rejection

_REQUIRED: Final = ("year", "notice", "holidays", "makeUpDays", "hours")
_OPTIONAL: Final = ("names", "closures")
_WEEKDAYS: Final = (
    marked("Monday"),
    marked("Tuesday"),
    marked("Wednesday"),
    marked("Thursday"),
    marked("Friday"),
    marked("Saturday"),
    marked("Sunday"),
)
"""Parts of a sentence: a page puts each into its reader's language."""


class CalendarYear(Struct, frozen=True):
    """A year whose notice is entered. Dates are civil dates of the city."""

    year: int
    notice: str
    holidays: Mapping[date, str]
    make_up_days: frozenset[date]
    seasons: tuple[Season, ...]
    closures: tuple[Closure, ...]


def read_year(document: Mapping[str, Any]) -> CalendarYear:
    """Return a year of the calendar from the content of its file.

    document: `year`, `notice`, `holidays`, `makeUpDays`, `hours`; optionally `names` (of the holidays, by date) and
    `closures` (`from`, `until`, `reason`). A day of the weekend may be named as a holiday or left out.

    Raises Rejection("bad_calendar") with what was expected and what was found.
    """
    if not isinstance(document, Mapping):
        raise refusal("Expected an object with year, notice, holidays, makeUpDays and hours, but found %(found)s", document)
    for name in _REQUIRED:
        if name not in document:
            raise Rejection("bad_calendar", "Expected the entry %(name)s in the calendar file, but found none", name=name)
    for name in document:
        if name not in _REQUIRED + _OPTIONAL:
            raise Rejection(
                "bad_calendar",
                "Expected only year, notice, holidays, makeUpDays, hours, names and closures, but found %(name)s",
                name=str(name)[:60],
            )
    year = _year(document["year"])
    notice = document["notice"]
    if not isinstance(notice, str) or not notice.strip():
        raise refusal("Expected the notice's name and number, but found %(found)s", notice)
    holidays = _days(document["holidays"], "holidays", year)
    if not holidays:
        raise Rejection("bad_calendar", "Expected the holidays of %(year)s, but found an empty list", year=year)
    make_up_days = _days(document["makeUpDays"], "makeUpDays", year)
    _check_make_up_days(make_up_days, holidays)
    names = _names(document.get("names", {}), holidays)
    return CalendarYear(
        year,
        notice.strip(),
        {on: names.get(on, "") for on in holidays},
        frozenset(make_up_days),
        read_seasons(document["hours"]),
        tuple(read_closure(entry, year) for entry in read_list(document.get("closures", []), "closures")),
    )


def _year(found: Any) -> int:
    # A number read from JSON may be a Decimal; True is an int in Python, but no year.
    if isinstance(found, bool) or not isinstance(found, int | Decimal) or found != int(found):
        raise refusal("Expected the year as a whole number, but found %(found)s", found)
    if not FIRST_YEAR <= found <= LAST_YEAR:
        raise Rejection(
            "bad_calendar",
            "Expected a year from %(first)s to %(last)s, but found %(found)s",
            first=FIRST_YEAR,
            last=LAST_YEAR,
            found=str(found)[:20],
        )
    return int(found)


def _days(entries: Any, name: str, year: int) -> list[date]:
    days: list[date] = []
    seen: set[date] = set()
    for entry in read_list(entries, name):
        on = read_date(entry, name)
        if on.year != year:
            raise Rejection(
                "bad_calendar",
                # Its year is what is wrong: as it was typed, for a page leaves the present year out of a day.
                "Expected only days of %(year)s in %(name)s, but found %(typed)s",
                year=year,
                name=name,
                typed=on.isoformat(),
            )
        if on in seen:
            raise Rejection("bad_calendar", "Expected each day once in %(name)s, but found %(day)s twice", name=name, day=on.isoformat())
        seen.add(on)
        days.append(on)
    return days


def _check_make_up_days(make_up_days: list[date], holidays: list[date]) -> None:
    for on in make_up_days:
        if on.weekday() < 5:
            raise Rejection(
                "bad_calendar",
                "Expected make-up days on a Saturday or Sunday, but found %(day)s, a %(weekday)s",
                day=on.isoformat(),
                weekday=_WEEKDAYS[on.weekday()],
            )
        if on in holidays:
            raise Rejection(
                "bad_calendar",
                "Expected a day to be a holiday or a make-up day, but found %(day)s as both",
                day=on.isoformat(),
            )


def _names(found: Any, holidays: list[date]) -> dict[date, str]:
    if not isinstance(found, Mapping):
        raise refusal("Expected names as an object from date to name, but found %(found)s", found)
    names: dict[date, str] = {}
    for key, name in found.items():
        on = read_date(key, "names")
        if on not in holidays:
            raise Rejection("bad_calendar", "Expected names of holidays only, but found %(day)s", day=on.isoformat())
        if not isinstance(name, str) or not name.strip():
            raise refusal("Expected the name of a holiday, but found %(found)s", name)
        names[on] = name.strip()
    return names
