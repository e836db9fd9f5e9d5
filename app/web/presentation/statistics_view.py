"""What the pages of statistics show: ways and times of cases, the lateness of deadlines, what left the diagram."""

from datetime import datetime

from msgspec import Struct

from app.web.presentation.events_view import EventRow
from app.web.presentation.wording import Wording


class ChoiceView(Struct, frozen=True):
    """What is chosen, and what there is to choose from, each with value and label. asked: by the names of the address. tabs: section,
    address and whether it is this page."""

    asked: dict[str, str]
    processes: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    tabs: tuple[tuple[str, str, bool], ...]
    versions: tuple[tuple[str, str, int], ...] = ()


class VariantStep(Struct, frozen=True):
    """end: done, open, lapsed or left."""

    name: str
    end: str


class VariantRow(Struct, frozen=True):
    """number: its place. state: COMPLETED, TERMINATED or ACTIVE. share: in percent. median, high: working time in words, empty for cases in
    hand. bar: the share in hundredths of the widest."""

    number: int
    steps: tuple[VariantStep, ...]
    state: str
    cases: int
    share: str
    bar: int
    median: str
    high: str
    late: int
    silent: int
    href: str


class StepRow(Struct, frozen=True):
    """median, high: working time in words. level: 1 to 5, by the chosen one of them; 0 where there is nothing to measure. short: what
    stands on the diagram. waits: see StepTimes."""

    element_id: str
    name: str
    done: int
    lapsed: int
    left: int
    open: int
    median: str
    high: str
    level: int
    short: str = ""
    open_since: datetime | None = None
    waits: bool = False


class StatisticsView(Struct, frozen=True):
    """cases, ended, late, silent: how many. by: median or high, after which the diagram is coloured; by_hrefs: addresses of both. drawing:
    address of the diagram, empty without cases. hidden: how many further variants only the file holds."""

    choice: ChoiceView
    cases: int
    ended: int
    late: int
    silent: int
    median: str
    high: str
    variants: tuple[VariantRow, ...]
    hidden: int
    steps: tuple[StepRow, ...]
    drawing: str
    by: str
    by_hrefs: tuple[tuple[str, str], ...]
    files: dict[str, str]
    hours: str

    @property
    def hottest(self) -> tuple[StepRow, ...]:
        """The steps with a colour, the slowest first."""
        return tuple(sorted((one for one in self.steps if one.level), key=lambda one: -one.level))


class VariantCase(Struct, frozen=True):
    number: str
    title: str
    started_at: datetime
    ended_at: datetime | None
    took: str
    late: bool
    silent: bool


class VariantCasesView(Struct, frozen=True):
    steps: tuple[VariantStep, ...]
    state: str
    rows: tuple[VariantCase, ...]
    back_href: str
    more_href: str = ""


def working_time(show: Wording, seconds: int | None, day_seconds: int) -> str:
    """Return a length of working time: in minutes, office hours or working days, rounded to a tenth. day_seconds: office time of a normal
    working day."""
    if seconds is None:
        return ""
    if seconds < 3600:
        return show._n("%(num)s minute", "%(num)s minutes", seconds // 60)
    if seconds < day_seconds:
        return show._("%(number)s office hours", number=f"{seconds / 3600:.1f}")
    return show._("%(number)s working days", number=f"{seconds / day_seconds:.1f}")


class DeviationRow(Struct, frozen=True):
    """sort: in words. row: the event."""

    sort: str
    row: EventRow


class SortCount(Struct, frozen=True):
    name: str
    words: str
    events: int
    cases: int
    href: str


class DeviationsView(Struct, frozen=True):
    """sorts: all of them, whichever is chosen. sort: the chosen one; empty for all. all_href: without it."""

    choice: ChoiceView
    sort: str
    sorts: tuple[SortCount, ...]
    rows: tuple[DeviationRow, ...]
    all_href: str
    files: dict[str, str]
    older_href: str = ""
    newest_href: str = ""


class OutcomeBar(Struct, frozen=True):
    """A piece of a bar: how the deadlines ended, where it begins and how wide it is, in thousandths of the widest bar."""

    outcome: str
    x: int
    width: int


class OutcomeRow(Struct, frozen=True):
    """name: a month, the Monday of a week, a procedure, a unit. rate: in percent, of all that ended, empty for none."""

    name: str
    in_time: int
    extended: int
    late: int
    silent: int
    with_more: int
    total: int
    rate: str
    bars: tuple[OutcomeBar, ...]


class LatenessView(Struct, frozen=True):
    """by: month or week. cut: whether earlier spans were left out."""

    choice: ChoiceView
    by: str
    by_hrefs: tuple[tuple[str, str], ...]
    whole: OutcomeRow
    spans: tuple[OutcomeRow, ...]
    processes: tuple[OutcomeRow, ...]
    units: tuple[OutcomeRow, ...]
    files: dict[str, str]
    cut: bool = False


def both_times(show: Wording, median: int | None, high: int | None, day_seconds: int) -> str:
    """Return median and 95th percentile as they fit on a shape: in one unit, that of the longer one; empty where there are none."""
    if median is None or high is None:
        return ""
    if high < 3600:
        return show._("%(median)s / %(high)s min", median=str(median // 60), high=str(high // 60))
    if high < day_seconds:
        return show._("%(median)s / %(high)s h", median=f"{median / 3600:.1f}", high=f"{high / 3600:.1f}")
    return show._("%(median)s / %(high)s days", median=f"{median / day_seconds:.1f}", high=f"{high / day_seconds:.1f}")
