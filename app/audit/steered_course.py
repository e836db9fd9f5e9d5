"""Which answers have steered the course of a case since they were given: something has read them and acted on it.

It is told from the definition, which says what an element reads, and from the record, which says what was done since. A step that is
begun again is done anew with all behind it: what had been read there of earlier answers is read again.

Source: procedures, section 2: registered by mistake is corrected by a counter-event; a record that says one thing while the course says
another is no correction.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from typing import Any, Final, NamedTuple

from app.audit.element_reads import ElementReads
from app.audit.rests_on import computed_in, read_by_tables
from app.audit.surroundings import Surroundings
from app.diagram import DiagramElement, Process
from app.domain.lost_definitions import LOST
from app.domain.migrated_elements import renamed
from app.domain.rejection import Rejection
from app.store import read_definitions
from app.store.database import Reader
from app.store.read_case import CaseRecord

WEIGHS_AGAIN: Final = "weighsAgain"
"""The property of a business rule task to which a correction may take the case back."""

_WORK: Final = frozenset({"businessRuleTask", "callActivity", "receiveTask", "sendTask", "serviceTask", "subProcess", "userTask"})


class Act(NamedTuple):
    """element_id, step: of what acted, and what people call it. answer: what it read. at: its place in the record.

    weighed: a table that a correction takes the case back to had read the answer before.
    """

    element_id: str
    step: str
    answer: str
    at: int
    weighed: bool


def steering(
    store: Reader, surroundings: Surroundings, found: CaseRecord, task_key: int | None, answers: Iterable[str]
) -> Mapping[str, Act]:
    """Return what was the first to act on each of the answers of a completed task; of the registration where task_key is None."""
    facts = list(_facts(store, found.key))
    root = str(found.key)
    inside = {
        str(fact["elementInstanceKey"]) for fact in facts if fact["fact"] == "element_entered" and str(fact["processInstanceKey"]) == root
    }
    since = 0
    if task_key is not None:
        places = [at for at, fact in enumerate(facts) if fact["fact"] == "task_completed" and _key(fact) == str(task_key)]
        since = places[-1] if places else 0
    course = _Course(store, surroundings, found, since, answers)
    for at, fact in enumerate(facts):
        if fact["fact"] in ("process_instance_started", "instance_migrated") and _key(fact) == root:
            course.goes_by(str(fact["definitionDigest"]), fact)
        elif fact["fact"] == "completion_withdrawn":
            course.withdrawn(_key(fact))
        elif _key(fact) in inside:
            course.note(at, fact)
    first: dict[str, Act] = {}
    for act in course.acts:
        # What acted before any table that would take the case back weighs more than what acted behind it.
        if act.answer not in first or (first[act.answer].weighed and not act.weighed):
            first[act.answer] = act
    return first


def _key(fact: Mapping[str, Any]) -> str:
    return str(fact.get("elementInstanceKey", ""))


def _facts(store: Reader, case_key: int) -> Iterator[dict[str, Any]]:
    rows = store.all("SELECT body FROM audit_event WHERE case_key = :key ORDER BY seq", key=str(case_key))
    return (fact for row in rows for fact in json.loads(row["body"]).get("facts", ()))


class _Course:
    """What has happened so far. since: the place in the record where the answers were given."""

    def __init__(self, store: Reader, surroundings: Surroundings, found: CaseRecord, since: int, answers: Iterable[str]) -> None:
        self._store, self._surroundings, self._process_id, self._since = store, surroundings, found.process_id, since
        self._process: Process | None = None
        self._reads: Mapping[str, ElementReads] = {}
        self._answers = frozenset(answers)
        self._from: dict[str, set[str]] = {name: {name} for name in self._answers}
        """By variable: the answers that it holds, or was worked out of."""
        self._weighed = set[str]()
        self._entered: dict[tuple[str, str], int] = {}
        self._submitted: dict[str, int] = {}
        self.acts: list[Act] = []

    def goes_by(self, digest: str, fact: Mapping[str, Any]) -> None:
        """Take note that the case goes by a version of its diagram from here on."""
        self._process = self._surroundings.diagram(self._store, digest).process(self._process_id)
        self._reads = self._surroundings.element_reads(self._store, digest, self._process_id)
        names = renamed(fact)
        self._entered = {(names.get(element, element), scope): at for (element, scope), at in self._entered.items()}
        self.acts = [act._replace(element_id=names.get(act.element_id, act.element_id)) for act in self.acts]
        if fact["fact"] == "process_instance_started" and self._process is not None:
            self._act(0, self._process.id, self._process.name or self._process.id, self._reads[self._process.id].entering)

    def withdrawn(self, task: str) -> None:
        """Take note that a submission was undone, and what had followed from it with it."""
        at = self._submitted.get(task, -1)
        if at > self._since:
            self.acts = [act for act in self.acts if act.at < at]

    def note(self, at: int, fact: Mapping[str, Any]) -> None:
        kind = fact["fact"]
        element = (
            self._process.elements.get(str(fact.get("fromElementId" if kind == "flow_taken" else "elementId"))) if self._process else None
        )
        if element is None:
            return
        reads = self._reads[element.id]
        if kind == "element_entered":
            self._begin(at, element, str(fact["scopeKey"]))
        elif kind == "task_completed":
            self._submitted[_key(fact)] = at
        if at < self._since:
            return
        if kind == "element_entered":
            self._hand_over(reads.given)
            self._act(at, element.id, element.title, self._from.keys() if reads.everything else reads.entering)
        elif kind in ("element_completed", "element_passed"):
            self._act(at, element.id, element.title, reads.over)
            self._hand_over(self._computed(element))
            self._hand_over(reads.written)
        elif kind == "flow_taken":
            self._act(at, element.id, element.title, reads.leaving)
        elif kind == "decision_evaluated":
            self._decided(at, element, fact)

    def _begin(self, at: int, element: DiagramElement, scope: str) -> None:
        """Forget what had been read behind a step that is begun again, of answers that were there when it began before."""
        before = self._entered.get((element.id, scope))
        self._entered[element.id, scope] = at
        if before is not None and before >= self._since and element.kind in _WORK:
            behind = self._behind(element)
            self.acts = [act for act in self.acts if act.at < before or act.element_id not in behind]
            self._weighed.clear()

    def _behind(self, element: DiagramElement) -> set[str]:
        """Return what a token comes to from an element, it and what is drawn inside among it."""
        process, found, todo = self._process, set[str](), [element.id]
        while todo and process is not None:
            here = todo.pop()
            if here in found:
                continue
            found.add(here)
            todo += [process.flows[flow].target for flow in process.elements[here].outgoing]
            todo += [one.id for one in process.elements.values() if here in (one.attached_to, one.parent_id)]
        return found

    def _decided(self, at: int, element: DiagramElement, fact: Mapping[str, Any]) -> None:
        """Take note of a table that was asked. What a step of the process itself asked, a correction asks again (corrected_course)."""
        read = set[str]()
        with suppress(*LOST, Rejection):
            digest, model = str(fact["definitionDigest"]), self._surroundings.decisions(self._store, str(fact["definitionDigest"]))
            needed = model.needed(str(fact["decisionId"]))
            for one in (model, *self._surroundings.imported_decisions(self._store, digest)):
                read |= read_by_tables(one, needed)
        # A limit inside a sub-process was reckoned with what is seen there, and is not asked again.
        again = element.kind == "businessRuleTask" or element.properties.get("deadline.length", "").startswith("decision:")
        if not again or element.parent_id != self._process_id or element.loop is not None:
            self._act(at, element.id, element.title, read)
        elif element.properties.get(WEIGHS_AGAIN, "") == "true":
            self._weighed |= self._answers_in(read)

    def _answers_in(self, names: Iterable[str]) -> set[str]:
        return {answer for name in names for answer in self._from.get(name, ())}

    def _hand_over(self, mappings: Iterable[tuple[str, AbstractSet[str]]]) -> None:
        for target, read in mappings:
            if target not in self._answers:
                self._from.setdefault(target, set()).update(self._answers_in(read))

    def _computed(self, element: DiagramElement) -> Iterator[tuple[str, set[str]]]:
        """Yield the answers that the form of a step computes, and of what."""
        bound = read_definitions.bound(self._store, "form", element.form.form_id) if element.form is not None else None
        if bound is not None:
            yield from computed_in(self._surroundings.form(self._store, bound["digest"]))

    def _act(self, at: int, element_id: str, step: str, read: Iterable[str]) -> None:
        self.acts += [Act(element_id, step, answer, at, answer in self._weighed) for answer in sorted(self._answers_in(read))]
