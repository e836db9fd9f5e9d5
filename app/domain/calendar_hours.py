"""Reading the office hours of a calendar file."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from app.domain.calendar_entries import read_date, read_list, refusal
from app.domain.marked import marked
from app.domain.office_hours import MINUTES_A_DAY, Season
from app.domain.rejection import Rejection

_SPAN: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")


def read_seasons(entries: Any) -> tuple[Season, ...]:
    """Return the seasons of `hours`, which cover each day of a year once. Raises Rejection("bad_calendar")."""
    seasons = sorted((_season(entry) for entry in read_list(entries, "hours")), key=lambda season: season.first)
    # Read against a leap year, so that 29 February has hours in every file.
    on = date(2024, 1, 1)
    while on.year == 2024:
        month_day = f"{on.month:02}-{on.day:02}"
        found = sum(season.covers(month_day) for season in seasons)
        if found != 1:
            raise Rejection(
                "bad_calendar",
                "Expected each day of the year in exactly one entry of hours, but found %(day)s in %(found)s",
                day=month_day,
                found=found,
            )
        on += timedelta(days=1)
    return tuple(seasons)


def _season(entry: Any) -> Season:
    if not isinstance(entry, Mapping) or set(entry) != {"from", "to", "spans"}:
        raise refusal("Expected an entry of hours with from, to and spans, but found %(found)s", entry)
    for name in ("from", "to"):
        _check_day(entry[name])
    first, last = entry["from"], entry["to"]
    if first > last:
        raise Rejection(
            "bad_calendar",
            "Expected hours from an earlier to a later day of one year, but found %(first)s to %(last)s; "
            "write hours over the new year as two entries",
            first=first,
            last=last,
        )
    spans = tuple(_span(text) for text in read_list(entry["spans"], "spans"))
    if not spans:
        raise Rejection("bad_calendar", "Expected office hours from %(first)s to %(last)s, but found no spans", first=first, last=last)
    for before, after in pairwise(spans):
        if after[0] <= before[1]:
            raise refusal(marked("Expected spans in order and apart from each other, but found %(found)s"), " ".join(entry["spans"]))
    return Season(first, last, spans)


def _check_day(found: Any) -> None:
    try:
        read_date(f"2024-{found}", "hours")
    except Rejection:
        raise refusal(marked("Expected office hours from and to days such as 07-01, but found %(found)s"), found) from None


def _span(text: Any) -> tuple[int, int]:
    match = _SPAN.fullmatch(text) if isinstance(text, str) else None
    if match:
        hour, minute, until_hour, until_minute = match.groups()
        begin = int(hour) * 60 + int(minute)
        until = MINUTES_A_DAY if until_hour is None else int(until_hour) * 60 + int(until_minute)
        if begin < until:
            return begin, until
    raise refusal(marked("Expected office hours such as 08:30-12:00, but found %(found)s"), text)
