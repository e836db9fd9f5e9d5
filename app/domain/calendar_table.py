"""One year worked out beforehand: the days that count, openings and closings, office time up to each opening."""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.calendar_closure import Closure
from app.domain.calendar_file import CalendarYear
from app.domain.office_hours import Season, season_of

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def microseconds(at: datetime) -> int:
    """Return an aware instant as whole microseconds since 1970."""
    return (at - EPOCH) // _MICROSECOND


def instant(count: int) -> datetime:
    """Return the instant, in UTC, that lies a number of microseconds after 1970."""
    return EPOCH + timedelta(microseconds=count)


class YearTable:
    """The days and office hours of one civil year. Never changed once made.

    working: ordinals of the days that count, ascending. open: the same by day of the year.
    closings: the normal close of business of every day, closed days included.
    """

    __slots__ = ("_before", "_begins", "_ends", "closings", "first", "open", "total", "working")

    def __init__(self, first: int, opened: list[bool], closings: list[datetime], spans: list[tuple[int, int]]) -> None:
        self.first = first
        self.open = tuple(opened)
        self.closings = tuple(closings)
        self.working = tuple(first + index for index, is_open in enumerate(opened) if is_open)
        self._begins = [begin for begin, _ in spans]
        self._ends = [until for _, until in spans]
        self._before: list[int] = []
        total = 0
        for begin, until in spans:
            self._before.append(total)
            total += until - begin
        self.total = total

    def office_time_until(self, at: int) -> int:
        """Return the office time from the year's beginning to an instant of the year, in microseconds."""
        index = bisect_right(self._begins, at) - 1
        if index < 0:
            return 0
        return self._before[index] + min(at, self._ends[index]) - self._begins[index]

    def earliest_with(self, office_time: int) -> int:
        """Return the earliest instant by which so much office time (above 0, at most the total) has passed."""
        index = bisect_left(self._before, office_time) - 1
        return self._begins[index] + office_time - self._before[index]

    def spans_within(self, begin: int, until: int) -> list[tuple[int, int]]:
        """Return the office hours that begin from `begin` on and before `until`."""
        low, high = bisect_left(self._begins, begin), bisect_left(self._begins, until)
        return list(zip(self._begins[low:high], self._ends[low:high], strict=True))


def build_table(
    year: int, entered: CalendarYear | None, seasons: tuple[Season, ...], closures: tuple[Closure, ...], zone: ZoneInfo
) -> YearTable:
    """Return the table of a year.

    entered: the year's notice; without one, days count Monday to Friday (procedures, section 1, "calendar unknown").
    A day counts if offices were open at its normal closing; hours before a closure stay office hours.
    """
    shut = [(_instant_of(closure.begin, zone), _instant_of(closure.until, zone)) for closure in closures]
    opened: list[bool] = []
    closings: list[datetime] = []
    spans: list[tuple[int, int]] = []
    first = date(year, 1, 1).toordinal()
    for ordinal in range(first, date(year, 12, 31).toordinal() + 1):
        on = date.fromordinal(ordinal)
        season = season_of(seasons, on)
        closing = _at_minute(on, season.closing, zone)
        closings.append(closing)
        if not _planned(on, entered):
            opened.append(False)
            continue
        at = microseconds(closing)
        opened.append(not any(begin < at <= until for begin, until in shut))
        for begin, until in season.spans:
            span = (microseconds(_at_minute(on, begin, zone)), microseconds(_at_minute(on, until, zone)))
            spans.extend(_without(span, shut))
    return YearTable(first, opened, closings, spans)


def _planned(on: date, entered: CalendarYear | None) -> bool:
    if entered is None:
        return on.weekday() < 5
    return on in entered.make_up_days or (on.weekday() < 5 and on not in entered.holidays)


def _without(span: tuple[int, int], shut: list[tuple[int, int]]) -> list[tuple[int, int]]:
    pieces = [span]
    for begin, until in shut:
        cut: list[tuple[int, int]] = []
        for low, high in pieces:
            if until <= low or high <= begin:
                cut.append((low, high))
                continue
            if low < begin:
                cut.append((low, begin))
            if until < high:
                cut.append((until, high))
        pieces = cut
    return pieces


def _at_minute(on: date, minute: int, zone: ZoneInfo) -> datetime:
    # Through the civil time, never by adding to an instant of midnight: a zone may change its offset during the day.
    days, rest = divmod(minute, 24 * 60)
    return datetime(on.year, on.month, on.day, rest // 60, rest % 60, tzinfo=zone).astimezone(UTC) + timedelta(days=days)


def _instant_of(civil: datetime, zone: ZoneInfo) -> int:
    return microseconds(civil.replace(tzinfo=zone).astimezone(UTC))
