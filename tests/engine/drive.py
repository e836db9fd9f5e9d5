"""Drives one case through its commands, and checks after each of them.

Restoring and taking a snapshot is the identity, a twin that stays in memory gives the same bytes and facts, no task holds
data, no scope is left over; at the end of a test the shared specifications are as they were.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.calendar import Calendar
from app.domain.calendar_functions import feel_functions
from app.domain.calendar_shipped import shipped_years
from app.domain.rejection import Rejection
from app.engine.case import Case
from app.engine.flow import Flow
from app.engine.program import Programs, compile_program
from app.engine.world import World
from app.feel import FeelWorld

T0 = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)  # Monday, 09:00 in the city
BASE = 7 << 20
ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar.from_years("2026-1", shipped_years(), ZONE)
DIGEST = hashlib.sha256()


def hours(n: float) -> datetime:
    return T0 + timedelta(hours=n)


def no_decision(name: str, binding: str, tag: str | None, variables: Mapping[str, Any]) -> Any:
    raise Rejection("not_found", "Expected the decision %(name)s, but found none", name=name)


class Files:
    """Diagrams compiled for a test: every process can be called by its id."""

    def __init__(self, *files: bytes) -> None:
        self.programs = Programs()
        self.by_process: dict[str, tuple[str, str]] = {}
        self.sealed: list[tuple[Any, list[tuple[str, str]]]] = []
        for raw in files:
            self.deploy(raw)

    def deploy(self, raw: bytes) -> str:
        """Compile a file, make its processes the newest of their ids, and return its digest."""
        program = self.programs.keep(compile_program(raw, "test.bpmn"))
        for process, spec in program.processes.items():
            self.by_process[process] = (program.digest, process)
            self.sealed.append((spec, fingerprint([spec])))
        return program.digest

    def load(self, digest: str) -> bytes:
        raise AssertionError(f"Expected {digest} to be compiled already")

    def resolve(self, process: str, binding: str, tag: str | None) -> tuple[str, str]:
        if process not in self.by_process:
            raise Rejection("not_found", "Expected the process %(process)s, but found none", process=process)
        return self.by_process[process]

    def world(
        self, now: datetime, decide: Callable[..., Any] = no_decision, zone: ZoneInfo = ZONE, calendar: Calendar = CALENDAR, **said: Any
    ) -> World:
        feel = FeelWorld(now, zone, feel_functions(calendar))
        return World(now, feel, calendar, self.programs, self.load, self.resolve, decide, **said)


def fingerprint(specs: list[Any], seen: set[int] | None = None) -> list[tuple[str, str]]:
    """All attributes of all elements, with what the library's event objects are connected to."""
    seen, out = set() if seen is None else seen, []
    for spec in specs:
        if id(spec) in seen:
            continue
        seen.add(id(spec))
        out.append((spec.name, repr((spec.starts, spec.armed, spec.terms))))
        for task in spec.task_specs.values():
            said = {
                k: v.hard_subscribers if type(v).__name__ == "Event" else v for k, v in vars(task).items() if k not in ("_wf_spec", "inner")
            }
            out.append((type(task).__name__, repr(sorted(said.items()))))
            if hasattr(task, "inner"):
                out += fingerprint([task.inner], seen)
    return out


DRIVEN: list["Drive"] = []


class Drive:
    def __init__(
        self, *files: bytes, of: str = "p", world: Mapping[str, Any] | None = None, start: Mapping[str, Any] | None = None, **variables: Any
    ) -> None:
        self.files, self.now, self.said = Files(*files), T0, dict(world or {})
        DRIVEN.append(self)
        digest = self.files.by_process[of][0]
        started = [Case.start(self.world(), digest, of, BASE, variables, **(start or {})) for _ in range(2)]
        self.live, self.raw = started[0], started[1].snapshot()
        self.facts = started[1].facts
        self.check()

    # ---- the checks
    def world(self) -> World:
        return self.files.world(self.now, **self.said)

    @property
    def at(self) -> Case:
        return Case.restore(self.world(), self.raw)

    def flows(self, case: Case | None = None) -> list[Flow]:
        return (case or self.live)._root.flows()

    def check(self) -> None:
        here = self.at
        assert here.snapshot() == self.raw, "restore and snapshot is not the identity"
        assert self.live.snapshot() == self.raw, "kept in memory differs from restored"
        assert self.questions(here) == self.questions(self.live)
        tasks = [task for flow in self.flows() for task in flow.tasks.values()]
        assert all(task.data == {} and task.internal_data == {} for task in tasks), "a task holds data"
        root = here._root
        allowed = {0} | set(root.by_key) | {flow.scope for flow in root.flows()}
        assert set(root.scopes.own) <= allowed, "a scope leaked"
        assert set(dict(root.deadlines.all())) <= allowed, "a deadline leaked"
        assert not root.agenda, "a step was left undone"
        DIGEST.update(self.raw)

    def questions(self, case: Case) -> Any:
        return case.open_tasks(), case.timers(), case.subscriptions(), case.incidents(), case.completed

    # ---- commands
    def command(self, name: str, *arguments: Any, now: datetime | None = None, **said: Any) -> Case:
        self.now = now or self.now
        here = self.at
        getattr(here, name)(*arguments, **said)
        root = self.live._root
        root.world, root.facts, root.deadlines.ended = self.world(), [], []
        getattr(self.live, name)(*arguments, **said)
        assert self.live.facts == here.facts
        self.raw, self.facts = here.snapshot(), here.facts
        self.check()
        return here

    def key(self, element: str, n: int = 0) -> int:
        return [task.key for task in self.live.open_tasks() if task.element_id == element][n]

    def do(self, element: str, n: int = 0, **answers: Any) -> Case:
        return self.command("complete", self.key(element, n), answers)

    def fail(self, element: str, code: str, **variables: Any) -> Case:
        return self.command("throw_error", self.key(element), code, variables)

    def fire(self, element: str, now: datetime | None = None) -> Case:
        """Fire the earliest timer of an element, as of its instant or as of `now`."""
        due = next(due for due in self.live.timers() if due.kind == "timer" and self.live.timer_element(due.key) == element)
        return self.command("fire", due.key, due.due_at, now=now or due.due_at)

    def retry_all(self) -> None:
        for incident in self.live.incidents():
            self.command("retry", incident.key)

    def set(self, **variables: Any) -> Case:
        return self.command("set_variables", BASE, variables)

    # ---- questions
    def open(self) -> list[str]:
        return sorted(task.element_id for task in self.live.open_tasks())

    def timers(self) -> dict[str, datetime]:
        return {self.live.timer_element(due.key): due.due_at for due in self.live.timers() if due.kind == "timer"}

    def variables(self) -> dict[str, Any]:
        return self.live.variables(BASE)

    def sees(self, element: str, n: int = 0) -> dict[str, Any]:
        return self.live.variables(self.key(element, n))

    def incidents(self) -> dict[str, str]:
        return {incident.element_id: incident.code for incident in self.live.incidents()}

    def kinds(self) -> list[str]:
        return [fact.kind for fact in self.facts]

    def fact(self, kind: str) -> Any:
        return next(fact for fact in self.facts if fact.kind == kind)

    @property
    def done(self) -> bool:
        return self.live.completed


def unchanged() -> None:
    """Assert that running has changed no specification since each case was started."""
    for drive in DRIVEN:
        for spec, before in drive.files.sealed:
            assert fingerprint([spec]) == before
