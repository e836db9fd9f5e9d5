"""All running work by unit, procedure and light: how much there is, what is overdue, what turns red next, and the rows behind
each number.

Each open task counts once: for the unit of the first group that it was put before, else for that office of the city, else for nobody's.
Secret cases are left out for everybody. Source: procedures, section 3; docs/permissions, "supervisor", "unit-head".
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from app.domain.actor import Actor
from app.domain.points_rights import sees_every_unit
from app.domain.rejection import Rejection
from app.queries.points import units_seen
from app.queries.searches import case_sight
from app.queries.work_list import COLUMNS, JOINS, LIGHT, LIGHTS, PENDING
from app.store.database import Reader

BY_NAME: Final = "-"
"""Stands for the unit of work that was put before persons by name, in no group's place."""

NO_LIGHT: Final = "none"
"""Stands for the light of work without a deadline."""

_PLACES: Final = (
    "LEFT JOIN (SELECT task_key, COALESCE(MIN(CASE WHEN name LIKE '%@%' THEN name END), MIN(name)) AS place FROM task_candidate"
    " WHERE kind = 'group' GROUP BY task_key) o ON o.task_key = t.key"
)
_URGED: Final = "LEFT JOIN (SELECT task_key, COUNT(*) AS times FROM urging GROUP BY task_key) u ON u.task_key = t.key"
_OVERDUE: Final = f"{LIGHT} = 'red'"
_IN_TIME: Final = "t.deadline_state = 'running' AND t.light <> 'red'"


class Supervised(Struct, frozen=True):
    """Whose work somebody supervises. whole: the city's. units: else, by id, those that the actor heads, and those below them."""

    whole: bool
    units: Mapping[str, str]


class Choice(Struct, frozen=True):
    """Empty: all. unit: an id, an office's role, or BY_NAME. light: one of LIGHTS, PENDING or NO_LIGHT.

    until: of what is in time, what falls due before that instant. late: of what is overdue, what fell due at that instant or before it.
    Both as text in UTC.
    """

    unit: str = ""
    process: str = ""
    light: str = ""
    until: str = ""
    late: str = ""


class WorkCount(Struct, frozen=True):
    """Tasks of one unit, procedure and light. oldest: their earliest deadline. urged: how often they were urged.

    until, late: how many of them fall within each of the spans asked for.
    """

    unit: str
    process: str
    light: str
    tasks: int
    oldest: str | None
    urged: int
    until: tuple[int, ...]
    late: tuple[int, ...]


def supervised(store: Reader, actor: Actor) -> Supervised:
    """Return whose work the actor supervises. Raises Rejection("forbidden") for who supervises none."""
    if sees_every_unit(actor):
        return Supervised(True, dict(units_seen(store, actor)))
    units = dict(units_seen(store, actor))
    if not units:
        raise Rejection("forbidden", "Expected the head of a unit or somebody who supervises, but you are neither")
    return Supervised(False, units)


def work_counts(
    store: Reader, scope: Supervised, choice: Choice, until: Sequence[str] = (), late: Sequence[str] = ()
) -> Sequence[WorkCount]:
    """Return the counts of what is chosen, by one question to the store.

    until: instants; of what is in time, what falls due before each is counted apart. late: instants; of what is overdue, what fell due at
    each or before it.
    """
    where, values = _where(scope, choice)
    spans = [(f"until{place}", f"{_IN_TIME} AND t.deadline_at < :until{place}", at) for place, at in enumerate(until)]
    spans += [(f"late{place}", f"{_OVERDUE} AND t.deadline_at <= :late{place}", at) for place, at in enumerate(late)]
    sums = "".join(f", SUM(CASE WHEN {test} THEN 1 ELSE 0 END) AS {name}" for name, test, _ in spans)
    rows = store.all(
        f"SELECT COALESCE(o.place, '') AS place, r.process_id AS process, COALESCE({LIGHT}, '') AS light, COUNT(*) AS tasks,"
        f" MIN(t.deadline_at) AS oldest, SUM(COALESCE(u.times, 0)) AS urged{sums}"
        f" FROM user_task t JOIN process_instance r ON r.key = t.case_key {_PLACES} {_URGED} WHERE {where}"  # names and tests are ours
        f" GROUP BY COALESCE(o.place, ''), r.process_id, COALESCE({LIGHT}, '')",
        **values,
        **{name: at for name, _, at in spans},
    )
    return [
        WorkCount(
            _unit_of(row["place"]),
            row["process"],
            row["light"] or NO_LIGHT,
            int(row["tasks"]),
            row["oldest"],
            int(row["urged"]),
            tuple(int(row[f"until{place}"]) for place in range(len(until))),
            tuple(int(row[f"late{place}"]) for place in range(len(late))),
        )
        for row in rows
    ]


def work_rows(store: Reader, actor: Actor, scope: Supervised, choice: Choice, page: tuple[int, int]) -> Sequence[Mapping[str, Any]]:
    """Return the tasks behind a number, the earliest deadline first.

    page: how many at most, after how many. Each row has `place`, the group it counts for, and `seen`: whether the actor sees its case;
    where not, its title is none of theirs.
    """
    where, values = _where(scope, choice)
    sight, more = case_sight(actor, "t.case_key", "r")
    return store.all(
        f"SELECT {COLUMNS}, COALESCE(o.place, '') AS place, CASE WHEN {sight or '1 = 1'} THEN 1 ELSE 0 END AS seen {JOINS} {_PLACES}"
        f" WHERE {where} ORDER BY t.sort_at, t.key LIMIT {int(page[0])} OFFSET {int(page[1])}",
        **{**values, **more},
    )


def work_total(store: Reader, scope: Supervised, choice: Choice) -> int:
    where, values = _where(scope, choice)
    joined = f"FROM user_task t JOIN process_instance r ON r.key = t.case_key {_PLACES}"
    return int(store.value(f"SELECT COUNT(*) {joined} WHERE {where}", **values))


def unit_of_row(row: Mapping[str, Any]) -> str:
    """Return the unit, the office's role or BY_NAME that a row of `work_rows` counts for."""
    return _unit_of(row["place"])


def _unit_of(place: str) -> str:
    return place.partition("@")[2] or place or BY_NAME


def _where(scope: Supervised, choice: Choice) -> tuple[str, dict[str, Any]]:
    parts, values = ["t.state = 'CREATED'", "r.secret = 0"], dict[str, Any]()
    if not scope.whole:
        parts.append("(" + " OR ".join(f"o.place LIKE :scope{place}" for place, _ in enumerate(scope.units)) + ")")
        values |= {f"scope{place}": f"%@{unit}" for place, unit in enumerate(scope.units)}
    if choice.unit == BY_NAME:
        parts.append("o.place IS NULL")
    elif choice.unit:
        parts.append("(o.place = :unit OR o.place LIKE :of_unit)")
        values |= {"unit": choice.unit, "of_unit": f"%@{choice.unit}"}
    if choice.process:
        parts.append("r.process_id = :process")
        values["process"] = choice.process
    if choice.light == NO_LIGHT:
        parts.append("t.light IS NULL")
    elif choice.light in (*LIGHTS, PENDING):
        parts.append(f"{LIGHT} = :light")
        values["light"] = choice.light
    if choice.until:
        parts.append(f"{_IN_TIME} AND t.deadline_at < :until")
        values["until"] = choice.until
    if choice.late:
        parts.append(f"{_OVERDUE} AND t.deadline_at <= :late")
        values["late"] = choice.late
    return " AND ".join(parts), values
