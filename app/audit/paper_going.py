"""How a paper case goes to where it stands, in memory: the course that grows as its row is read, and the case that goes it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from app.audit.paper_procedure import PaperProcedure
from app.audit.surroundings import Surroundings
from app.diagram.way_in import WayIn
from app.domain.rejection import Rejection
from app.engine.case import Case
from app.engine.course import After, Course
from app.engine.world import InsideJob, JobResult
from app.feel import FeelWorld
from app.store.database import Reader

RunJob = Callable[[InsideJob], JobResult]


class PaperGoing(Struct):
    """base_key: the key of the case. now: the deciding instant. case_facts: what `case` reads, but for the receipt.

    received_at, entered_at: aware, UTC. run_job: carries out what the case's steps do of themselves, such as drafting a bulletin; None:
    they do nothing. variables: what the case begins with. after, answers, instants: of its course, as far as its row
    has been read.
    """

    store: Reader
    surroundings: Surroundings
    procedure: PaperProcedure
    base_key: int
    now: datetime
    case_facts: Mapping[str, Any]
    received_at: datetime
    entered_at: datetime
    run_job: RunJob | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    after: dict[str, After] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    instants: dict[str, str] = field(default_factory=dict)

    @property
    def course(self) -> Course:
        return Course(dict(self.after), dict(self.answers), dict(self.instants))

    def feel_worlds(self) -> tuple[FeelWorld, FeelWorld]:
        """Return the first and the last world in which something can have been answered before the case came to its step."""
        first, last = (self.surroundings.feel_world(self.store, at) for at in (self.received_at, self.entered_at))
        return first, last

    def go(self, course: Course, run_job: RunJob | None = None) -> Case:
        """Return the case as of the instant at which it came to its step. Raises Rejection."""
        world = self.surroundings.world(self.store, self.base_key, self.entered_at, self.now)
        world.case_facts = {**self.case_facts, "receivedAt": self.received_at.astimezone(self.surroundings.zone)}
        world.run_job = run_job
        definition = self.procedure.definition
        return Case.start(
            world, definition["digest"], definition["id"], self.base_key, self.variables, received_at=self.received_at, course=course
        )

    def try_to(self, way: WayIn) -> Case | None:
        """Return the case as it comes by a way, with what is known of its items so far; None where it cannot go there."""
        items = {place: after for place, after in self.after.items() if "@" in place}
        try:
            return self.go(Course({**items, **way.course}, dict(self.answers), dict(self.instants)))
        except Rejection:
            return None

    def seen_at(self, step: str) -> Mapping[str, Any]:
        """Return what the form of a step that was done on paper would have seen; nothing where the case does not come there."""
        way = self.procedure.way_to(step)
        case = self.try_to(way) if way is not None and way.refusal is None else None
        task = next((open.key for open in case.open_tasks() if open.element_id == step), None) if case is not None else None
        return case.variables(task) if case is not None and task is not None else {}
