"""What the pages of the calendar show."""

from datetime import date, datetime

from msgspec import Struct, field

from app.domain.rejection import Message
from app.web.presentation.staff_view import AdminLink


class DayView(Struct, frozen=True):
    """kind: work, rest, holiday, make-up or closed (nobody planned it). name: of the holiday, empty where the notice names none."""

    on: date
    kind: str
    name: str = ""
    today: bool = False


class MonthView(Struct, frozen=True):
    """weeks: seven places each, from Monday; None before the first day and after the last."""

    first: date
    weeks: tuple[tuple[DayView | None, ...], ...]


class YearView(Struct, frozen=True):
    """known: whether the year's notice is entered. version, entered_at: of its newest entry. hours: from, to and spans as written."""

    year: int
    known: bool
    notice: str = ""
    version: int = 0
    entered_at: datetime | None = None
    working_days: int = 0
    holidays: int = 0
    make_up_days: int = 0
    hours: tuple[str, ...] = ()
    closures: tuple[str, ...] = ()


class CalendarView(Struct, frozen=True):
    """links: the parts of the administration. years: with whether their notice is entered. entry_href: empty for who may not enter."""

    links: tuple[AdminLink, ...]
    year: YearView
    years: tuple[tuple[int, bool], ...]
    months: tuple[MonthView, ...]
    unknown_year: int
    provisional: int
    entry_href: str = ""
    done: Message | None = None


class MovedView(Struct, frozen=True):
    """number: empty for a secret case. Instants in UTC."""

    number: str
    process_name: str
    step: str
    before: datetime
    after: datetime
    stays_provisional: bool


class CalendarEntryView(Struct, frozen=True):
    """A year to be entered, as typed, and once it was checked what it would change.

    fields: name to text. changes: whether the year is known already, so that a reason is asked for. moved: None until it was checked. firm:
    how many would no longer be provisional.
    """

    links: tuple[AdminLink, ...]
    year: int
    fields: dict[str, str]
    changes: bool
    back_href: str
    errors: dict[str, Message] = field(default_factory=dict)
    moved: int | None = None
    shown: tuple[MovedView, ...] = ()
    firm: int = 0
