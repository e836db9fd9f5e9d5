"""How cases went: the ways they took, how often, how long and how late; and how long each step took, in working time.

Working time is the office hours of the city's calendar between two instants: stops of a deadline's clock are in it, for the case waited.
"""

from array import array
from collections.abc import Callable
from typing import Final

from msgspec import Struct, field

from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.calendar import Calendar
from app.domain.instant import read_instant
from app.queries.case_choice import CaseChoice
from app.queries.case_paths import DONE, LAPSED, LEFT, OPEN, CasePath, Path, case_paths, ended_as, path_id
from app.store.database import Reader

MEDIAN, HIGH = 50, 95


class Spread:
    """Durations in whole seconds, eight bytes each."""

    def __init__(self) -> None:
        self._seconds = array("q")
        self._sorted = True

    def add(self, seconds: int) -> None:
        self._seconds.append(seconds)
        self._sorted = False

    def __len__(self) -> int:
        return len(self._seconds)

    def at(self, percent: int) -> int | None:
        """Return the duration that so many of a hundred do not exceed: one that occurred (nearest rank); None where there is none."""
        if not self._seconds:
            return None
        if not self._sorted:
            self._seconds = array("q", sorted(self._seconds))
            self._sorted = True
        return self._seconds[-(-percent * len(self._seconds) // 100) - 1]


class Variant(Struct):
    """Cases that went one way and ended alike. state: COMPLETED, TERMINATED, or ACTIVE for those in hand, whose way is as far as they came.
    spread: of the ended ones, from the start to the end. late: with a deadline missed; silent: where silence took effect."""

    id: str
    path: Path
    state: str
    cases: int = 0
    late: int = 0
    silent: int = 0
    spread: Spread = field(default_factory=Spread)


class StepTimes(Struct):
    """A step over all cases. spread: of those completed or ended by silence, from when it was put before somebody.

    waits: nobody is asked anything there; the case waits for an event or for a process that it called.
    """

    element_id: str
    waits: bool = False
    done: int = 0
    lapsed: int = 0
    left: int = 0
    open: int = 0
    spread: Spread = field(default_factory=Spread)
    open_since: str = ""


class CaseStatistics(Struct):
    """variants: the most frequent first. steps: in the order in which they were first met. late, silent: cases."""

    cases: int = 0
    late: int = 0
    silent: int = 0
    spread: Spread = field(default_factory=Spread)
    variants: list[Variant] = field(default_factory=list)
    steps: list[StepTimes] = field(default_factory=list)

    def count(self, state: str) -> int:
        return sum(one.cases for one in self.variants if one.state == state)


def case_statistics(store: Reader, surroundings: Surroundings, actor: Actor, choice: CaseChoice) -> CaseStatistics:
    """Return the statistics of the chosen cases that the actor may see."""
    found, variants, steps = CaseStatistics(), dict[tuple[Path, str], Variant](), dict[str, StepTimes]()
    worked = working_seconds(surroundings.calendar(store))
    for case in case_paths(store, surroundings, actor, choice, with_waits=True):
        state = case.row["state"]
        variant = variants.get((case.path, state))
        if variant is None:
            variant = variants[case.path, state] = Variant(path_id(case.path, state), case.path, state)
        for counted in (found, variant):
            counted.cases += 1
            counted.late += case.late
            counted.silent += case.silent
        if case.row["ended_at"]:
            seconds = worked(case.row["started_at"], case.row["ended_at"])
            found.spread.add(seconds)
            variant.spread.add(seconds)
        _add_steps(steps, case, worked)
    found.variants = sorted(variants.values(), key=lambda one: (-one.cases, one.path, one.state))
    found.steps = list(steps.values())
    return found


def cases_of_variant(
    store: Reader, surroundings: Surroundings, actor: Actor, choice: CaseChoice, wanted: tuple[str, int, int]
) -> tuple[list[CasePath], int]:
    """Return some cases of a variant, and after which key the next ones go on; 0 at the end.

    wanted: the variant's id, the key after which to begin, how many at most.
    """
    id, after, most = wanted
    found: list[CasePath] = []
    for case in case_paths(store, surroundings, actor, choice, after):
        if path_id(case.path, case.row["state"]) == id:
            if len(found) == most:
                return found, found[-1].row["key"]
            found.append(case)
    return found, 0


def working_seconds(calendar: Calendar) -> Callable[[str, str], int]:
    """Return what gives the working time between two instants written as text, never below 0."""

    def worked(begin: str, until: str) -> int:
        return calendar.office_seconds_between(read_instant(begin), read_instant(until)) if begin < until else 0

    return worked


_COUNTED: Final = {DONE: "done", LAPSED: "lapsed", OPEN: "open"}


def _add_steps(steps: dict[str, StepTimes], case: CasePath, worked: Callable[[str, str], int]) -> None:
    for task in case.tasks:
        step = steps.setdefault(task["element_id"], StepTimes(task["element_id"]))
        _count(step, ended_as(task), (task["created_at"], task["ended_at"]), worked)
    for wait in case.waits:
        step = steps.setdefault(wait.element_id, StepTimes(wait.element_id, waits=True))
        _count(step, OPEN if wait.ended is None else DONE if wait.came else LEFT, (wait.began, wait.ended), worked)


def _count(step: StepTimes, end: str, times: tuple[str, str | None], worked: Callable[[str, str], int]) -> None:
    name, (began, ended) = _COUNTED.get(end, "left"), times
    setattr(step, name, getattr(step, name) + 1)
    if end in (DONE, LAPSED) and ended is not None:
        step.spread.add(worked(began, ended))
    elif end == OPEN and (not step.open_since or began < step.open_since):
        step.open_since = began
