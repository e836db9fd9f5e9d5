"""Instants as text: one written form, so that the same instant always gives the same bytes."""

from datetime import UTC, datetime
from typing import Final

from app.domain.rejection import Rejection

LAST: Final = "9999-12-31T00:00:00.000000Z"
"""Stands for "without a deadline" where rows are put in the order of their deadlines."""


def instant_text(at: datetime) -> str:
    """Return an aware instant as `YYYY-MM-DDTHH:MM:SS.ffffffZ`.

    Raises ValueError for a datetime without a zone: it names no instant.
    """
    if at.tzinfo is not UTC:
        if at.tzinfo is None:
            raise ValueError(f"Expected an instant with a zone, but found {at.isoformat()}")
        at = at.astimezone(UTC)
    return at.isoformat(timespec="microseconds")[:-6] + "Z"


def read_instant(text: str) -> datetime:
    """Return the instant that text written by instant_text names, in UTC.

    Raises Rejection("bad_value") for any other form.
    """
    # Text and length first: fromisoformat also takes forms that would sort wrongly beside ours.
    if isinstance(text, str) and len(text) == 27 and text[10] == "T" and text[19] == "." and text[26] == "Z":
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    raise Rejection("bad_value", "Expected an instant such as 2026-01-05T01:30:00.000000Z, but found %(found)s", found=str(text)[:60])
