"""Reading single entries of a calendar file."""

from datetime import date
from typing import Any, Final

from app.domain.rejection import Rejection

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2199


def refusal(template: str, found: Any) -> Rejection:
    """Return the refusal of an entry; found is cut to what a sentence holds."""
    return Rejection("bad_calendar", template, found=str(found)[:80])


def read_list(found: Any, name: str) -> list[Any]:
    """Return the entries of a list. Raises Rejection("bad_calendar")."""
    if not isinstance(found, list | tuple):
        raise Rejection("bad_calendar", "Expected a list in %(name)s, but found %(found)s", name=name, found=str(found)[:80])
    return list(found)


def read_date(found: Any, name: str) -> date:
    """Return the date of an entry in `name`. Raises Rejection("bad_calendar")."""
    if isinstance(found, str) and len(found) == 10:
        try:
            return date.fromisoformat(found)
        except ValueError:
            pass
    raise Rejection(
        "bad_calendar",
        "Expected a date such as 2026-10-01 in %(name)s, but found %(found)s",
        name=name,
        found=str(found)[:60],
    )
