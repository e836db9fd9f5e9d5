"""Where a story is played: the engine with the process's own forms and tables, and a clock that the story sets."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from app.diagram import read_diagram
from app.dmn import DecisionResult, read_decisions
from app.domain.calendar import Calendar
from app.domain.calendar_functions import feel_functions
from app.domain.calendar_shipped import shipped_years
from app.domain.deadline import Deadline
from app.domain.fact import Fact
from app.engine.case import Case
from app.engine.program import Program, Programs, compile_program
from app.engine.world import World
from app.feel import FeelWorld
from app.form import check_answers, read_form
from tests.scenarios.story import CITY

ROOT: Final = Path(__file__).parents[2]
CALENDAR: Final = Calendar.from_years("shipped", shipped_years(), CITY)
FUNCTIONS: Final = feel_functions(CALENDAR)


class Procedure:
    """A process with everything it is deployed with."""

    def __init__(self, process_id: str) -> None:
        folder = ROOT / "processes" / process_id
        file = folder / f"{process_id}.bpmn"
        self.id, self.raw = process_id, file.read_bytes()
        self.program: Program = compile_program(self.raw, file.name)
        self.programs = Programs()
        self.elements = next(one for one in read_diagram(self.raw, file.name).processes if one.id == process_id).elements
        models = [read_decisions(table.read_bytes(), table.name) for table in sorted(folder.glob("*.dmn"))]
        self.decisions = {decision: model for model in models for decision in model.decisions}
        self.forms = {form.stem: read_form(form.read_bytes(), form.name) for form in (ROOT / "forms").glob("*.form")}

    def form_of(self, element_id: str) -> Any:
        form = self.elements[element_id].form
        return self.forms[form.form_id] if form is not None else None


@cache
def procedure(process_id: str) -> Procedure:
    return Procedure(process_id)


class Stage:
    """One case. Between two commands there is only its snapshot, as in the store."""

    def __init__(self, process: Procedure, receipt_number: str) -> None:
        self.process, self.receipt_number = process, receipt_number
        self.snapshot = b""
        self.facts: list[Fact] = []
        self.received_at: datetime | None = None
        self.groups: dict[int, tuple[str, list[str]]] = {}
        self.deadlines: dict[str, Deadline] = {}
        self.ended: str | None = None

    # ---- commands
    def start(self, answers: Mapping[str, Any], now: datetime, *, registered: bool) -> Mapping[str, Any]:
        """registered: through the start form, which the public page has not. Return what the form found wrong."""
        received = answers.get("receivedAt")
        self.received_at = datetime.fromisoformat(received) if received else now
        world = self.world(now)
        start = next(one for one in self.process.elements.values() if one.kind == "startEvent" and one.parent_id == self.process.id)
        if registered:
            checked = check_answers(self.process.form_of(start.id), answers, {}, world.feel)
            if checked.errors:
                return checked.errors
        self._keep(Case.start(world, self.process.program.digest, self.process.id, 1 << 20, dict(answers), received_at=self.received_at))
        return {}

    def complete(self, key: int, answers: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
        """Return what the form found wrong; then nothing was done."""
        case, world = self._open(now)
        form = self.process.form_of(self.groups[key][0])
        checked = check_answers(form, answers, case.variables(key), world.feel)
        if not checked.errors:
            case.complete(key, checked.values)
            self._keep(case)
        return checked.errors

    def message(self, name: str, variables: Mapping[str, Any], now: datetime) -> None:
        case, _ = self._open(now)
        case.correlate(name, self.receipt_number, variables)
        self._keep(case)

    def advance(self, now: datetime) -> None:
        """Fire what is due until now, in its order, each as of its own instant."""
        while self.snapshot:
            due = next((one for one in self._open(now)[0].timers() if one.due_at <= now), None)
            if due is None:
                return
            case, _ = self._open(due.due_at)
            if due.kind == "timer":
                case.fire(due.key, due.due_at)
            else:
                case.change_light(due.key)
            self._keep(case)

    # ---- questions
    def case(self, now: datetime) -> Case:
        return self._open(now)[0]

    def tasks(self) -> dict[str, list[str]]:
        """Return the candidate groups of the open tasks by element, sorted."""
        found: dict[str, list[str]] = {}
        for element_id, groups in self.groups.values():
            found.setdefault(element_id, []).extend(groups)
        return {element_id: sorted(groups) for element_id, groups in found.items()}

    def task(self, element_id: str, group: str | None) -> int:
        return next(key for key, (element, groups) in self.groups.items() if element == element_id and (group is None or group in groups))

    # ---- inside
    def world(self, now: datetime) -> World:
        feel = FeelWorld(now=now, zone=CITY, functions=FUNCTIONS)
        facts = {"receiptNumber": self.receipt_number, "receivedAt": self.received_at, "startedBy": "hotline"}

        def decide(name: str, binding: str, tag: str | None, variables: Mapping[str, Any]) -> DecisionResult:
            return self.process.decisions[name].evaluate(name, variables, feel)

        def resolve(*asked: Any) -> tuple[str, str]:
            raise AssertionError(f"the story calls another process: {asked}")

        return World(now=now, feel=feel, calendar=CALENDAR, programs=self.process.programs, load=lambda digest: self.process.raw,
                     resolve_process=resolve, decide=decide, case_facts=facts)  # fmt: skip

    def _open(self, now: datetime) -> tuple[Case, World]:
        world = self.world(now)
        return Case.restore(world, self.snapshot), world

    def _keep(self, case: Case) -> None:
        assert not case.incidents(), [fact.private for fact in case.facts if fact.kind == "incident_opened"]
        for fact in case.facts:
            if fact.kind == "task_created" and fact.key is not None and fact.element_id is not None:
                self.groups[fact.key] = (fact.element_id, list(fact.public.get("candidateGroups") or ()))
            elif fact.kind in ("task_completed", "task_cancelled") and fact.key is not None:
                self.groups.pop(fact.key, None)
            elif fact.kind == "element_completed" and fact.element_id and self.process.elements[fact.element_id].kind == "endEvent":
                self.ended = fact.element_id
        newest = sorted(case.deadlines(), key=lambda deadline: deadline.element_instance_key)
        self.deadlines |= {deadline.element_id: deadline for deadline in newest}
        self.facts += case.facts
        self.snapshot = case.snapshot()


def same_value(found: Any, expected: Any) -> bool:
    """Numbers by value, all else as it is."""
    if isinstance(found, Decimal | int) and isinstance(expected, Decimal | int):
        return Decimal(found) == Decimal(expected)
    return bool(found == expected)
