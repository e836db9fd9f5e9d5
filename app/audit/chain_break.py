"""Where a chain is broken, and how: nothing edited, dropped, put in, swapped or cut passes unnoticed.

Without anchors, which lie outside the database, one who recomputes a chain and its head alike is not found.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from msgspec import Struct

from app.audit.hash_chain import FIRST_DIGEST, event_digest
from app.domain.canonical import is_canonical
from app.domain.rejection import Rejection

Event = Mapping[str, Any]
FORM: Final = "form"

PUT_RIGHT: Final = timedelta(minutes=10)
"""By how much a machine's clock may have been put right between two events: so far an honest instant lies before an earlier one."""


class Break(Struct, frozen=True):
    """The first place where a chain does not hold. reason: edited, missing, inserted, swapped, cut or recomputed; of the last event
    snapshot: the case after it is another than the one kept to go on from, or head: what is kept as the end of the chain was changed,
    or calendar: the case follows a version of it that nobody entered;
    row: of an event that made a row which says something else now; row_inserted: of the last event, where there is a row that no event
    made; account, unit, post, leave, access_token and office, also with _inserted and _missing, alike of the rows by which people
    have rights (see check_people); message: of an event that took what nobody sent;
    message_inserted: of the last event, where something is on its way that no event sent; backdated: of an event
    recorded before the one before it; form: of an event whose facts, or the words beside it, are not canonical text;
    actor, actor_right: of an event by nobody who was there, or by somebody who might not do it (see check_actors);
    effective: of an event that counts as of an instant from which it cannot; shape: of one that its command does not leave (event_shapes).

    seq: of a missing event its place, of two swapped ones the lower. file: of a deployed file that is not what the event says, its name.
    year: of the calendar that is not as the event entered it, or of a case the first event counted by it; 0 for none.
    row: its table, by what people find it there, and after commas the columns that say something else; empty where the event says it.
    """

    case_key: str
    seq: int
    reason: str
    file: str = ""
    year: int = 0
    row: str = ""


class Head(Struct, frozen=True):
    """The end of a chain as the store keeps it beside the events: how many there are, and the digest of the last."""

    seq: int
    digest: str


def is_readable(event: Event) -> bool:
    """Say whether number and body are of the kind that an event has; one with others is a break of its chain, and nothing else is read."""
    return _is_numbered(event) and isinstance(event["body"], str)


def _is_numbered(event: Event) -> bool:
    return type(event["seq"]) is int and event["seq"] >= 1


def first_break(events: Sequence[Event], head: Head | None = None, case_key: str = "") -> Break | None:
    """Return the first place where a chain, given in order of seq, is broken; None where it holds.

    head: None where none is kept. case_key: of a chain of which no event is left.
    """
    previous = FIRST_DIGEST
    # What has no number of an event leaves a gap where it was, wherever it sorts.
    events = sorted(events, key=lambda event: not _is_numbered(event))
    for place, event in enumerate(events):
        broken = _broken(events, place, previous)
        if broken is not None:
            return Break(str(event["case_key"]), *broken)
        previous = event["digest"]
    return _broken_end(events, head, case_key, previous) if head is not None else None


def _broken(events: Sequence[Event], place: int, previous: str) -> tuple[int, str] | None:
    event, expected = events[place], place + 1
    if event["seq"] != expected:
        return expected, "missing"
    if event["digest"] != _digest(event):
        return _edited(events, event)
    if event["previous_digest"] == previous:
        # What looks for a fact by its name in the text would pass by the same fact in other letters.
        return None if is_canonical(event["body"]) else (expected, FORM)
    following = events[place + 1] if place + 1 < len(events) else None
    if place > 0 and following is not None and following["previous_digest"] == event["digest"]:
        # What follows rests on this event, so it is genuine: the one before was edited and given a digest that fits it.
        return event["seq"] - 1, "edited"
    return event["seq"], "edited"


def _digest(event: Event) -> str | None:
    """Return the digest of an event; None for one with a value that no event has: somebody put it there."""
    try:
        return event_digest(event)
    except (Rejection, TypeError, ValueError):
        return None


def _edited(events: Sequence[Event], event: Event) -> tuple[int, str]:
    """Say what was done to an event whose digest does not fit: perhaps it only stands at another's place."""
    seq, own = event["seq"], _own_place(event, len(events))
    if own is None:
        return seq, "edited"
    if own < seq:
        return own, "inserted"  # it was pushed on by another that took its place
    there = events[own - 1] if own <= len(events) else None
    swapped = there is not None and _own_place(there, len(events)) == seq
    return seq, "swapped" if swapped else "missing"


def _own_place(event: Event, length: int) -> int | None:
    """Return the place at which the event's digest would fit it."""
    return next((seq for seq in range(1, length + 2) if _digest({**event, "seq": seq}) == event["digest"]), None)


def _broken_end(events: Sequence[Event], head: Head, case_key: str, last: str) -> Break | None:
    key = str(events[0]["case_key"]) if events else case_key
    if events and head.seq != len(events) and head.digest == last:
        return Break(key, len(events), "head")  # its number says otherwise, its digest not: nothing was cut or added behind it
    if len(events) < head.seq:
        return Break(key, len(events) + 1, "cut")
    if len(events) > head.seq:
        return Break(key, head.seq + 1, "inserted")
    return Break(key, head.seq, "recomputed") if events and last != head.digest else None
