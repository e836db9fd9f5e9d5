"""What would become of a paper case by now: all that has come due since it came to its step, each as of its own instant, in memory."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from msgspec import Struct, field

from app.audit.paper_landing import Landing
from app.audit.surroundings import Surroundings
from app.domain.deadline import Deadline
from app.domain.fact import Fact
from app.domain.instant import read_instant
from app.domain.rejection import Rejection
from app.engine.case import Case
from app.store.database import Reader

MOST_DUE: Final = 200
_TOLD: Final = frozenset({"deadline_missed", "deadline_lapsed", "timer_fired", "task_cancelled", "process_instance_completed"})


class Outlook(Struct):
    """deadline: the one shown beside the case's task, or any that it still holds. open: ids of the elements whose tasks are open.

    happened: facts that came due on the way, each with its instant. lapsed: those by which silence took effect.
    """

    deadline: Deadline | None = None
    open: tuple[str, ...] = ()
    happened: list[tuple[datetime, Fact]] = field(default_factory=list)
    completed: bool = False

    @property
    def lapsed(self) -> list[tuple[datetime, Fact]]:
        return [(at, fact) for at, fact in self.happened if fact.kind == "deadline_lapsed"]


def outlook(
    store: Reader, surroundings: Surroundings, landing: Landing, base_key: int, now: datetime, case_facts: Mapping[str, Any]
) -> Outlook:
    """Return how a case that has landed would stand now."""
    found, case = Outlook(), landing.case
    if case is None:
        return found
    facts = {**case_facts, "receivedAt": landing.received_at.astimezone(surroundings.zone)}
    for _ in range(MOST_DUE):
        due = min(case.timers(), default=None)
        if due is None or due.due_at > now:
            break
        world = surroundings.world(store, base_key, due.due_at, now)
        world.case_facts = facts
        case = Case.restore(world, case.snapshot())
        try:
            case.change_light(due.key) if due.kind == "light" else case.fire(due.key, due.due_at)
        except Rejection:
            break
        found.happened += [(_at(fact, due.due_at), fact) for fact in case.facts if fact.kind in _TOLD]
    tasks = case.open_tasks()
    found.open, found.completed = tuple(task.element_id for task in tasks), case.completed
    shown = [deadline for task in tasks if (deadline := case.shown_deadline(task.key)) is not None]
    found.deadline = min(shown or [one for one in case.deadlines() if one.is_open], key=lambda one: one.deadline_at, default=None)
    return found


def _at(fact: Fact, due_at: datetime) -> datetime:
    return read_instant(fact.public["at"]) if "at" in fact.public else due_at
