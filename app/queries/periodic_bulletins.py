"""Which periodic bulletins are due, which were issued, and which are late: one row a period."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.permissions import sees_case
from app.domain.reporting_period import last_whole
from app.queries.case_paper import reads_bulletins
from app.store.database import Reader, Row
from app.store.read_case import case_by_key

MOST_PERIODS: Final = 12
"""Of one bulletin: a year of months."""

ISSUED, ISSUED_LATE, ELSEWHERE, DUE, LATE, BEGINS, COMING = "issued", "issued late", "closed", "due", "late", "begins", "coming"


class PeriodRow(Struct, frozen=True):
    """A period of a bulletin.

    state: issued, issued late, closed (published elsewhere, or not at all), due, late, begins (over, and about to be drafted), coming.
    until: the limit; of one that is coming, when it is drafted. paper_key: of the issued bulletin. case_number: where the reader may open
    the case. number: of the issued bulletin.
    """

    bulletin: str
    period: str
    state: str
    until: datetime | None = None
    issued_at: datetime | None = None
    number: str = ""
    paper_key: int | None = None
    case_number: str = ""


def periodic_bulletins(store: Reader, actor: Actor, zone: ZoneInfo, now: datetime) -> list[PeriodRow]:
    """Return the periods of each bulletin that a version in force says is periodic, the newest first; nothing for who reads none.

    now: aware. A period that was missed while nothing ran is due all the same: its row begins with the timer's own.
    """
    if not reads_bulletins(actor):
        return []
    newest = {
        row["id"]: row
        for row in store.all("SELECT id, name, detail FROM definition WHERE kind = 'paper' AND state = 'active' ORDER BY id, version")
    }
    found = []
    for row in newest.values():
        said = json.loads(row["detail"])
        if said.get("period") and said.get("process"):
            found += [*_ahead(store, row, said, zone, now), *_behind(store, actor, row, said, zone, now)]
    return found


def _ahead(store: Reader, row: Row, said: dict[str, Any], zone: ZoneInfo, now: datetime) -> Iterator[PeriodRow]:
    """Give the period that the timer drafts next."""
    due = store.value(
        "SELECT MIN(t.due_at) FROM timer_start t JOIN definition d ON d.key = t.definition_key"
        " WHERE d.id = :process AND d.kind = 'process'",
        process=said["process"],
    )
    if due:
        at = read_instant(due)
        state = COMING if at > now else BEGINS
        yield PeriodRow(row["name"], last_whole(said["period"], at.astimezone(zone).date()).name, state, at)


def _behind(store: Reader, actor: Actor, row: Row, said: dict[str, Any], zone: ZoneInfo, now: datetime) -> Iterator[PeriodRow]:
    """Give the periods that have a case, by when it was received: that decides which period it reports on."""
    cases = store.all(
        "SELECT key, receipt_number, received_at, state FROM process_instance WHERE process_id = :process AND parent_key IS NULL"
        " AND secret = 0 AND received_at IS NOT NULL ORDER BY received_at DESC, key DESC LIMIT :most",
        process=said["process"],
        most=MOST_PERIODS,
    )
    for case in cases:
        paper = store.one(
            "SELECT key, number, issued_at FROM paper WHERE case_key = :case AND paper = :paper AND state = 'issued' ORDER BY key LIMIT 1",
            case=case["key"],
            paper=row["id"],
        )
        limit = store.one("SELECT state, deadline_at FROM deadline WHERE case_key = :case ORDER BY key DESC LIMIT 1", case=case["key"])
        until = read_instant(limit["deadline_at"]) if limit is not None else None
        sight = case_by_key(store, case["key"])
        yield PeriodRow(
            row["name"],
            last_whole(said["period"], read_instant(case["received_at"]).astimezone(zone).date()).name,
            _state(case, paper, until, now),
            until,
            read_instant(paper["issued_at"]) if paper is not None else None,
            paper["number"] if paper is not None else "",
            paper["key"] if paper is not None else None,
            case["receipt_number"] if sight is not None and sees_case(actor, sight.sight) else "",
        )


def _state(case: Row, paper: Row | None, until: datetime | None, now: datetime) -> str:
    if paper is not None:
        return ISSUED if until is None or read_instant(paper["issued_at"]) < until else ISSUED_LATE
    if case["state"] != "ACTIVE":
        return ELSEWHERE
    return DUE if until is None or now < until else LATE
