"""What may be missing beside a chain: all of a case that was erased, by an event that says so, and what such an event names elsewhere."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from app.store.database import Reader

_ERASURES: Final = "SELECT case_key, body FROM audit_event WHERE kind = 'case_erased' AND body LIKE '%\"elsewhere\":%'"
_CHAIN: Final = "SELECT kind, actor, acting_for, body FROM audit_event WHERE case_key = :key ORDER BY seq"
_MAY_GO: Final = frozenset({"message_published", "paper_sheet_added"})
"""What of a case lies in the chain of the city."""


def was_erased(chain: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether all that lay beside a chain was erased as it may be: proposed by one person, confirmed by another, and held by nobody.

    An event that only says so, without the proposal before it, is no such erasing. chain: events with kind, actor, acting_for and body.
    """
    proposed, held = None, False
    for event in chain:
        kind = event["kind"]
        if kind == "case_erased":
            return proposed is not None and not held and not _hands(proposed) & _hands(event)
        if kind == "disposal_proposed":
            proposed = event if '"what":"erase"' in str(event["body"]) else None
        elif kind in ("disposal_refused", "hold_set", "hold_released"):
            proposed, held = None, kind == "hold_set" or (held and kind != "hold_released")
    return False


def _hands(event: Mapping[str, Any]) -> set[str]:
    return {account for account in (event["actor"], event["acting_for"]) if account}


def erased_elsewhere(store: Reader, chain: Iterable[Mapping[str, Any]], key: str) -> frozenset[int]:
    """Return which events of a chain lost what lay beside them because a case that it belonged to was erased, as it may be."""
    found = set[int]()
    for row in store.all(_ERASURES):
        if was_erased(store.all(_CHAIN, key=row["case_key"])):
            found |= _places(row["body"], key)
    return frozenset(event["seq"] for event in chain if event["seq"] in found and event["kind"] in _MAY_GO)


def _places(body: str, key: str) -> set[int]:
    """Return the events of a chain that an erasing names; none where it cannot be read, which is a break of its own chain."""
    try:
        places = [place.partition("/") for fact in json.loads(body)["facts"] for place in fact.get("elsewhere", ())]
        return {int(seq) for chain, _, seq in places if chain == key}
    except (ValueError, KeyError, TypeError, AttributeError):
        return set()
