"""The world as it was when an event was recorded: its instant, its calendar, and the files that answered then."""

from collections import defaultdict, deque
from collections.abc import Mapping
from typing import Any, TypeVar

from app.audit.surroundings import Surroundings, not_deployed
from app.dmn import DecisionResult
from app.domain.instant import read_instant
from app.domain.rejection import Rejection
from app.engine.world import InsideJob, JobResult, World
from app.store.database import Reader

Asked = TypeVar("Asked")


class Answered:
    """Which files answered during one event, in the order in which they were asked, by the facts of its body.

    Of each kind, by the id asked for: digests, "" where nothing was deployed. nearest: the id most like that of a decision that was not.
    """

    def __init__(self, facts: list[dict[str, Any]]) -> None:
        self.processes: defaultdict[str, deque[str]] = defaultdict(deque)
        self.decisions: defaultdict[str, deque[str]] = defaultdict(deque)
        self.nearest: dict[str, str] = {}
        self.forms: defaultdict[str, deque[tuple[str, int]]] = defaultdict(deque)
        for fact in facts:
            if fact["fact"] == "process_instance_started" and "parentElementInstanceKey" in fact:
                self.processes[fact["process"]].append(fact["definitionDigest"])
            elif fact["fact"] == "decision_evaluated" and "definitionDigest" in fact:
                self.decisions[fact["decisionId"]].append(fact["definitionDigest"])
            elif fact["fact"] == "task_created" and "formDigest" in fact:
                self.forms[fact["formId"]].append((fact["formDigest"], fact["formVersion"]))
            elif fact["fact"] == "incident_opened":
                self._read_incident(fact)

    def _read_incident(self, fact: Mapping[str, Any]) -> None:
        for earlier in fact.get("answered", ()):
            self.decisions[earlier["decisionId"]].append(earlier["definitionDigest"])
        if "decisionId" in fact:
            self.nearest[fact["decisionId"]] = fact.get("nearestId", "")
            self.decisions[fact["decisionId"]].append(fact.get("definitionDigest", ""))
        if "calledProcessId" in fact:
            self.processes[fact["calledProcessId"]].append(fact.get("calledDigest", ""))
        if "formId" in fact:
            self.forms[fact["formId"]].append(("", 0))


def _next(kept: defaultdict[str, deque[Asked]], id: str) -> Asked | None:
    """Return the next answer; None where the event says nothing of it, as those from before they did."""
    return kept[id].popleft() if kept[id] else None


def recorded_world(
    store: Reader,
    surroundings: Surroundings,
    event: Mapping[str, Any],
    facts: list[dict[str, Any]],
    case_facts: Mapping[str, Any],
    private: Mapping[str, Mapping[str, Any]],
) -> World:
    """Return the world of one recorded event.

    facts: of its body. private: what lies beside them, by their place. case_facts: what the reserved name `case` reads.
    """
    now = read_instant(event["effective_at"])
    world = surroundings.world(store, int(event["case_key"]), now, read_instant(event["recorded_at"]))
    if event["calendar_version"] is not None:
        surroundings.reckon_by(world, store, int(event["calendar_version"]))
    world.case_facts = case_facts
    answered, resolve, decide = Answered(facts), world.resolve_process, world.decide

    def recorded_process(id: str, binding: str, tag: str | None) -> tuple[str, str]:
        digest = _next(answered.processes, id)
        if digest == "":
            raise not_deployed("process", id)
        return resolve(id, binding, tag) if digest is None else (digest, id)

    def recorded_form(id: str, binding: str, tag: str | None) -> tuple[str, int] | None:
        found = _next(answered.forms, id)
        if found == ("", 0):
            raise not_deployed("form", id)
        return found

    def recorded_decision(id: str, binding: str, tag: str | None, variables: Mapping[str, Any]) -> DecisionResult:
        digest = _next(answered.decisions, id)
        if digest is None:
            result: DecisionResult = decide(id, binding, tag, variables)
            return result
        if not digest:
            raise not_deployed("decision", id, answered.nearest.get(id, ""))
        world.answering_digest = digest
        return surroundings.decisions(store, digest).evaluate(id, variables, world.feel)

    done = {
        fact["elementInstanceKey"]: private.get(str(place), {}).get("outputs", {})
        for place, fact in enumerate(facts)
        if fact["fact"] == "internal_job_done"
    }
    failed = {fact["elementInstanceKey"] for fact in facts if fact["fact"] == "incident_opened" and fact["code"] == "internal_job"}

    def recorded_job(job: InsideJob) -> JobResult:
        """What a step did inside is taken as recorded: nothing is drafted, numbered or printed again."""
        if str(job.key) in failed:
            raise Rejection("bad_value", "Expected the work to be done, but it failed when it was recorded")
        return JobResult(done.get(str(job.key), {}))

    world.run_job = recorded_job
    world.resolve_process, world.resolve_form, world.decide = recorded_process, recorded_form, recorded_decision
    return world
