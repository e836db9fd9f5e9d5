"""Enter or change a year of the calendar: the State Council's notice becomes what all deadlines count by."""

from collections.abc import Mapping
from typing import Any, ClassVar

from msgspec import Struct

from app.domain.calendar_file import read_year
from app.domain.canonical import canonical
from app.domain.command_rights import HELD
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import require_holding
from app.service.work import Outcome, Work
from app.store import read_calendar


class EnterCalendarYear(Struct, frozen=True):
    """content: the document of a calendar file. reason: why a known year is changed, for the history."""

    content: Mapping[str, Any]
    reason: str = ""
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: EnterCalendarYear, work: Work) -> Outcome:
    require_holding(work.actor, HELD["enter_calendar_year"], "enter a year of the calendar")
    year = read_year(command.content)
    version = read_calendar.newest_version(work.store) + 1
    fact = Fact(
        "calendar_year_entered",
        None,
        None,
        {"year": year.year, "version": version, "notice": year.notice, "content": canonical(command.content)},
        {"reason": command.reason} if command.reason else {},
    )
    return Outcome("calendar_year_entered", [fact], {"version": version, "year": year.year})
