"""Closures that no notice planned: offices shut by typhoon or epidemic."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from app.domain.calendar_entries import FIRST_YEAR, LAST_YEAR, refusal
from app.domain.marked import marked
from app.domain.rejection import Rejection


class Closure(Struct, frozen=True):
    """Offices shut for a while that no notice planned (typhoon, epidemic).

    begin, until: civil times of the city; at `until` the offices are open again.
    """

    begin: datetime
    until: datetime
    reason: str


def read_closure(entry: Mapping[str, Any], year: int | None = None) -> Closure:
    """Return a closure from `{"from": "2026-08-12T12:00", "until": "2026-08-13T00:00", "reason": "..."}`, civil times.

    year: where given, the year in which the closure has to begin.

    Raises Rejection("bad_calendar").
    """
    if not isinstance(entry, Mapping) or set(entry) != {"from", "until", "reason"}:
        raise refusal("Expected a closure with from, until and reason, but found %(found)s", entry)
    begin, until = (_civil_time(entry[name]) for name in ("from", "until"))
    reason = entry["reason"]
    if not isinstance(reason, str) or not reason.strip():
        raise refusal("Expected the reason of a closure, but found %(found)s", reason)
    if until <= begin:
        raise Rejection(
            "bad_calendar",
            "Expected a closure to end after it begins at %(begin)s, but found %(until)s",
            begin=begin.isoformat(timespec="minutes"),
            until=until.isoformat(timespec="minutes"),
        )
    if year is not None and begin.year != year:
        raise Rejection(
            "bad_calendar",
            "Expected a closure that begins in %(year)s, but found %(begin)s",
            year=year,
            begin=begin.isoformat(timespec="minutes"),
        )
    return Closure(begin, until, reason.strip())


def _civil_time(found: Any) -> datetime:
    if isinstance(found, str) and len(found) >= 16:
        try:
            at = datetime.fromisoformat(found)
        except ValueError:
            pass
        else:
            if at.tzinfo is None and FIRST_YEAR <= at.year <= LAST_YEAR:
                return at
    raise refusal(marked("Expected a civil time such as 2026-08-12T12:00, but found %(found)s"), found)
