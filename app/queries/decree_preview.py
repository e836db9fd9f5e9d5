"""What a year of the calendar would change, before it is entered: the deadlines that would move, and those that wait for a notice."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from app.domain.calendar import Calendar
from app.domain.deadline_decrees import recomputed
from app.domain.deadline_row import from_row
from app.store import read_calendar
from app.store.database import Reader
from app.store.read_withdrawn import withdrawn_submissions

MOST_SHOWN: Final = 50
_OPEN: Final = (
    "SELECT d.key, d.case_key, d.is_open, d.detail, d.element_id, p.receipt_number, p.process_id, p.digest, p.secret FROM deadline d"
    " JOIN process_instance p ON p.key = d.case_key WHERE d.is_open = 1 OR d.state = 'missed' ORDER BY d.deadline_at, d.key"
)


class MovedDeadline(Struct, frozen=True):
    """receipt_number: empty for a secret case. digest: of the diagram that names the element. Instants in UTC."""

    receipt_number: str
    digest: str
    process_id: str
    element_id: str
    before: datetime
    after: datetime
    was_provisional: bool
    stays_provisional: bool


class DecreePreview(Struct, frozen=True):
    """moved: all whose end, or whether it is firm, would change; shown: the first of them, the earliest due first."""

    version: int
    moved: int
    shown: tuple[MovedDeadline, ...]


def decree_preview(store: Reader, content: Mapping[str, Any], zone: ZoneInfo, now: datetime) -> DecreePreview:
    """Return what entering a year now would change. Raises Rejection("bad_calendar") for a document that is none.

    content: the document of a calendar file.
    """
    newest = read_calendar.newest_version(store)
    others = [year for year in read_calendar.years(store, newest) if year["year"] != content.get("year")]
    wanted = Calendar.from_years(str(newest + 1), [*others, content], zone)
    shown, moved = list[MovedDeadline](), 0
    for row in store.all(_OPEN):
        before = from_row(json.loads(row["detail"]))
        after, facts = recomputed(before, wanted, now)
        if not facts or (not row["is_open"] and row["key"] in withdrawn_submissions(store, row["case_key"])):
            continue
        moved += 1
        if len(shown) < MOST_SHOWN:
            shown.append(
                MovedDeadline(
                    "" if row["secret"] else row["receipt_number"],
                    row["digest"],
                    row["process_id"],
                    row["element_id"],
                    before.deadline_at,
                    after.deadline_at,
                    before.provisional,
                    after.provisional,
                )
            )
    return DecreePreview(newest + 1, moved, tuple(shown))


def provisional_deadlines(store: Reader) -> int:
    """Return how many open deadlines reach into a year whose notice is not entered."""
    return int(store.value("SELECT COUNT(*) FROM deadline WHERE is_open = 1 AND provisional = 1"))
