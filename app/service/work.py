"""What a command gets to work with, and what it gives back. The only file here that the others import."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from msgspec import Struct, field
from msgspec.structs import replace

from app.audit.inside_jobs import InsideJobs
from app.audit.paper_desk import PaperDesk
from app.audit.points_desk import PointsDesk
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.fact import Fact
from app.domain.permissions import CaseSight, in_place_of, sees_case
from app.domain.rejection import Rejection
from app.domain.task import TaskRecord, task_unknown
from app.engine.case import Case
from app.engine.world import World
from app.store.database import Reader
from app.store.read_staffing import stands_in
from app.store.read_task import read_task
from app.store.unit_of_work import CaseHead


class FellDue(Exception):
    """Something of the case has fallen due that has to take effect before the command. due: when, aware."""

    def __init__(self, due: datetime) -> None:
        super().__init__(f"due at {due.isoformat()}")
        self.due = due


class Work(Struct):
    """One command's view of the world. It reads the store and never writes it.

    now: the effective instant, in UTC; recorded_at: the deciding instant. They differ only where a timer is applied after its time.
    head: the locked head of the case; None before a new case has its key. calendar_version: the one that deadlines are reckoned by.
    entered: decisions made on paper that this command enters, for the papers that it prints.
    asks_the_clock: of a person's command, that opening a case in which something is due first raises FellDue.
    """

    store: Reader
    actor: Actor
    now: datetime
    recorded_at: datetime
    surroundings: Surroundings
    head: CaseHead
    new_number: Callable[[str], int]
    calendar_version: int | None = None
    entered: list[Fact] = field(default_factory=list)
    asks_the_clock: bool = False
    _case: Case | None = None
    _world: World | None = None

    @property
    def world(self) -> World:
        if self._world is None:
            world = self.surroundings.world(self.store, self.head.case_key, self.now, self.recorded_at)
            if self.calendar_version is not None and str(self.calendar_version) != world.calendar.version:
                self.surroundings.reckon_by(world, self.store, self.calendar_version)
            # The facts of the case are read when a job runs: a command that starts one puts them there first.
            world.run_job = lambda job: InsideJobs(self.store, self.desk, self.points_desk, world.case_facts)(job)
            self._world = world
        return self._world

    @property
    def desk(self) -> PaperDesk:
        """Return where papers of the case are drafted and issued."""
        desk = PaperDesk(self.store, self.surroundings, self.now, self.head.case_key, self.head.seq, self.new_number)
        desk.entered = list(self.entered)
        return desk

    @property
    def points_desk(self) -> PointsDesk:
        """Return where points are moved."""
        return PointsDesk(self.store, self.surroundings, self.now, self.new_number)

    def task(self, key: int) -> TaskRecord:
        """Return a user task. From then on the actor acts in the place of whom the task would reach. Raises Rejection("not_found").

        Who is away is asked as of the deciding instant, with the lock held: what a page knew a moment ago gives nobody a right.
        """
        found = read_task(self.store, key)
        if found is None:
            raise task_unknown(key)
        if found.sight.assignee != self.actor.account:
            self.actor = stands_in(self.store, self.actor, self.now)
        self.actor = replace(self.actor, acting_for=in_place_of(self.actor, found.sight))
        return found

    def sees(self, case: CaseSight) -> bool:
        """Say whether the actor sees a case, in the place of somebody away where not otherwise."""
        if sees_case(self.actor, case):
            return True
        standing = stands_in(self.store, self.actor, self.now)
        absent = next((one.account for one in standing.stands_in if one.account in case.accounts), None)
        if absent is not None and sees_case(standing, case):
            self.actor = replace(standing, acting_for=absent)
            return True
        return False

    def case(self) -> Case:
        """Return the case as it is, opened once. Raises Rejection("not_found") where the chain has no case."""
        if self._case is None:
            if self.head.snapshot is None:
                raise Rejection("not_found", "Expected a case, but there is none with this key")
            self._case = Case.restore(self.world, self.head.snapshot)
            if self.asks_the_clock and (due := min((timer[0] for timer in self._case.timers()), default=None)) and due <= self.recorded_at:
                raise FellDue(due)
        return self._case


class Outcome(Struct):
    """What a command brought about.

    kind: past tense of the main fact, the event's kind. case: the case whose snapshot becomes the newest; None leaves it.
    answer: what the caller is told. recorded: the command's input, kept beside the chain. erases: nothing but the chain stays of the case.
    """

    kind: str
    facts: list[Fact]
    answer: Any = None
    case: Case | None = None
    element_id: str | None = None
    recorded: Mapping[str, Any] = field(default_factory=dict)
    definition_digest: str | None = None
    erases: bool = False


@runtime_checkable
class Command(Protocol):
    """A wish in the imperative. `case_key`: the chain it belongs to; None: a new case; 0: definitions, people and registers."""

    @property
    def case_key(self) -> int | None: ...
