"""Whether a record was erased, held or released by people of the city who might do so then, and after the time that its procedure said.

Whoever has the database can write events that say so, and nothing else is left of an erased case; so they are held against the chain of
the city: accounts, roles, and the files that were in force. Source: docs/permissions, "Erasing and legal hold: proposed by the owner,
confirmed by security-admin."
"""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from app.audit.chain_break import Break
from app.audit.city_record import CityRecord, facts_of
from app.audit.disposal_rights import CONFIRMING
from app.audit.erased import DISPOSING, WANTED, Event, first_undue, said_of, says_erased
from app.audit.process_detail import process_detail
from app.diagram.read_diagram import read_diagram
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import CaseSight, may_correct
from app.domain.rejection import Rejection
from app.store.database import Reader
from app.store.read_definitions import stored

UNDUE: Final = "disposal"
BY_OTHERS: Final = "disposal_people"
_CHAIN: Final = (
    "SELECT case_key, seq, kind, actor, acting_for, effective_at, recorded_at, CASE WHEN seq = 1 OR kind IN ('case_erased',"
    " 'disposal_proposed', 'disposal_refused', 'hold_set', 'hold_released') OR body LIKE '%\"fact\":\"process_instance_%' THEN body END AS"
    " body FROM audit_event WHERE case_key = :key AND seq <= :last ORDER BY seq"
)
_ERASURES: Final = "SELECT case_key, body FROM audit_event WHERE kind = 'case_erased' AND body LIKE '%\"elsewhere\":%'"
_MAY_GO: Final = frozenset({"message_published", "paper_sheet_added"})
"""What of a case lies in the chain of the city."""

_ODD: Final = (ValueError, KeyError, TypeError, AttributeError, LookupError, Rejection)
_LAST: Final = 2**62


def was_erased_rightly(store: Reader, key: str, last: int = _LAST) -> bool:
    """Say whether a case was erased up to an event, as it may be."""
    chain = store.all(_CHAIN, key=key, last=last)
    return says_erased(chain) and bad_disposal(store, key, chain) is None


def first_undue_disposal(store: Reader, key: str) -> Break | None:
    """Return the event by which the record of a case was erased, held or released as it may not be."""
    return bad_disposal(store, key, store.all(_CHAIN, key=key, last=_LAST))


def bad_disposal(store: Reader, key: str, chain: Sequence[Event], record: CityRecord | None = None) -> Break | None:
    """Return the first event of a chain by which its record was erased, held or released as it may not be: by its own events (`disposal`),
    or by nobody of the city who might do so then (`disposal_people`). chain: events that can be read. record: of the city,
    where it was read already."""
    asked = [event for event in chain if event["kind"] in DISPOSING]
    if not asked or key == str(CITY_CHAIN):
        return None
    undue = first_undue(chain)
    found = [Break(key, undue, UNDUE)] if undue is not None else []
    record = record or CityRecord(store)
    for event in asked:
        if undue is not None and event["seq"] >= undue:
            break
        reason = _reason(store, record, event, chain[0])
        if reason:
            return Break(key, int(event["seq"]), reason)
    return found[0] if found else None


def _reason(store: Reader, record: CityRecord, event: Event, first: Event) -> str:
    try:
        if not _has_right(record, event, first):
            return BY_OTHERS
        return UNDUE if event["kind"] == "case_erased" and not _is_said(store, record, event) else ""
    except _ODD:
        return UNDUE


def _has_right(record: CityRecord, event: Event, first: Event) -> bool:
    """Say whether an event is by somebody who might propose, or decide, what becomes of a record when it was recorded."""
    at, acting_for = event["recorded_at"], event["acting_for"]
    if acting_for and not record.actors(acting_for, at):
        return False
    actors = record.actors(str(event["actor"]), at)
    if event["kind"] in WANTED or event["kind"] == "disposal_refused":
        return any(actor.holds(*CONFIRMING) for actor in actors)
    begun = next(fact for fact in facts_of(first) if fact["fact"] == "process_instance_started" and fact.get("receiptNumber"))
    sight = CaseSight(owner=begun.get("owner"), started_by=begun.get("startedBy", ""))
    return any(may_correct(actor, sight) for actor in actors)


def _is_said(store: Reader, record: CityRecord, event: Event) -> bool:
    """Say whether the file in force said the retention by which a case was erased. One that is gone or changed is told elsewhere."""
    said = said_of(event)
    digest, process = said["definitionDigest"], said["process"]
    if digest not in record.in_force(process, event["recorded_at"]):
        return False
    found = stored(store, digest)
    if found is None or hashlib.sha256(found[0]).hexdigest() != digest:
        return True
    return _retention(found[0], process) == str(said["retention"])


@lru_cache(16)
def _retention(raw: bytes, process: str) -> str | None:
    return process_detail(read_diagram(raw, ""), process).retention


def erased_elsewhere(store: Reader, chain: Sequence[Event], key: str) -> frozenset[int]:
    """Return which events of a chain lost what lay beside them because a case that it belonged to was erased, as it may be."""
    found = set[int]()
    for row in store.all(_ERASURES):
        if was_erased_rightly(store, row["case_key"]):
            found |= _places(row["body"], key)
    return frozenset(event["seq"] for event in chain if event["seq"] in found and event["kind"] in _MAY_GO)


def _places(body: str, key: str) -> set[int]:
    """Return the events of a chain that an erasing names; none where it cannot be read, which is a break of its own chain."""
    try:
        places = [place.partition("/") for fact in json.loads(body)["facts"] for place in fact.get("elsewhere", ())]
        return {int(seq) for chain, _, seq in places if chain == key}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return set()
