"""How long a case is kept after it has ended, as its procedure says.

Source: property retention, docs/guides/designers. The last day is kept whole: erasing is possible from the day after it on.
"""

import re
from datetime import MINYEAR, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

PERMANENT: Final = "permanent"
_YEARS: Final = re.compile(r"P([1-9][0-9]{0,2})Y")


def is_retention(text: str) -> bool:
    """Say whether a text is a period of whole years such as P10Y, or `permanent`."""
    return text == PERMANENT or _YEARS.fullmatch(text) is not None


def years_of(retention: str) -> int | None:
    """Return the years of a retention; None where cases are kept for good. Raises ValueError for a text that is no retention."""
    if retention == PERMANENT:
        return None
    found = _YEARS.fullmatch(retention)
    if found is None:
        raise ValueError(f"Expected a period of whole years such as P10Y, or permanent, but found {retention[:40]}")
    return int(found[1])


def kept_until(ended_at: datetime, retention: str, zone: ZoneInfo) -> date | None:
    """Return the last civil day on which a case is kept, in the city's zone; None where it is kept for good.

    ended_at: aware. A case that ended on 29 February is kept until 1 March of a year that has none. Raises ValueError as years_of.
    """
    years = years_of(retention)
    if years is None:
        return None
    ended = ended_at.astimezone(zone).date()
    try:
        return ended.replace(year=ended.year + years)
    except ValueError:  # a leap day, in a year that has none
        return date(ended.year + years, 3, 1)


def latest_end(today: date, retention: str) -> date | None:
    """Return the last civil day on which a case may have ended to be past its retention today; None where none ever is.

    Raises ValueError as years_of.
    """
    years = years_of(retention)
    yesterday = today - timedelta(days=1)
    if years is None or yesterday.year - years < MINYEAR:
        return None
    try:
        return yesterday.replace(year=yesterday.year - years)
    except ValueError:  # a leap day, in a year that has none
        return date(yesterday.year - years, 2, 28)
