"""What a year of the calendar would change, before it is entered: the deadlines that would move, and those that wait for a notice."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from app.domain.calendar import Calendar
from app.domain.canonical import parse
from app.domain.deadline import Deadline
from app.domain.deadline_decrees import recomputed
from app.domain.deadline_row import from_row
from app.domain.extension_request import PROCESS
from app.store import read_calendar
from app.store.database import Reader
from app.store.read_withdrawn import withdrawn_submissions

MOST_SHOWN: Final = 50
_OPEN: Final = (
    "SELECT d.key, d.case_key, d.is_open, d.detail, d.element_id, p.receipt_number, p.process_id, p.digest, p.secret FROM deadline d"
    " JOIN process_instance p ON p.key = d.case_key WHERE d.is_open = 1 OR d.state = 'missed' ORDER BY d.deadline_at, d.key"
)


class MovedDeadline(Struct, frozen=True):
    """receipt_number: empty for a secret case. digest, process_id: of the diagram that draws the element, which may be a called one, or
    that of a request beside the case. Instants in UTC."""

    receipt_number: str
    digest: str
    process_id: str
    element_id: str
    before: datetime
    after: datetime
    was_provisional: bool
    stays_provisional: bool


class DecreePreview(Struct, frozen=True):
    """moved: all whose end would be another; shown: the first of them, the earliest due first. firm: how many would no longer be
    provisional, at the end that they have."""

    version: int
    moved: int
    shown: tuple[MovedDeadline, ...]
    firm: int = 0


def decree_preview(store: Reader, content: Mapping[str, Any], zone: ZoneInfo, now: datetime) -> DecreePreview:
    """Return what entering a year now would change. Raises Rejection("bad_calendar") for a document that is none.

    content: the document of a calendar file.
    """
    newest = read_calendar.newest_version(store)
    others = [year for year in read_calendar.years(store, newest) if year["year"] != content.get("year")]
    wanted = Calendar.from_years(str(newest + 1), [*others, content], zone)
    shown, moved, firm = list[MovedDeadline](), 0, 0
    # What follows another is due when that is, and comes after it by its key.
    moves_with, ends = _requests(store), dict[int, Deadline]()
    for row in store.all(_OPEN):
        before = from_row(json.loads(row["detail"]))
        after, facts = recomputed(before, wanted, now)
        if (leader := moves_with.get(row["key"])) in ends:
            after = replace(after, deadline_at=ends[leader].deadline_at, provisional=ends[leader].provisional)
        elif not facts or (not row["is_open"] and row["key"] in withdrawn_submissions(store, row["case_key"])):
            continue
        ends[row["key"]] = after
        if after.deadline_at == before.deadline_at:
            # Its light may turn at another time: that moves no end.
            firm += before.provisional and not after.provisional
            continue
        moved += 1
        if len(shown) < MOST_SHOWN:
            digest, process_id = _drawn_in(store, row)
            shown.append(
                MovedDeadline(
                    "" if row["secret"] else row["receipt_number"],
                    digest,
                    process_id,
                    row["element_id"],
                    before.deadline_at,
                    after.deadline_at,
                    before.provisional,
                    after.provisional,
                )
            )
    return DecreePreview(newest + 1, moved, tuple(shown), firm)


def _requests(store: Reader) -> dict[int, int]:
    """Return the deadlines that requests for more time are about, by the keys of the tasks that decide on them: these end with them."""
    rows = store.all(
        "SELECT t.key, v.value FROM user_task t JOIN process_instance p ON p.key = t.process_instance_key"
        " JOIN variable v ON v.scope_key = p.key AND v.name = 'deadlineKey' WHERE p.process_id = :request AND t.state = 'CREATED'",
        request=PROCESS,
    )
    return {row["key"]: int(parse(row["value"])) for row in rows}


def _drawn_in(store: Reader, row: Mapping[str, Any]) -> tuple[str, str]:
    """Return the file, and the process in it, that draw the element of a deadline: that of a task, or of the process instance that it was
    entered in."""
    asked = (
        "SELECT p.digest, p.process_id FROM user_task t JOIN process_instance p ON p.key = t.process_instance_key WHERE t.key = :key",
        "SELECT digest, process_id FROM process_instance WHERE key = :key",
    )
    found = next(filter(None, (store.one(sql, key=row["key"]) for sql in asked)), None)
    if found is None:
        sql = "SELECT body FROM audit_event WHERE case_key = :case AND body LIKE '%\"element_entered\"%' ORDER BY seq"
        events = store.all(sql, case=str(row["case_key"]))
        entered = (fact for event in events for fact in json.loads(event["body"])["facts"] if fact["fact"] == "element_entered")
        key = next((fact["processInstanceKey"] for fact in entered if fact["elementInstanceKey"] == str(row["key"])), None)
        found = store.one(asked[1], key=int(key)) if key is not None else None
    return (found["digest"], found["process_id"]) if found is not None else (row["digest"], row["process_id"])


def provisional_deadlines(store: Reader) -> int:
    """Return how many open deadlines reach into a year whose notice is not entered."""
    return int(store.value("SELECT COUNT(*) FROM deadline WHERE is_open = 1 AND provisional = 1"))
