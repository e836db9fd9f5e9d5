"""The city's calendar: which days count, when offices are open, and counting along both."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from app.domain.calendar_closure import Closure, read_closure
from app.domain.calendar_entries import FIRST_YEAR, LAST_YEAR
from app.domain.calendar_file import CalendarYear, read_year
from app.domain.calendar_table import YearTable, build_table, instant, microseconds
from app.domain.office_hours import DEFAULT_SEASONS, Season, season_of
from app.domain.rejection import Rejection

WhyClosed = Literal["weekend", "holiday", "closure"]


class Calendar:
    """One version of the calendar; it never changes, a decree makes another version.

    Dates are civil dates of the city, instants are aware and come out in UTC. A year whose notice is not entered counts
    Monday to Friday with the hours of the nearest entered year before it (else after it, else the default hours).

    Every method raises Rejection("calendar_unknown") for a date outside 1970 to 2199.

    Source: procedures, section 1, "working day", "counting", "calendar unknown"; Civil Code, articles 200 to 203.
    """

    def __init__(self, version: str, years: Iterable[CalendarYear], zone: ZoneInfo, closures: Iterable[Closure] = ()) -> None:
        self.version = version
        self.zone = zone
        self._years: dict[int, CalendarYear] = {}
        for entered in years:
            if entered.year in self._years:
                raise Rejection("bad_calendar", "Expected each year once, but found %(year)s twice", year=entered.year)
            self._years[entered.year] = entered
        self.known_years = frozenset(self._years)
        self._closures = (*closures, *(closure for entered in self._years.values() for closure in entered.closures))
        # The year from which office time is counted up.
        self._origin = min(self.known_years, default=2025)
        # Filled as years are asked for. Two threads may build the same table at once; either is right.
        self._tables: dict[int, YearTable] = {}
        self._before: dict[int, int] = {}

    @classmethod
    def from_years(
        cls, version: str, years: Iterable[Mapping[str, Any]], zone: ZoneInfo, closures: Iterable[Mapping[str, Any]] = ()
    ) -> "Calendar":
        """Return a calendar from the contents of year files, and closures in the form of their `closures`.

        Raises Rejection("bad_calendar").
        """
        return cls(version, [read_year(year) for year in years], zone, [read_closure(closure) for closure in closures])

    # --- days

    def is_working_day(self, on: date) -> bool:
        table = self._table(on.year)
        return table.open[on.toordinal() - table.first]

    def is_provisional(self, on: date) -> bool:
        """Say whether the notice of the date's year is not entered."""
        return on.year not in self.known_years

    def is_make_up_day(self, on: date) -> bool:
        entered = self._years.get(on.year)
        return entered is not None and on in entered.make_up_days

    def holiday_name(self, on: date) -> str | None:
        """Return the holiday's name as the notice gives it ("" where the file names none), None for other days."""
        entered = self._years.get(on.year)
        return None if entered is None else entered.holidays.get(on)

    def why_closed(self, on: date) -> WhyClosed | None:
        """Return why a day does not count, None for a working day."""
        if self.is_working_day(on):
            return None
        if self.holiday_name(on) is not None:
            return "holiday"
        if on.weekday() >= 5 and not self.is_make_up_day(on):
            return "weekend"
        return "closure"

    def add_working_days(self, on: date, days: int) -> date:
        """Return the nth working day after a date (before it where days is negative); 0 gives the date itself.

        The date does not count, whether or not it is a working day.
        """
        if days == 0:
            return on
        year = on.year
        working = self._table(year).working
        if days > 0:
            index = bisect_right(working, on.toordinal()) + days - 1
            while index >= len(working):
                index -= len(working)
                year += 1
                working = self._table(year).working
        else:
            index = bisect_left(working, on.toordinal()) + days
            while index < 0:
                year -= 1
                working = self._table(year).working
                index += len(working)
        return date.fromordinal(working[index])

    def working_days_between(self, after: date, until: date) -> int:
        """Return how many working days lie after a date, up to and including another; below 0 where swapped."""
        if until < after:
            return -self.working_days_between(until, after)
        count = bisect_right(self._table(until.year).working, until.toordinal())
        count -= bisect_right(self._table(after.year).working, after.toordinal())
        return count + sum(len(self._table(year).working) for year in range(after.year, until.year))

    # --- hours

    def local_date(self, at: datetime) -> date:
        """Return the city's civil date at an instant."""
        return at.astimezone(self.zone).date()

    def close_of_business(self, on: date) -> datetime:
        """Return the normal close of business of a date by its season, in UTC; closed days have one too."""
        table = self._table(on.year)
        return table.closings[on.toordinal() - table.first]

    def normal_office_time(self, on: date) -> timedelta:
        """Return the office time of one whole working day by the hours of the date's season."""
        return timedelta(minutes=season_of(self._seasons(on.year), on).minutes)

    def spans(self, on: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the office hours of a date, in UTC, closures taken out; empty for closed days."""
        begin, until = self.start_of_day(on), self.start_of_day(on + timedelta(days=1))
        found = self._table(on.year).spans_within(microseconds(begin), microseconds(until))
        return tuple((instant(low), instant(high)) for low, high in found)

    def start_of_day(self, on: date) -> datetime:
        """Return the first instant of a civil date, in UTC."""
        return datetime(on.year, on.month, on.day, tzinfo=self.zone).astimezone(UTC)

    def office_time_between(self, begin: datetime, until: datetime) -> timedelta:
        """Return the office time between two instants; below 0 where they are swapped."""
        return timedelta(microseconds=self._office_time_until(until) - self._office_time_until(begin))

    def office_seconds_between(self, begin: datetime, until: datetime) -> int:
        """Return office_time_between in whole seconds, rounded down."""
        return self.office_time_between(begin, until) // timedelta(seconds=1)

    def add_office_time(self, at: datetime, amount: timedelta) -> datetime:
        """Return the earliest instant by which an amount of office time has passed; 0 gives the instant itself.

        A negative amount goes back: to the earliest instant from which no more than that is left.
        """
        if not amount:
            return at
        year = self.local_date(at).year
        table = self._table(year)
        wanted = table.office_time_until(microseconds(at)) + amount // timedelta(microseconds=1)
        while wanted > table.total:
            wanted -= table.total
            year += 1
            table = self._table(year)
        while wanted <= 0:
            year -= 1
            table = self._table(year)
            wanted += table.total
        return instant(table.earliest_with(wanted))

    # --- years

    def _office_time_until(self, at: datetime) -> int:
        year = self.local_date(at).year
        before = self._before.get(year)
        if before is None:
            before = sum(self._table(earlier).total for earlier in range(self._origin, year))
            before -= sum(self._table(later).total for later in range(year, self._origin))
            self._before[year] = before
        return before + self._table(year).office_time_until(microseconds(at))

    def _seasons(self, year: int) -> tuple[Season, ...]:
        if year in self._years:
            return self._years[year].seasons
        earlier = [known for known in self._years if known < year]
        if earlier:
            return self._years[max(earlier)].seasons
        return self._years[min(self._years)].seasons if self._years else DEFAULT_SEASONS

    def _table(self, year: int) -> YearTable:
        table = self._tables.get(year)
        if table is None:
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise Rejection(
                    "calendar_unknown",
                    "Expected a date from %(first)s to %(last)s, but found one in %(found)s",
                    first=FIRST_YEAR,
                    last=LAST_YEAR,
                    found=year,
                )
            table = build_table(year, self._years.get(year), self._seasons(year), self._closures, self.zone)
            self._tables[year] = table
        return table
