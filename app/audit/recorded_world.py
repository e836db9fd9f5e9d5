"""The world as it was when an event was recorded: its instant, its calendar, and the files that answered then."""

from collections import defaultdict, deque
from collections.abc import Mapping
from typing import Any

from app.audit.surroundings import Surroundings, not_deployed
from app.dmn import DecisionResult
from app.domain.calendar_functions import feel_functions
from app.domain.instant import read_instant
from app.engine.world import World
from app.feel import FeelWorld
from app.store.database import Reader


class Answered:
    """Which files answered during one event, in the order in which they were asked, by the facts of its body."""

    def __init__(self, facts: list[dict[str, Any]]) -> None:
        self._processes: defaultdict[str, deque[str]] = defaultdict(deque)
        self._decisions: defaultdict[str, deque[str]] = defaultdict(deque)  # "" where none was deployed
        for fact in facts:
            if fact["fact"] == "process_instance_started" and "parentElementInstanceKey" in fact:
                self._processes[fact["process"]].append(fact["definitionDigest"])
            elif fact["fact"] == "decision_evaluated" and "definitionDigest" in fact:
                self._decisions[fact["decisionId"]].append(fact["definitionDigest"])
            elif fact["fact"] == "incident_opened" and "decisionId" in fact:
                self._decisions[fact["decisionId"]].append(fact.get("definitionDigest", ""))

    def process(self, id: str) -> str | None:
        """Return the digest of the file that was called; None where the call failed then."""
        return self._processes[id].popleft() if self._processes[id] else None

    def decision(self, id: str) -> str | None:
        return self._decisions[id].popleft() if self._decisions[id] else None


def recorded_world(
    store: Reader, surroundings: Surroundings, event: Mapping[str, Any], facts: list[dict[str, Any]], case_facts: Mapping[str, Any]
) -> World:
    """Return the world of one recorded event.

    facts: of its body. case_facts: what the reserved name `case` reads. Calls that failed then are asked of what is in force
    now: they left no name of a file.
    """
    now = read_instant(event["effective_at"])
    world = surroundings.world(store, int(event["case_key"]), now, read_instant(event["recorded_at"]))
    if event["calendar_version"] is not None:
        world.calendar = surroundings.calendar_of(store, int(event["calendar_version"]))
        world.feel = FeelWorld(now=now, zone=surroundings.zone, functions=feel_functions(world.calendar))
    world.case_facts = case_facts
    answered, resolve, decide = Answered(facts), world.resolve_process, world.decide

    def recorded_process(id: str, binding: str, tag: str | None) -> tuple[str, str]:
        digest = answered.process(id)
        return resolve(id, binding, tag) if digest is None else (digest, id)

    def recorded_decision(id: str, binding: str, tag: str | None, variables: Mapping[str, Any]) -> DecisionResult:
        digest = answered.decision(id)
        if digest is None:
            result: DecisionResult = decide(id, binding, tag, variables)
            return result
        if not digest:
            raise not_deployed("decision", id)
        world.answering_digest = digest
        return surroundings.decisions(store, digest).evaluate(id, variables, world.feel)

    world.resolve_process, world.decide = recorded_process, recorded_decision
    return world
