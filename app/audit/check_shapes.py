"""Telling an event that says what its command cannot bring about: another kind, other facts, another instant, another head.

One who has the database can put an event at the end of a chain whose digest, head and rows all fit. What it says is held here against the
closed table of what each command leaves (app/audit/event_shapes.py), in the one pass in which a chain is walked.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import msgspec
from msgspec import Struct, field

from app.audit.brought_facts import is_engines
from app.audit.chain_break import PUT_RIGHT, Break
from app.audit.event_shapes import (
    ASKED_FOR,
    DECREED,
    FIRST,
    NONE,
    NOW,
    OF_A_STEP,
    RECEIVED,
    ROOT,
    SEEN,
    SHAPES,
    SOME,
    WEIGHTIEST_FIRST,
    Shape,
)
from app.domain.instant import read_instant
from app.domain.keys import CITY_CHAIN
from app.domain.points import APPEAL, STEP
from app.domain.rejection import Rejection

SHAPE: Final = "shape"
INSTANT: Final = "effective"

_STARTING: Final = frozenset({"start_instance", "take_over_case"})
_RUNS_BY: Final = frozenset({"process_instance_started", "instance_migrated"})

Event = Mapping[str, Any]


class _Fact(Struct):
    """What of a fact the shape of its event depends on; all else is passed over unread."""

    fact: str
    element: str | None = field(default=None, name="elementId")
    key: str | None = field(default=None, name="elementInstanceKey")
    parent: Any = field(default=None, name="parentElementInstanceKey")
    digest: Any = field(default=None, name="definitionDigest")
    event: Any = None
    received_at: Any = field(default=None, name="receivedAt")
    due_at: Any = field(default=None, name="dueAt")


class _Body(Struct):
    facts: list[_Fact]


_DECODER: Final = msgspec.json.Decoder(_Body)


def bad_shape(key: str, chain: Sequence[Event], *, ordered: bool = True) -> Break | None:
    """Return the first event that its command could not have left, or not as of the instant that it says; None where there is none.

    chain: one that holds, of which all events can be read. ordered: whether its instants have an order.
    """
    course = _Course(key)
    for event in chain:
        reason = course.wrong(event)
        if reason is not None and (ordered or reason != INSTANT):
            return Break(key, event["seq"], reason)
    return None


class _Course:
    """What one case has spoken of up to an event: files by which it ran, elements, and the latest instant as of which an event held."""

    def __init__(self, key: str) -> None:
        self._key, self._root, self._digests, self._last = key, None, set[Any](), ""
        self._elements = set[str | None]()

    def wrong(self, event: Event) -> str | None:
        """Return the reason why an event cannot be, after those before it; None where it can."""
        try:
            return self._wrong(event, _DECODER.decode(event["body"]).facts)
        except (msgspec.MsgspecError, RecursionError, TypeError):
            return SHAPE

    def _wrong(self, event: Event, facts: Sequence[_Fact]) -> str | None:
        shape = SHAPES.get(event["command"])
        if shape is None or not facts or shape.of_the_city != (self._key == str(CITY_CHAIN)):
            return SHAPE
        self._note(facts)
        starts = event["command"] in _STARTING
        if (not shape.of_the_city and starts != (event["seq"] == 1)) or not _has_kind(shape, event, facts):
            return SHAPE
        if not _may_say(shape, event, facts) or not self._has_head(shape, event, facts):
            return SHAPE
        right = _is_then(shape, event, facts, self._last)
        self._last = max(self._last, event["effective_at"])
        return None if right else INSTANT

    def _note(self, facts: Sequence[_Fact]) -> None:
        for fact in facts:
            self._elements.add(fact.element)
            if fact.fact in _RUNS_BY:
                self._digests.add(fact.digest)
                if fact.key == self._key:
                    self._root = fact.digest

    def _has_head(self, shape: Shape, event: Event, facts: Sequence[_Fact]) -> bool:
        digest, element = event["definition_digest"], event["element_id"]
        if shape.engine != (event["calendar_version"] is not None) or shape.of_the_city != (event["snapshot_digest"] is None):
            return False
        if (digest is None) != (shape.digest == NONE):
            return False
        if digest is not None and digest != self._root and (shape.digest == ROOT or digest not in self._digests):
            return False
        if shape.element == SOME:
            return element is None or any(fact.element == element for fact in facts)
        if shape.element == SEEN:
            return element in self._elements
        if shape.element == NONE:
            return element is None
        if shape.element == FIRST:
            return bool(element == facts[0].element)
        return bool(element == next((fact.element for fact in facts if fact.fact == event["kind"]), None))


def _has_kind(shape: Shape, event: Event, facts: Sequence[_Fact]) -> bool:
    kind = str(event["kind"])
    if kind not in shape.kinds or shape.unnamed:
        return kind in shape.kinds
    there = {fact.fact for fact in facts}
    if event["command"] == "fire_timer":
        return kind == next((one for one in WEIGHTIEST_FIRST if one in there), WEIGHTIEST_FIRST[-1])
    return kind in there


def _may_say(shape: Shape, event: Event, facts: Sequence[_Fact]) -> bool:
    steps = {fact.key for fact in facts if fact.fact == "internal_job_done"}
    for fact in facts:
        kind = fact.fact
        if kind not in shape.facts and not (shape.engine and is_engines(kind) and kind not in ASKED_FOR):
            return False
        if shape.engine and kind in OF_A_STEP and fact.key not in steps:
            return False
        if kind == "points_moved" and not _may_move(event["command"], fact, steps):
            return False
    return True


def _may_move(command: str, fact: _Fact, steps: set[str | None]) -> bool:
    if (fact.event == APPEAL) != (command == "decide_appeal"):
        return False
    return fact.event != STEP or fact.key in steps


def _is_then(shape: Shape, event: Event, facts: Sequence[_Fact], last: str) -> bool:
    """Say whether an event may hold as of its instant. last: the latest as of which one before it holds, as text; empty before any."""
    effective, recorded = event["effective_at"], event["recorded_at"]
    if shape.effective == RECEIVED:
        if effective != next((fact.received_at for fact in facts if fact.fact == event["kind"]), None):
            return False
    elif shape.effective == NOW or (event["command"] == "start_instance" and event["actor"] != "clock"):
        return bool(effective == recorded)
    if shape.effective == DECREED and effective < last:
        return False
    if event["command"] == "start_instance":
        due = next((fact.due_at for fact in facts if fact.fact == "timer_start_fired"), None)
        if effective != due:
            return False
    return bool(effective <= recorded or _ahead(effective, recorded) <= PUT_RIGHT)


def _ahead(effective: str, recorded: str) -> timedelta:
    try:
        return read_instant(effective) - read_instant(recorded)
    except (Rejection, ValueError, TypeError):
        return timedelta.max
