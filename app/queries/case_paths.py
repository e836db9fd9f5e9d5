"""The ways that cases took through their diagram, read some cases at a time: whatever their number, memory stays flat.

A way is what people were asked to do, in the order in which it was put before them: docs/decisions, "The way of a case".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple

from app.audit.ran_by import as_now, versions_of_cases
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.queries.case_choice import CaseChoice
from app.queries.element_waits import Wait, element_waits
from app.store.database import Reader

CASES_AT_ONCE: Final = 1_000
DONE, OPEN, LAPSED, LEFT = "done", "open", "lapsed", "left"
"""Of a step: completed; in hand; silence took effect; ended without either."""

_WEIGHT: Final = (DONE, LEFT, LAPSED, OPEN)
Path = tuple[tuple[str, str], ...]
"""Element and what became of it, a step after the other."""

_CASES: Final = (
    "SELECT p.key, p.receipt_number, p.title, p.state, p.started_at, p.ended_at, p.process_id, p.digest FROM process_instance p"
    " JOIN definition d ON d.key = p.definition_key WHERE {} AND p.key > :after ORDER BY p.key LIMIT :most"
)
# Of the case's own process: what is asked in a called one or in a request for more time is no step of its diagram.
_TASKS: Final = (
    "SELECT t.case_key, t.element_id, t.state, t.lapsed, t.created_at, t.ended_at FROM user_task t"
    " WHERE t.case_key >= :first AND t.case_key <= :last AND t.process_instance_key = t.case_key ORDER BY t.case_key, t.key"
)
_LATE: Final = (
    "SELECT DISTINCT case_key, state FROM deadline WHERE case_key >= :first AND case_key <= :last AND state IN ('missed', 'lapsed')"
)


class CasePath(NamedTuple):
    """row: key, receipt_number, title, state, started_at, ended_at, process_id, digest of the case. tasks: element_id, state, lapsed,
    created_at, ended_at. late: a deadline of it was missed; silent: silence took effect in it. waits: where it stood besides.

    Of a case that was taken to another version, elements have the ids by which it went on: one step is one, under whatever name."""

    row: Mapping[str, Any]
    tasks: Sequence[Mapping[str, Any]]
    path: Path
    late: bool
    silent: bool
    waits: Sequence[Wait] = ()


def case_paths(
    store: Reader, surroundings: Surroundings, actor: Actor, choice: CaseChoice, after: int = 0, *, with_waits: bool = False
) -> Iterator[CasePath]:
    """Yield the chosen cases in the order of their keys. after: only those with a higher key. with_waits: read their events, too."""
    where, values = choice.where(actor)
    repeated = _Repeated(store, surroundings)
    while rows := store.all(_CASES.format(where), **values, after=after, most=CASES_AT_ONCE):
        after = rows[-1]["key"]
        tasks: dict[int, list[Mapping[str, Any]]] = {row["key"]: [] for row in rows}
        for task in store.all(_TASKS, first=rows[0]["key"], last=after):
            if task["case_key"] in tasks:
                tasks[task["case_key"]].append(task)
        late = {(row["case_key"], row["state"]) for row in store.all(_LATE, first=rows[0]["key"], last=after)}
        waits = element_waits(store, list(tasks)) if with_waits else {}
        migrated = versions_of_cases(store, tasks)
        for row in rows:
            key, own, stood, several = (
                row["key"],
                tasks[row["key"]],
                waits.get(row["key"], ()),
                repeated.of(row["digest"], row["process_id"]),
            )
            if key in migrated:
                ran = migrated[key]
                own = [{**task, "element_id": as_now(ran, task["element_id"], task["ended_at"])} for task in own]
                stood = [wait._replace(element_id=as_now(ran, wait.element_id, wait.ended)) for wait in stood]
                for one in ran[:-1]:
                    several |= {one.as_now.get(id, id) for id in repeated.of(one.digest, row["process_id"])}
            yield CasePath(row, own, path_of(own, several), (key, "missed") in late, (key, "lapsed") in late, stood)


def path_of(tasks: Iterable[Mapping[str, Any]], repeated: frozenset[str]) -> Path:
    """Return the way of a case from its tasks in the order in which they came.

    repeated: elements that run for several items at once. What is between two steps outside of them is one round: each of its steps stands
    once, where it first came, with the least finished of what became of it, whatever the number of items and whoever was first.
    """
    path: list[tuple[str, str]] = []
    round_: dict[str, int] = {}
    for task in tasks:
        element, end = task["element_id"], ended_as(task)
        if element not in repeated:
            round_.clear()
        elif element in round_:
            place = round_[element]
            path[place] = (element, max(path[place][1], end, key=_WEIGHT.index))
            continue
        else:
            round_[element] = len(path)
        path.append((element, end))
    return tuple(path)


def ended_as(task: Mapping[str, Any]) -> str:
    """Return what became of a task."""
    if task["lapsed"]:
        return LAPSED
    return {"CREATED": OPEN, "COMPLETED": DONE}.get(task["state"], LEFT)


def path_id(path: Path, state: str) -> str:
    """Return by what the address names the ways of one path that ended alike."""
    return sha256("\n".join((state, *(f"{end} {element}" for element, end in path))).encode()).hexdigest()[:16]


class _Repeated:
    """By file, the elements that are drawn to run for several items, themselves or by what is around them."""

    def __init__(self, store: Reader, surroundings: Surroundings) -> None:
        self._store, self._surroundings = store, surroundings
        self._known: dict[tuple[str, str], frozenset[str]] = {}

    def of(self, digest: str, process_id: str) -> frozenset[str]:
        if (digest, process_id) not in self._known:
            process = self._surroundings.diagram(self._store, digest).process(process_id)
            elements = process.elements.values() if process is not None else ()
            found = (one for one in elements if one.loop or (process and any(outer.loop for outer in process.around(one))))
            self._known[digest, process_id] = frozenset(one.id for one in found)
        return self._known[digest, process_id]
