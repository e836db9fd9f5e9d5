"""The work list: which tasks a person may work on, is working on or has done."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from msgspec import Struct

from app.domain.actor import Actor
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.domain.roles import SUPERVISORS
from app.queries.passed_on import in_others_hands, new_for_others, not_sealed, not_secret, sealed_and_named
from app.store.database import Reader

VIEWS: Final = ("mine", "unassigned", "all", "done")
LIGHTS: Final = ("red", "yellow", "green", "blue")
PENDING: Final = "pending"
"""Stands for the light of work whose provisional instant has passed, where silence counts: red on record, and not late."""

LIGHT: Final = f"CASE WHEN t.light = 'red' AND t.deadline_state = 'running' THEN '{PENDING}' ELSE t.light END"
"""The light that pages count and name. Needs the task as t."""

_ORDERS: Final = {"deadlineAt": "t.sort_at", "createdAt": "t.created_at"}
SORTS: Final = tuple(f"{sign}{name}" for name in _ORDERS for sign in ("", "-"))
NO_SUCH_VIEW: Final = marked("Expected the view to be one of %(allowed)s, but found %(found)s")
NO_SUCH_LIGHT: Final = marked("Expected the light of the deadline to be one of %(allowed)s, but found %(found)s")
NO_SUCH_SORT: Final = marked("Expected to sort by one of %(allowed)s, but found %(found)s")
LEFT_UNDECIDED: Final = "extension-lapsed"
"""The notice by which somebody is told that what they had to decide lapsed."""

COUNTED_TO: Final = 1000
"""Counts stop here, a total at the end of the page shown where that lies further: an office never works off a thousand rows by looking at
them, and a page must not take longer the more of them there are."""

COLUMNS: Final = """
t.key, t.case_key, t.element_id, t.sort_at, t.name, t.title, t.state, t.assignee, t.priority, t.created_at, t.ended_at, t.completed_by,
t.acting_for, t.returned_from, t.due_at, t.deadline_key,
t.deadline_at, t.deadline_state, t.light, t.article, t.provisional, t.lapsed, t.process_id, r.receipt_number, r.title AS case_title,
r.received_at, d.name AS process_name, r.digest AS case_digest, r.process_id AS case_process_id,
(SELECT p.digest FROM process_instance p WHERE p.key = t.process_instance_key) AS digest,
dl.detail AS deadline, a.display_name AS holder, f.display_name AS acting_for_name,
(SELECT MIN(c.name) FROM task_candidate c WHERE c.task_key = t.key AND c.name LIKE
'%@%') AS unit_group
"""
JOINS: Final = """
FROM user_task t JOIN process_instance r ON r.key = t.case_key JOIN definition d ON d.key = r.definition_key
LEFT JOIN deadline dl ON dl.key = t.deadline_key LEFT JOIN account a ON a.name = t.assignee LEFT JOIN account f ON f.name = t.acting_for
"""


def light_of(row: Mapping[str, Any]) -> str:
    """Return the light that pages name of a row with light and deadline_state; empty without one."""
    pending = row["light"] == "red" and row["deadline_state"] == "running"
    return PENDING if pending else row["light"] or ""


class Filters(Struct, frozen=True):
    """light: red, yellow, green, blue or PENDING; process: an id; unit: a unit's id.

    q: part of a number, a title, a step's name or a unit's. sort: one of SORTS, with `-` the other way round. after: instant and key of the
    row that the page follows, in the order asked for.
    """

    view: str = "mine"
    light: str = ""
    process: str = ""
    unit: str = ""
    q: str = ""
    sort: str = "deadlineAt"
    limit: int = 50
    offset: int = 0
    after: tuple[str, int] | None = None

    @property
    def column(self) -> str:
        """The column that orders the list; the task's key follows it."""
        return "t.ended_at" if self.view == "done" else _ORDERS[self.sort.removeprefix("-")]

    @property
    def down(self) -> bool:
        return self.view == "done" or self.sort.startswith("-")


class WorkList(Struct, frozen=True):
    """rows: as named in COLUMNS. total: how many there are at least. capped: whether there are more than that."""

    rows: list[Mapping[str, Any]]
    total: int
    capped: bool


def work_list(store: Reader, actor: Actor, filters: Filters) -> WorkList:
    """Return one page. Raises Rejection("bad_filter") for a view, light or order that there is not."""
    _check(filters)
    where, values = conditions(filters)
    beyond, beyond_values = "", {}  # type: str, dict[str, Any]
    if filters.after is not None:
        beyond = f" AND ({{at}}, {{key}}) {'<' if filters.down else '>'} (:after_at, :after_key)"
        beyond_values = {"after_at": filters.after[0], "after_key": filters.after[1]}
    # Without further conditions each list of the view is read in its order and no further than the page goes.
    plain = not where and filters.sort == "deadlineAt"
    scope, scope_values = tasks_of(actor, filters.view, filters.offset + filters.limit if plain else None, beyond)
    direction = " DESC" if filters.down else ""
    rows = store.all(
        f"SELECT {COLUMNS} {JOINS} WHERE t.key IN ({scope}) {where}{beyond.format(at=filters.column, key='t.key')}"
        f" ORDER BY {filters.column}{direction}, t.key{direction} LIMIT {int(filters.limit)} OFFSET {int(filters.offset)}",
        **scope_values,
        **beyond_values,
        **values,
    )
    most = max(COUNTED_TO, filters.offset + filters.limit)
    total = _count(store, actor, filters.view, most + 1, where, values)
    return WorkList(list(rows), min(total, most), total > most)


def _count(store: Reader, actor: Actor, view: str, most: int, where: str = "", values: Mapping[str, Any] = MappingProxyType({})) -> int:
    """Return how many tasks a view has, of those that fulfil conditions, up to `most`."""
    # A view's lists may share tasks, so of each list as many are taken as count in all; conditions may let any of them through.
    scope, scope_values = tasks_of(actor, view, None if where else most)
    counted = f"SELECT 1 {JOINS} WHERE t.key IN ({scope}) {where}" if where else f"SELECT DISTINCT key FROM ({scope}) s"
    return int(store.value(f"SELECT COUNT(*) FROM ({counted} LIMIT {most}) n", **scope_values, **values))


def has_tasks(store: Reader, actor: Actor) -> bool:
    """Say whether the actor has a task, may claim one, or has done one."""
    return any(_count(store, actor, view, 1) for view in ("all", "done"))


class Counts(Struct, frozen=True):
    """Counts by view, light and process id; COUNTED_TO stands for that many or more, and then lights and processes are not counted.

    processes: name, digest of a file that draws it, and count.
    """

    views: Mapping[str, int]
    lights: Mapping[str, int]
    processes: Mapping[str, tuple[str, str, int]]


def work_list_counts(store: Reader, actor: Actor, view: str) -> Counts:
    """Return the counts beside the filters of a view."""
    views = {}
    for name in ("mine", "unassigned", "all"):
        views[name] = _count(store, actor, name, COUNTED_TO)
    lights: dict[str, int] = {}
    processes: dict[str, tuple[str, str, int]] = {}
    if view != "done" and views.get(view, 0) < COUNTED_TO:
        scope, values = tasks_of(actor, view, COUNTED_TO)
        for row in store.all(
            f"SELECT {LIGHT} AS light, r.process_id, MAX(d.name) AS name, MAX(r.digest) AS digest, COUNT(*) AS n {JOINS}"
            f" WHERE t.key IN ({scope}) GROUP BY {LIGHT},"
            f" r.process_id ORDER BY r.process_id",
            **values,
        ):
            if row["light"]:
                lights[row["light"]] = lights.get(row["light"], 0) + row["n"]
            count = processes.get(row["process_id"], ("", "", 0))[2] + row["n"]
            processes[row["process_id"]] = (row["name"], row["digest"], count)
    return Counts(views, lights, processes)


def _check(filters: Filters) -> None:
    for found, allowed, message in (
        (filters.view, VIEWS, NO_SUCH_VIEW),
        (filters.light, ("", *LIGHTS, PENDING), NO_SUCH_LIGHT),
        (filters.sort, SORTS, NO_SUCH_SORT),
    ):
        if found not in allowed:
            raise Rejection("bad_filter", message, allowed=", ".join(filter(None, allowed)), found=found[:40])


def conditions(filters: Filters, mark: str = "") -> tuple[str, dict[str, Any]]:
    """Return what filters add to a query that has JOINS, and its values. mark: tells the values of several filters in one query apart."""
    parts, values = [], {}  # type: list[str], dict[str, Any]
    if filters.light:
        parts.append(f"{LIGHT} = :light{mark}")
        values[f"light{mark}"] = filters.light
    if filters.process:
        parts.append(f"r.process_id = :process{mark}")
        values[f"process{mark}"] = filters.process
    if filters.unit:
        parts.append(f"EXISTS (SELECT 1 FROM task_candidate c WHERE c.task_key = t.key AND c.name LIKE :unit{mark})")
        values[f"unit{mark}"] = f"%@{filters.unit}"
    if filters.q:
        q = f":q{mark} ESCAPE '\\'"
        parts.append(
            f"(r.receipt_number LIKE {q} OR t.title LIKE {q} OR r.title LIKE {q} OR t.name LIKE {q}"
            " OR EXISTS (SELECT 1 FROM task_candidate c JOIN unit u ON c.name LIKE '%@' || u.id WHERE c.task_key = t.key"
            f" AND u.name LIKE {q}))"
        )
        values[f"q{mark}"] = "%" + filters.q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return "".join(f" AND {part}" for part in parts), values


def tasks_of(actor: Actor, view: str, reach: int | None, beyond: str = "") -> tuple[str, dict[str, Any]]:
    """Return a query of task keys that make up a view.

    reach: how many of each list are enough, the first in its order; None: all. beyond: a condition, with {at} and {key} for the columns
    of that order, on those that are taken; only together with reach.
    """

    def first(at: str, key: str, direction: str = "") -> str:
        if reach is None:
            return ""
        return f"{beyond.format(at=at, key=key)} ORDER BY {at}{direction}, {key}{direction} LIMIT {int(reach)}"

    limit, candidate_limit = first("sort_at", "key"), first("sort_at", "task_key")
    me: dict[str, Any] = {"me": actor.account}
    for_others, others_values = in_others_hands(actor, limit) if view in ("mine", "all") else ([], {})
    if view == "done":
        done_limit = first("ended_at", "key", " DESC")
        done = f"SELECT key FROM (SELECT key FROM user_task WHERE completed_by = :me AND state <> 'CREATED'{done_limit}) s"
        return _with_left_undecided(actor, done, me, done_limit)
    mine = f"SELECT key FROM (SELECT key FROM user_task WHERE assignee = :me AND state = 'CREATED'{limit}) s"
    if view == "mine":
        return " UNION ALL ".join([mine, *for_others]), me | others_values
    if actor.everything:
        unassigned = " AND assignee IS NULL" if view == "unassigned" else ""
        return f"SELECT key FROM (SELECT key FROM user_task WHERE state = 'CREATED'{unassigned}{not_sealed('key')}{limit}) s", me
    if view == "all" and actor.holds(*SUPERVISORS):
        # They see all cases, and urge in any; what a secret one keeps to those whom it names, it keeps from them too.
        return f"SELECT key FROM (SELECT key FROM user_task WHERE state = 'CREATED'{not_secret('user_task.key')}{limit}) s", me
    names = [("user", actor.account), *(("group", group) for group in sorted(actor.groups))]
    parts, values = list(for_others), dict(me) | others_values  # type: list[str], dict[str, Any]
    passed_on = new_for_others(actor)
    for place, (kind, name) in enumerate([*names, *passed_on]):
        values[f"n{place}"] = name
        open_to_me = not_secret("task_candidate.task_key") if place >= len(names) else ""
        for assigned in (0,) if view == "unassigned" or open_to_me else (0, 1):
            parts.append(
                f"SELECT task_key AS key FROM (SELECT task_key FROM task_candidate WHERE kind = '{kind}' AND name = :n{place} AND"
                f" assigned = {assigned}{open_to_me}{candidate_limit}) s{place}_{assigned}"
            )
    if actor.groups:
        sealed, sealed_values = sealed_and_named(actor, f"{'AND assigned = 0' if view == 'unassigned' else ''}{candidate_limit}")
        parts.append(sealed)
        values |= sealed_values
    if view == "all":
        parts.append(mine)
        for place, unit in enumerate(sorted(_head_units(actor))):
            values[f"u{place}"] = f"%@{unit}"
            parts.append(
                f"SELECT task_key AS key FROM (SELECT task_key FROM task_candidate WHERE kind = 'group' AND name LIKE"
                f" :u{place}{candidate_limit}) h{place}"
            )
    elif not passed_on and not actor.groups:
        values.pop("me")
    return " UNION ALL ".join(parts), values


def _with_left_undecided(actor: Actor, done: str, me: dict[str, Any], limit: str) -> tuple[str, dict[str, Any]]:
    """Return what somebody did, and what was theirs to decide and lapsed before they did: that is their lateness, told by a notice.

    Source: procedures, section 2, "extension-request": shown to the approver as his lateness.
    """
    to = [("account", actor.account), *(("group", group) for group in sorted(actor.groups))]
    values = {name: value for place, (kind, told) in enumerate(to) for name, value in ((f"k{place}", kind), (f"w{place}", told))}
    told = " OR ".join(f"(n.kind = :k{place} AND n.recipient = :w{place})" for place in range(len(to)))
    left = (
        f"SELECT key FROM (SELECT key, ended_at FROM user_task WHERE state = 'CANCELED' AND key IN (SELECT n.element_instance_key FROM"
        f" notice n WHERE n.notice = '{LEFT_UNDECIDED}' AND ({told})){limit}) u"
    )
    return f"{done} UNION {left}", me | values


def _head_units(actor: Actor) -> set[str]:
    return {holding.unit for holding in actor.holdings if holding.role == "unit-head"}
