"""Timers: a due instant as data on a waiting token. The caller reads it, says when it fires, and its now is the instant that was due."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from app.domain.instant import instant_text
from app.domain.instant import read_instant as instant_of
from app.engine.failure import StepFailed
from app.engine.formula import Formula
from app.engine.token import Kept

if TYPE_CHECKING:
    from app.engine.world import World

_DURATION: Final = re.compile(
    r"P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,6}))?S)?)?", re.ASCII
)
_CYCLE: Final = re.compile(r"R(\d*)/(?:([^P][^/]*)/)?(P[^/]+)", re.ASCII)
_BARE_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Duration(Struct, frozen=True):
    """An ISO 8601 duration: months and days by the civil calendar, the rest by the clock."""

    months: int
    days: int
    rest: timedelta

    @property
    def is_nothing(self) -> bool:
        return not (self.months or self.days or self.rest)

    def after(self, start: datetime, zone: ZoneInfo, times: int = 1) -> datetime:
        """Return the instant `times` durations after `start`, in UTC.

        A month ends on its last day where it has no day of that number; a day keeps the time by the clock on the wall, also where
        summer time begins.
        """
        local = start.astimezone(zone).replace(tzinfo=None)
        month = local.year * 12 + local.month - 1 + self.months * times
        year, month = divmod(month, 12)
        day = min(local.day, monthrange(year, month + 1)[1])
        civil = local.replace(year=year, month=month + 1, day=day) + timedelta(days=self.days * times)
        if self.months or self.days:
            start = civil.replace(tzinfo=zone).astimezone(UTC)
        return start + self.rest * times


def read_duration(text: str) -> Duration | None:
    """Return what an ISO 8601 text says, None where it is no duration."""
    found = _DURATION.fullmatch(text)
    if found is None or text.endswith("T"):
        return None
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[:7])
    if max(years, months, weeks, days) > 100_000 or max(hours, minutes, seconds) > 10_000_000:
        return None
    micro = int((found[8] or "").ljust(6, "0"))
    rest = timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=micro)
    return Duration(12 * years + months, 7 * weeks + days, rest)


def instant_in(text: str, world: "World") -> datetime | None:
    """Return the instant of an ISO 8601 text: a bare date is its close of business, a time without zone the city's."""
    found = moment_in(text, world)
    return None if found is None else _date_of(found, world)


def moment_in(text: str, world: "World") -> date | datetime | None:
    """Return the date, or the instant, of an ISO 8601 text; None for any other text."""
    try:
        if _BARE_DATE.fullmatch(text):
            return date.fromisoformat(text)
        return _in_utc(datetime.fromisoformat(text), world)
    except (ValueError, OverflowError):
        return None


def _in_utc(value: datetime, world: "World") -> datetime:
    return (value if value.tzinfo else value.replace(tzinfo=world.feel.zone)).astimezone(UTC)


def is_static(kind: str, text: str) -> bool:
    """Say whether the text of a timer is ISO 8601 itself, so that no expression is needed."""
    if kind == "timeDuration":
        return read_duration(text) is not None
    if kind == "timeCycle":
        return _CYCLE.fullmatch(text) is not None
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?", text, re.ASCII):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def schedule(kind: str, source: Formula, variables: Mapping[str, Any], world: "World") -> Kept:
    """Return the data of a timer that is armed at world.now. One whose time has passed by then is due as it is armed, and not before.

    Raises StepFailed("bad_timer") where the text gives no date, duration or cycle.
    """
    value = source.value(variables, world)
    try:
        return _scheduled(kind, value, world)
    except (OverflowError, ValueError):
        why = source.why_null(variables, world) if value is None else ""
        raise StepFailed(
            "bad_timer",
            "Expected %(text)s to give %(wanted)s, but it gave %(found)s. %(why)s",
            text=source.text,
            wanted=_WANTED[kind],
            found="null" if value is None else str(value)[:200],
            why=why,
        ) from None


_WANTED: Final = {
    "timeDate": "a date, or a date and time",
    "timeDuration": "a duration such as P5D or PT2H",
    "timeCycle": "a cycle such as R3/P1D",
}


def _scheduled(kind: str, value: Any, world: "World") -> Kept:
    zone = world.feel.zone
    if kind == "timeDate":
        return Kept(due=instant_text(max(_date_of(value, world), world.now)))
    if kind == "timeDuration":
        return Kept(due=instant_text(_duration_of(value).after(world.now, zone)))
    found = _CYCLE.fullmatch(value) if isinstance(value, str) else None
    every = read_duration(found[3]) if found else None
    if found is None or every is None or every.is_nothing or found[1] == "0":
        raise ValueError
    if found[2]:
        first = instant_in(found[2], world)
        if first is None:
            raise ValueError
    else:
        first = every.after(world.now, zone)
    kept = Kept(due=instant_text(first), start=instant_text(first), every=found[3], left=int(found[1]) if found[1] else -1)
    return kept if first >= world.now else _overdue(kept, every, world)


def _overdue(kept: Kept, every: Duration, world: "World") -> Kept:
    """Let the last turn before a cycle is armed be due as it is armed; the turns before that one are passed over."""
    last = turns_until(kept, every, world.now, world.feel.zone)
    if kept.left > 0:
        last = min(last, kept.left - 1)
        kept.left -= last
    kept.nth, kept.due = last, instant_text(world.now)
    return kept


def turns_until(kept: Kept, every: Duration, instant: datetime, zone: ZoneInfo) -> int:
    """Return the number of the last turn at or before an instant, as if the cycle had no end. It begins at or before that instant.

    It looks for it by halving: a cycle of seconds may have begun years ago.
    """
    start, past, later = instant_of(kept.start), kept.nth, kept.nth + 1
    while every.after(start, zone, later) <= instant:
        past, later = later, later * 2
    while later - past > 1:
        middle = (past + later) // 2
        past, later = (past, middle) if every.after(start, zone, middle) > instant else (middle, later)
    return past


def _date_of(value: Any, world: "World") -> datetime:
    if isinstance(value, str):
        found = instant_in(value, world)
        if found is None:
            raise ValueError
        return found
    if isinstance(value, datetime):
        return _in_utc(value, world)
    if isinstance(value, date):
        return world.calendar.close_of_business(value)
    raise ValueError


def _duration_of(value: Any) -> Duration:
    if isinstance(value, timedelta) and value >= timedelta(0):
        return Duration(0, value.days, timedelta(seconds=value.seconds, microseconds=value.microseconds))
    months = getattr(value, "months", None)
    if isinstance(months, int | Decimal) and not isinstance(months, bool) and months >= 0:
        return Duration(int(months), 0, timedelta(0))
    found = read_duration(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError
    return found


def next_turn(kept: Kept, zone: ZoneInfo) -> bool:
    """Set a cycle's next due instant, counted from its first so that short months do not shift it. False: that was the last turn."""
    every = read_duration(kept.every)
    if every is None or kept.left == 1:
        return False
    kept.nth += 1
    kept.left = kept.left - 1 if kept.left > 0 else kept.left
    kept.due = instant_text(every.after(instant_of(kept.start), zone, kept.nth))
    return True


def skip_missed(kept: Kept, until: datetime, zone: ZoneInfo) -> int:
    """Pass over the turns of a reminder that fell due at or before `until` and were not fired, and return how many they were.

    After a call whose last turn was passed, `kept.every` is empty.
    """
    missed = 0
    while kept.every and instant_of(kept.due) <= until:
        missed += 1
        if not next_turn(kept, zone):
            kept.every = ""
    return missed


def instant_of_date(value: date, world: "World") -> datetime:
    """Return the instant of a FEEL date or date and time: a bare date is its close of business."""
    return _date_of(value, world)
