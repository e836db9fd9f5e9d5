"""Counting as the law says it, one day and one minute at a time, with lists of its own typed from the notices of 2025 and 2026.

It shares nothing with the product, on purpose: slow, without tables, without jumps, in the city's civil time alone (which has had no summer
time since 1991). What differs from the product is either's mistake.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def _days(year: int, month: int, *numbers: int) -> set[date]:
    return {date(year, month, number) for number in numbers}


# 国办发明电〔2024〕12号. New Year: Wednesday 1 January. Spring Festival: 28 January (Tuesday) to 4 February, eight days; at work on
# 26 January (Sunday) and 8 February (Saturday). Qingming: 4 to 6 April. Labour Day: 1 to 5 May, five days; at work on 27 April
# (Sunday). Dragon Boat: 31 May (Saturday) to 2 June. National Day and Mid-Autumn: 1 to 8 October, eight days; at work on 28 September
# (Sunday) and 11 October (Saturday).
OFF_2025 = (
    _days(2025, 1, 1, 28, 29, 30, 31)
    | _days(2025, 2, 1, 2, 3, 4)
    | _days(2025, 4, 4, 5, 6)
    | _days(2025, 5, 1, 2, 3, 4, 5, 31)
    | _days(2025, 6, 1, 2)
    | _days(2025, 10, 1, 2, 3, 4, 5, 6, 7, 8)
)
AT_WORK_2025 = {date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11)}

# 国办发明电〔2025〕7号. New Year: 1 (Thursday) to 3 January; at work on 4 January (Sunday). Spring Festival: 15 (Sunday) to 23 February
# (Monday), nine days; at work on 14 and 28 February (Saturdays). Qingming: 4 (Saturday) to 6 April. Labour Day: 1 (Friday) to 5 May; at
# work on 9 May (Saturday). Dragon Boat: 19 (Friday) to 21 June. Mid-Autumn: 25 (Friday) to 27 September. National Day: 1 (Thursday) to
# 7 October; at work on 20 September (Sunday) and 10 October (Saturday).
OFF_2026 = (
    _days(2026, 1, 1, 2, 3)
    | _days(2026, 2, *range(15, 24))
    | _days(2026, 4, 4, 5, 6)
    | _days(2026, 5, 1, 2, 3, 4, 5)
    | _days(2026, 6, 19, 20, 21)
    | _days(2026, 9, 25, 26, 27)
    | _days(2026, 10, *range(1, 8))
)
AT_WORK_2026 = {date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10)}

NOTICED = frozenset({2025, 2026})
CLOSING = time(17, 30)
Stop = tuple[datetime, datetime]


@dataclass(frozen=True)
class Notices:
    """What the notices say. Faults are planted by leaving something out or adding something."""

    off: frozenset[date] = frozenset(OFF_2025 | OFF_2026)
    at_work: frozenset[date] = frozenset(AT_WORK_2025 | AT_WORK_2026)

    def is_open(self, on: date) -> bool:
        return on in self.at_work or (on.weekday() < 5 and on not in self.off)


NOTICES = Notices()


@dataclass
class Counted:
    """ends: civil time of the city. late: from when on it counts as missed. days: those that counted, one by one. provisional: a day on
    which the end rests lies in a year without a notice."""

    ends: datetime
    provisional: bool = False
    days: list[date] = field(default_factory=list)
    late: datetime | None = None


def count(start: datetime, length: int, unit: str, stops: tuple[Stop, ...] = (), notices: Notices = NOTICES) -> Counted:
    """Return where a period ends that starts at a civil time. The day on which it starts does not count."""
    if unit == "working day":
        return _working_days(start, length, stops, notices)
    if unit in ("calendar day", "month", "year"):
        return _calendar_days(start, _as_days(start.date(), length, unit), stops, notices)
    if unit == "clock minute":
        return Counted(_minutes(start, length, (minute for minute in _all_minutes(start)), stops))
    if unit == "at once":
        grace = _minutes(start, 120, _office_minutes(start, notices), ())
        return Counted(start, _unknown(start.date(), grace.date()), late=grace)
    minutes = length * (60 if unit == "office hour" else 225)
    ends = _minutes(start, minutes, _office_minutes(start, notices), stops)
    return Counted(ends, _unknown(start.date(), ends.date()))


def _ran_at_closing(on: date, stops: tuple[Stop, ...]) -> bool:
    closing = datetime.combine(on, CLOSING)
    return all(not stopped <= closing < again for stopped, again in stops)


def _working_days(start: datetime, length: int, stops: tuple[Stop, ...], notices: Notices) -> Counted:
    on, days = start.date(), list[date]()
    while len(days) < length:
        on += DAY
        if notices.is_open(on) and _ran_at_closing(on, stops):
            days.append(on)
    return Counted(datetime.combine(on, CLOSING), _unknown(start.date() + DAY, on), days)


def _calendar_days(start: datetime, length: int, stops: tuple[Stop, ...], notices: Notices) -> Counted:
    on, days = start.date(), list[date]()
    while len(days) < length:
        on += DAY
        if _ran_at_closing(on, stops):
            days.append(on)
    last = on
    while not (notices.is_open(on) and _ran_at_closing(on, stops)):
        on += DAY
    return Counted(datetime.combine(on, CLOSING), _unknown(last, on), days)


def _as_days(start: date, length: int, unit: str) -> int:
    """Return how many days a number of months or years has from a day on: to the same day number, else to the month's last day."""
    if unit == "calendar day":
        return length
    months = start.year * 12 + start.month - 1 + length * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    on = date(year, month, 1)
    while on.day < start.day and (on + DAY).month == month:
        on += DAY
    return (on - start).days


def _all_minutes(start: datetime) -> Iterator[datetime]:
    while True:
        yield start
        start += MINUTE


def _office_minutes(start: datetime, notices: Notices) -> Iterator[datetime]:
    """Give the minutes in which offices are open, by their beginnings: 08:30 to 12:00 and 13:30 to 17:30."""
    for minute in _all_minutes(start):
        morning, afternoon = time(8, 30) <= minute.time() < time(12), time(13, 30) <= minute.time() < CLOSING
        if (morning or afternoon) and notices.is_open(minute.date()):
            yield minute


def _minutes(start: datetime, length: int, minutes: Iterator[datetime], stops: tuple[Stop, ...]) -> datetime:
    for minute in minutes:
        if any(stopped <= minute < again for stopped, again in stops):
            continue
        length -= 1
        if length == 0:
            return minute + MINUTE
    return start


def _unknown(first: date, last: date) -> bool:
    return any(year not in NOTICED for year in range(first.year, last.year + 1))
