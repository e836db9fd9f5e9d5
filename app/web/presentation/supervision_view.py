"""What the pages of supervision show: running work by unit and procedure, and the tasks behind each number."""

from datetime import datetime

from msgspec import Struct

from app.web.presentation.deadline_view import DeadlineView


class Tab(Struct, frozen=True):
    name: str
    href: str
    current: bool


class CountLink(Struct, frozen=True):
    """name: a light, or a span. href: the list of what is counted."""

    name: str
    number: int
    href: str


class Bar(Struct, frozen=True):
    """A part of a bar, in thousandths of its width."""

    light: str
    x: int
    width: int


class WorkRow(Struct, frozen=True):
    """The running work of a unit, or of a procedure. href: what is said of it alone. lights: red, yellow, green, blue and none.

    longest: by how much the oldest of what is overdue is so; empty where nothing is. points: of the year, as printed; empty where nobody
    counts them. rate: of the deadlines of this month, how many were met: `96.4%`; empty where none was up. spark: the same of the last
    months as the points of a line, 72 wide and 20 high, and in words.
    """

    name: str
    href: str
    lights: tuple[CountLink, ...]
    total: CountLink
    bars: tuple[Bar, ...]
    longest: str = ""
    urged: int = 0
    points: str = ""
    points_href: str = ""
    rate: str = ""
    spark: str = ""
    spark_words: str = ""


class RateView(Struct, frozen=True):
    """Of all deadlines of this month, how many were met. rate: in percent, empty where none was up; before: of the month before."""

    rate: str
    met: int
    total: int
    before: str = ""


class TaskRow(Struct, frozen=True):
    """href, title: empty for who may not see the case. holder: empty where nobody has it. notes: how often it was urged."""

    key: str
    href: str
    title: str
    number: str
    step: str
    process: str
    unit: str
    holder: str
    deadline: DeadlineView | None
    notes: tuple[str, ...]
    urge_href: str


class SupervisionView(Struct, frozen=True):
    """unit: the name of the one that this is about; empty: all of them, in `units`. idle: how many more have nothing in hand.

    late: of what is overdue, how much is so by how many working days at least. next: what turns red within which span, with its tab;
    rows: of the tab that is open. urges: whether the reader may.
    """

    tabs: tuple[Tab, ...]
    total: CountLink
    lights: tuple[CountLink, ...]
    longest: str
    late: tuple[CountLink, ...]
    units: tuple[WorkRow, ...]
    processes: tuple[WorkRow, ...]
    idle: int
    next: tuple[CountLink, ...]
    open_span: str
    rows: tuple[TaskRow, ...]
    rows_href: str
    choices: tuple[tuple[str, str], ...]
    process: str
    unit_id: str
    unit: str
    all_href: str
    urges: bool
    whole_city: bool
    counted_at: datetime
    on_time: RateView | None = None
    export_href: str = ""


class WorkView(Struct, frozen=True):
    """The tasks behind a number. asked: the filters of the address. back_href: the overview."""

    tabs: tuple[Tab, ...]
    rows: tuple[TaskRow, ...]
    total: int
    asked: dict[str, str]
    units: tuple[tuple[str, str], ...]
    processes: tuple[tuple[str, str], ...]
    previous_href: str
    next_href: str
    urges: bool
    whole_city: bool
