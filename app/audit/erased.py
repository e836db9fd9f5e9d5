"""Whether a chain bears out by itself what it says of its case's record: that it was held, released, or erased with all that people wrote.

What the city's chain knows beside it, who those people were and how long its procedure kept cases, is asked by app/audit/check_disposal.py.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.domain.instant import read_instant
from app.domain.rejection import Rejection
from app.domain.retention import kept_until

WANTED: Final[Mapping[str, str]] = {"case_erased": "erase", "hold_set": "hold", "hold_released": "release"}
"""What has to be proposed before each of them."""

DISPOSING: Final = frozenset({*WANTED, "disposal_proposed", "disposal_refused"})
_ENDED: Final = tuple(f'"fact":"process_instance_{how}"' for how in ("completed", "cancelled"))
_DAYS: Final = (timedelta(hours=-12), timedelta(0), timedelta(hours=14))
"""A civil day is that of the city's zone, which stands in no event: it is one of these, added to UTC."""

_UTC: Final = ZoneInfo("UTC")
_ODD: Final = (ValueError, KeyError, TypeError, AttributeError, IndexError, Rejection)

Event = Mapping[str, Any]


def says_erased(chain: Iterable[Event]) -> bool:
    """Say whether a chain says that its case was erased, rightly or not."""
    return any(event["kind"] == "case_erased" for event in chain)


def was_erased(chain: Iterable[Event]) -> bool:
    """Say whether a chain says that its case was erased, and bears it out. chain: as first_undue takes it."""
    events = list(chain)
    return says_erased(events) and first_undue(events) is None


def first_undue(chain: Iterable[Event]) -> int | None:
    """Return the number of the first event by which a record was erased, held or released as its own chain says that it may not be.

    It is proposed by one person and confirmed by another; who is held is released and not erased; and what is erased had ended, by an
    event of its own, so long ago that its retention is over. chain: events in order; bodies of others than these may be missing.
    """
    proposed, held, ended = None, False, ""
    for event in chain:
        kind, body = event["kind"], str(event["body"])
        if any(f'"elementInstanceKey":"{event["case_key"]}",{how}' in body for how in _ENDED):
            ended = event["effective_at"]
        if kind in WANTED:
            due = proposed is not None and _bears_out(event, proposed) and held == (kind == "hold_released")
            if not due or (kind == "case_erased" and not _is_over(event, ended)):
                return int(event["seq"])
            held = kind == "hold_set"
        if kind in DISPOSING:
            proposed = event if kind == "disposal_proposed" else None
    return None


def hands(event: Event) -> set[str]:
    """Return the people of an event, each by the account: one at the command line is the same one as in the browser."""
    return {str(account).removeprefix("cli:") for account in (event["actor"], event["acting_for"]) if account}


def said_of(event: Event) -> Mapping[str, Any]:
    """Return the fact of an event that is called as its kind. Raises ValueError, KeyError and the like where it has none."""
    found = next(fact for fact in [*json.loads(event["body"])["facts"], {}] if fact.get("fact", event["kind"]) == event["kind"])
    return dict(found)


def _bears_out(event: Event, proposed: Event) -> bool:
    try:
        said, asked = said_of(event), said_of(proposed)
        right = asked["what"] == WANTED[event["kind"]] and said["proposedBy"] == proposed["actor"]
        return right and said.get("proposedFor") in (None, proposed["acting_for"]) and not hands(event) & hands(proposed)
    except _ODD:
        return False


def _is_over(event: Event, ended: str) -> bool:
    try:
        said, at = said_of(event), read_instant(event["effective_at"])
        days = {kept_until(read_instant(ended).astimezone(UTC) + shift, said["retention"], _UTC) for shift in _DAYS}
        until = date.fromisoformat(said["keptUntil"])
        return said["endedAt"] == ended and until in days and (at.astimezone(UTC) + _DAYS[-1]).date() > until
    except _ODD:
        return False
