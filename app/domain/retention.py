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


def kept_until(ended_at: datetime, retention: str, zone: ZoneInfo) -> date | None:
    """Return the last civil day on which a case is kept, in the city's zone; None where it is kept for good.

    ended_at: aware. A case that ended on 29 February is kept until 1 March of a year that has none. Raises ValueError for another text.
    """
    if retention == PERMANENT:
        return None
    found = _YEARS.fullmatch(retention)
    if found is None:
        raise ValueError(f"Expected a period of whole years such as P10Y, or permanent, but found {retention[:40]}")
    ended = ended_at.astimezone(zone).date()
    year = ended.year + int(found[1])
    try:
        return ended.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def latest_end(today: date, retention: str) -> date | None:
    """Return the last civil day on which a case may have ended to be past its retention today; None where none ever is.

    Raises ValueError for a text that is no retention.
    """
    if retention == PERMANENT:
        return None
    found = _YEARS.fullmatch(retention)
    if found is None:
        raise ValueError(f"Expected a period of whole years such as P10Y, or permanent, but found {retention[:40]}")
    yesterday = today - timedelta(days=1)
    year = yesterday.year - int(found[1])
    if year < MINYEAR:
        return None
    try:
        return yesterday.replace(year=year)
    except ValueError:  # a leap day, in a year that has none
        return date(year, 2, 28)
