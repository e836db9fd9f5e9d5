"""Whether the record of a case may be erased or held, who proposes that, and what goes with it.

Source: docs/permissions, "Erasing and legal hold: proposed by the owner, confirmed by security-admin."
"""

import json
from datetime import date, datetime
from typing import Final

from msgspec import Struct

from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import CaseSight, may_correct
from app.domain.rejection import Rejection
from app.domain.retention import kept_until
from app.store import read_definitions
from app.store.database import Reader
from app.store.read_case import CaseRecord
from app.store.read_retention import ended_at, held_since

ERASE: Final = "erase"
HOLD: Final = "hold"
RELEASE: Final = "release"
DISPOSALS: Final = (ERASE, HOLD, RELEASE)
CONFIRMING: Final = ("security-admin",)


class Kept(Struct, frozen=True):
    """Until when a case is kept. retention: as the newest version of its procedure says. until: the last civil day; None: for good."""

    retention: str
    digest: str
    until: date | None


def may_propose(actor: Actor, sight: CaseSight) -> bool:
    """Say whether the actor proposes what becomes of a case's record: the owner of its procedure; without one, who started it."""
    return may_correct(actor, sight)


def retention_of(store: Reader, surroundings: Surroundings, process_id: str) -> tuple[str, str] | None:
    """Return how long cases of a procedure are kept, and the file that says so: the newest version's word is that of the law of today.

    None where it says nothing, or something that is no retention.
    """
    found = read_definitions.bound(store, "process", process_id)
    if found is None:
        return None
    retention = surroundings.process_detail(store, found["digest"], process_id).retention
    return (retention, found["digest"]) if retention else None


def require_erasable(store: Reader, surroundings: Surroundings, case: CaseRecord, now: datetime) -> Kept:
    """Return until when a case was kept. Raises Rejection("state_forbids") that says why it may not be erased now. now: aware.

    When it ended and whether it is held is asked of its chain.
    """
    ended = ended_at(store, case.key)
    if case.state == "ACTIVE" or ended is None:
        raise Rejection("state_forbids", "Expected a case that has ended, but %(number)s is still running", number=case.receipt_number)
    said = retention_of(store, surroundings, case.process_id)
    if said is None:
        raise Rejection(
            "state_forbids",
            "Expected a procedure that says how long its cases are kept (property retention), but %(process)s does not",
            process=case.process_id,
        )
    kept = Kept(*said, kept_until(read_instant(ended), said[0], surroundings.zone))
    if kept.until is None:
        raise Rejection("state_forbids", "Expected a case that is not kept for good, but those of %(process)s are", process=case.process_id)
    if now.astimezone(surroundings.zone).date() <= kept.until:
        raise Rejection(
            "state_forbids",
            "Expected a case whose retention is over, but %(number)s is kept until %(until)s",
            number=case.receipt_number,
            until=kept.until,
        )
    if (since := held_since(store, case.key)) is not None:
        raise Rejection(
            "state_forbids", "Expected a case that nobody holds, but %(number)s is held since %(at)s", number=case.receipt_number, at=since
        )
    if store.value("SELECT COUNT(*) FROM points_movement WHERE case_key = :key AND state = 'open'", key=case.key):
        raise Rejection(
            "state_forbids",
            "Expected no open appeal against points of %(number)s, but there is one",
            number=case.receipt_number,
        )
    return kept


def elsewhere(store: Reader, case_key: int) -> tuple[list[str], list[int]]:
    """Return what of a case lies in the chain of the city: places of events, as chain/number, and the sheets of paper cases.

    A message that somebody published for it, and the sheet that it was taken over from, once no other case of that sheet is left.
    """
    places, sheets = [], []
    for row in store.all("SELECT body FROM audit_event WHERE case_key = :key AND body LIKE '%message_taken%'", key=str(case_key)):
        for fact in json.loads(row["body"])["facts"]:
            if fact["fact"] == "message_taken" and fact.get("thrownBy") is None:
                places += _of_city(store, "message_published", fact["messageKey"], "messageKey")
    sheet = store.value("SELECT document_key FROM paper_case WHERE case_key = :key", key=case_key)
    if sheet is not None and store.value("SELECT COUNT(*) FROM paper_case WHERE document_key = :sheet", sheet=sheet) == 1:
        sheets.append(int(sheet))
        places += _of_city(store, "paper_sheet_added", sheet, "documentKey")
    return places, sheets


def _of_city(store: Reader, kind: str, key: int, name: str) -> list[str]:
    # As a body is written: keys as text, without blanks.
    rows = store.all(
        "SELECT seq FROM audit_event WHERE case_key = :city AND kind = :kind AND body LIKE :said",
        city=str(CITY_CHAIN),
        kind=kind,
        said=f'%"{name}":"{key}"%',
    )
    return [f"{CITY_CHAIN}/{row['seq']}" for row in rows]
