"""Years of the calendar: the yearly notice, read and entered."""

from typing import Any, Final

from flask import Response

from app.domain.permissions import require_holding
from app.domain.rejection import Rejection
from app.queries.calendar_year import calendar_year
from app.service.enter_calendar_year import EnterCalendarYear
from app.web.api.casework import shapes
from app.web.api.casework.operation import Operation
from app.web.api.exchange import asker, body, carry_out
from app.web.surface import surface


def _year(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) != 4:
        raise Rejection("bad_request", "Expected a year such as 2026, but found %(found)s", found=text[:20])
    return int(text)


def get_calendar(year: str) -> dict[str, Any]:
    """Return the document as it was entered, ready to be changed and entered again."""
    return surface().door.ask(calendar_year, _year(year))


def put_calendar(year: str) -> Response:
    """Enter or change a year. The body is the document of a calendar file; its year is the address's."""
    require_holding(asker(), ("system-admin",), "enter a year of the calendar")
    wanted, content = _year(year), body()
    if content.get("year") != wanted:
        raise Rejection(
            "bad_calendar",
            "Expected the year %(expected)s in the document, but found %(found)s",
            expected=wanted,
            found=str(content.get("year"))[:20],
        )
    return carry_out(EnterCalendarYear(content), _entered)


def _entered(answer: dict[str, Any]) -> tuple[int, Any]:
    return 200, shapes.EnteredYear(year=answer["year"], version=answer["version"])


OPERATIONS: Final = (
    Operation("GET", "/calendars/{year}", "getCalendar", "A year of the calendar, as entered last", get_calendar, dict[str, Any]),
    Operation("PUT", "/calendars/{year}", "putCalendar", "Enter or change a year", put_calendar, shapes.EnteredYear, asks=dict[str, Any]),
)
