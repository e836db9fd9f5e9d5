"""Start events with a trigger: what a deployed process waits for before it has a case."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from app.domain.instant import instant_text, read_instant
from app.engine import timers
from app.engine.token import Kept
from app.engine.trigger import MessageTrigger, SignalTrigger, TimerTrigger

if TYPE_CHECKING:
    from app.engine.program import Program
    from app.engine.world import World


class Start(Struct, frozen=True):
    """kind: none, timer, message or signal. name: of the message or signal."""

    element_id: str
    kind: str
    name: str = ""


class Occurrence(Struct, frozen=True):
    """The next time that a timer starts a case. state: text to keep beside it, from which the one after it is reckoned."""

    due_at: datetime
    state: str


def starts(program: "Program", process_id: str) -> list[Start]:
    """Return the start events of a process, in the order of the file."""
    spec, found = program.processes[process_id], []
    for name in spec.starts:
        trigger = spec.task_specs[name].trigger
        if isinstance(trigger, TimerTrigger):
            found.append(Start(name, "timer"))
        elif isinstance(trigger, MessageTrigger):
            found.append(Start(name, "message", trigger.name.text))
        elif isinstance(trigger, SignalTrigger):
            found.append(Start(name, "signal", trigger.name.text))
        else:
            found.append(Start(name, "none"))
    return found


def first_occurrence(program: "Program", process_id: str, element_id: str, world: "World") -> Occurrence:
    """Return when a timer first starts a case, reckoned from world.now. Raises StepFailed("bad_timer")."""
    trigger = program.processes[process_id].task_specs[element_id].trigger
    if not isinstance(trigger, TimerTrigger):
        raise ValueError(f"Expected a timer on the start event {element_id}")
    return _occurrence(timers.schedule(trigger.kind, trigger.source, {}, world))


def next_occurrence(occurrence: Occurrence, zone: ZoneInfo) -> Occurrence | None:
    """Return the occurrence after one, also where that is past: every missed start is made up. None after the last."""
    kept = msgspec.json.decode(occurrence.state, type=Kept)
    return _occurrence(kept) if timers.next_turn(kept, zone) else None


def first_after(occurrence: Occurrence, instant: datetime, zone: ZoneInfo) -> Occurrence | None:
    """Return the first occurrence after an instant, this one or a later one; None where all lie before it."""
    if occurrence.due_at > instant:
        return occurrence
    kept = msgspec.json.decode(occurrence.state, type=Kept)
    every = timers.read_duration(kept.every)
    if every is None:
        return None
    later = timers.turns_until(kept, every, instant, zone) + 1
    passed = later - kept.nth
    if 0 < kept.left <= passed:
        return None
    kept.nth, kept.left = later, kept.left - passed if kept.left > 0 else kept.left
    kept.due = instant_text(every.after(read_instant(kept.start), zone, later))
    return _occurrence(kept)


def _occurrence(kept: Kept) -> Occurrence:
    return Occurrence(read_instant(kept.due), msgspec.json.encode(kept).decode())
