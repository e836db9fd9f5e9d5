"""Where cases of our own diagrams may stand, and recorded cases that stand there, each with the snapshot that was kept of it (R17).

A wait state is an element at which a token rests between two commands: a task of a person, a message, a timer or a signal that is waited
for, also at the edge of something, a join. Diagrams and snapshots are read here by what they say, not by the engine.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from app.audit.replay import recompute
from app.audit.surroundings import Surroundings
from app.store.database import Reader
from tests.replay.recorded import CORPUS, Recorded, read

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
WAITING, READY = 8, 16
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
RESTS = ("userTask", "receiveTask", "intermediateCatchEvent", "eventBasedGateway", "boundaryEvent")
JOINS = ("parallelGateway", "inclusiveGateway")
State = tuple[str, str]
"""process and element"""


class Wait(NamedTuple):
    """A case after one of its events. at: where it stands. snapshot: as it was kept."""

    case: int
    seq: int
    at: tuple[State, ...]
    snapshot: str


@cache
def wait_states() -> frozenset[State]:
    """Return the wait states of every diagram in `processes`."""
    found = set()
    for path in sorted(PROCESSES.glob("*/*.bpmn")):
        root = ElementTree.parse(path)
        into = Counter(flow.get("targetRef") for flow in root.iter(f"{BPMN}sequenceFlow"))
        for process in root.iter(f"{BPMN}process"):
            for element in process.iter():
                kind, id = element.tag.removeprefix(BPMN), element.get("id", "")
                if kind in RESTS or (kind in JOINS and into[id] > 1):
                    found.add((process.get("id", ""), id))
    return frozenset(found)


def stands_at(snapshot: str) -> tuple[State, ...]:
    """Return where the tokens of a snapshot rest."""
    said: dict[str, Any] = json.loads(snapshot)
    within, called, found = {0: said["process"]}, dict[int, str](), []
    for parent, _scope, rows in said["flows"]:
        process = called.get(parent) or within[parent]
        for key, _above, element, state, kept in rows:
            within[key] = process
            if kept.get("process"):
                called[key] = kept["process"]
            if state in (WAITING, READY):
                # An item of a loop is called `task#item`.
                found.append((process, element.partition("#")[0]))
    return tuple(found)


def with_waits(store: Reader, surroundings: Surroundings, city: Recorded) -> Recorded:
    """Return a city with the first snapshot of each set of wait states that its cases stood in."""
    waits, seen = [], set[tuple[State, ...]]()
    for case in city.cases:
        for step in recompute(store, surroundings, case):
            snapshot = step.snapshot.decode()
            at = tuple(state for state in stands_at(snapshot) if state in wait_states())
            if at and at not in seen:
                seen.add(at)
                waits.append(Wait(case, step.event["seq"], at, snapshot)._asdict())
    return Recorded(city.name, city.tables, waits)


def states_of(city: Recorded) -> set[State]:
    return {(process, element) for wait in city.waits for process, element in wait["at"]}


def fewest(told: Mapping[str, Recorded], missing: frozenset[State] | set[State], wanted: set[str]) -> Iterator[Recorded]:
    """Yield few cities whose cases stand at all that is missing, with only the snapshots that it takes. wanted: names of some of them."""
    left, names = set(missing), sorted(told)
    while True:
        name = min(wanted) if wanted else max(names, key=lambda one: len(states_of(told[one]) & left), default="")
        if not name or not (wanted or states_of(told[name]) & left):
            return
        wanted = wanted - {name}
        names.remove(name)
        waits = []
        for wait in told[name].waits:
            new = {(process, element) for process, element in wait["at"]} & left
            if new:
                left -= new
                waits.append(wait)
        yield Recorded(name, told[name].tables, waits)


def recorded_waits(format: int, product: str) -> set[State]:
    """Return the wait states at which a case of one format and version stands in the corpus."""
    found: set[State] = set()
    for path in CORPUS.glob("*-waits-*.jsonl.xz"):
        head, _, cities = read(path)
        if (head["format"], head["product"]) == (format, product):
            found |= {state for city in cities for state in states_of(city)}
    return found
