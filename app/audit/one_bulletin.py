"""Of each period there is one bulletin: a second one is refused, and says which is the first.

Source: procedures, "Bulletins and reports"; docs/decisions, "periodic bulletins are cases that the clock begins".
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from app.audit.process_detail import ProcessDetail
from app.domain.instant import read_instant
from app.domain.marked import marked
from app.domain.paper import ISSUED
from app.domain.rejection import Rejection
from app.domain.reporting_period import last_whole
from app.store import read_definitions
from app.store.database import Reader, Row
from app.store.read_case import CaseRecord
from app.store.read_paper import PaperRecord

MOST_LOOKED_AT: Final = 100
"""Cases of one bulletin, the newest first: eight years of months."""

_CASES: Final = (
    "SELECT key, receipt_number, received_at, state FROM process_instance WHERE process_id = :process AND parent_key IS NULL"
    " AND received_at IS NOT NULL ORDER BY received_at DESC, key DESC LIMIT :most"
)
_PAPERS: Final = "SELECT key, number, state FROM paper WHERE case_key = :case AND paper = :paper AND state <> 'discarded' ORDER BY key"
_THERE_IS: Final = marked("Expected the first bulletin of %(period)s, but %(number)s was issued for it; put that one right by a correction")
_WAITS: Final = marked("Expected the first bulletin of %(period)s, but the case %(number)s is there to issue it")
_DRAFTED: Final = marked("Expected the first bulletin of %(period)s in this case, but a draft of it is there already; change that one")


def refuse_second_case(store: Reader, detail: ProcessDetail, received: datetime, zone: ZoneInfo) -> None:
    """Raise Rejection("state_forbids") where a person begins a case for a period that another one reports on, or has reported on.

    Not asked of what the clock begins. A case that ended without a bulletin of ours leaves room for another. received: aware.
    """
    for paper in detail.bulletins:
        unit = _unit(store, paper)
        if unit is not None:
            _refuse_other_case(store, detail.id, (paper, unit, _period(unit, received, zone)), zone, None)


def refuse_second_paper(store: Reader, case: CaseRecord, paper: str, zone: ZoneInfo, *, apart_from: PaperRecord | None = None) -> None:
    """Raise Rejection("state_forbids") where there is another bulletin of the period that the case reports on. A correction is none.

    apart_from: the draft that is about to be issued; then other drafts do not matter, only what was issued.
    """
    unit, received = _unit(store, paper), store.value("SELECT received_at FROM process_instance WHERE key = :key", key=case.key)
    if unit is None or received is None:
        return
    period = _period(unit, read_instant(received), zone)
    for row in sorted(_papers(store, case.key, paper), key=lambda row: row["state"] != ISSUED):
        if row["state"] == ISSUED:
            raise Rejection("state_forbids", _THERE_IS, period=period, number=row["number"])
        if apart_from is None:
            raise Rejection("state_forbids", _DRAFTED, period=period)
    _refuse_other_case(store, case.process_id, (paper, unit, period), zone, case.key, only_issued=apart_from is not None)


def _refuse_other_case(
    store: Reader, process_id: str, of: tuple[str, str, str], zone: ZoneInfo, own: int | None, *, only_issued: bool = False
) -> None:
    paper, unit, period = of
    for row in store.all(_CASES, process=process_id, most=MOST_LOOKED_AT):
        if row["key"] == own or _period(unit, read_instant(row["received_at"]), zone) != period:
            continue
        issued = next((one["number"] for one in _papers(store, row["key"], paper) if one["state"] == ISSUED), None)
        if issued is not None:
            raise Rejection("state_forbids", _THERE_IS, period=period, number=issued)
        if row["state"] == "ACTIVE" and not only_issued:
            raise Rejection("state_forbids", _WAITS, period=period, number=row["receipt_number"])


def _papers(store: Reader, case_key: int, paper: str) -> Iterator[Row]:
    """Yield the papers of a case that are still there."""
    yield from store.all(_PAPERS, case=case_key, paper=paper)


def _unit(store: Reader, paper: str) -> str | None:
    """Return whether a paper reports on months, quarters or years; None where on no period."""
    found = read_definitions.bound(store, "paper", paper)
    said = json.loads(found["detail"]).get("period") if found is not None else None
    return str(said) if said else None


def _period(unit: str, received: datetime, zone: ZoneInfo) -> str:
    return last_whole(unit, received.astimezone(zone).date()).name
