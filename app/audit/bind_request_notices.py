"""Who is told of a request: more time that was asked for, granted, refused or left undecided, and an appeal against points.

Who decides is told that something waits for a decision, and who asked, what became of it. What lapsed undecided is told to both: it stands
as lateness of who had to decide. Source: procedures, section 2, "extension-request"; section 3, "Points".
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from app.domain.canonical import canonical, parse
from app.domain.extension_request import PROCESS
from app.domain.fact import Fact
from app.domain.keys import case_key_of
from app.domain.points_rights import DECIDERS
from app.domain.roles import SUPERVISORS
from app.store.database import Reader

LAPSED: Final = "extension-lapsed"
"""Told to who had to decide, of the task that was left undecided."""

OVERTAKEN: Final = "extension-overtaken"
"""Told to who decides and to who asked, when the deadline is moved while the request waits."""

_TOLD: Final = {"granted": "extension-granted", "refused": "extension-refused", "lapsed": "extension-undecided"}
_NOBODY: Final = frozenset({"clock", "public", "system"})


def request_notices(store: Reader, facts: Sequence[Fact]) -> Iterator[Fact]:
    """Yield the notices about requests that an event brings, without the instant at which they are told."""
    for fact in facts:
        if fact.kind == "extension_requested":
            yield from _asked(fact, facts)
        elif fact.kind == "process_instance_completed" and fact.public["process"] == PROCESS:
            yield from _ended(store, fact.key or 0, facts)
        elif fact.kind == "deadline_moved" and fact.key is not None:
            yield from _overtaken(store, fact, facts)
        elif fact.kind == "points_appealed":
            yield _notice("points-appealed", fact.element_id, fact.key, [f"group:{role}" for role in DECIDERS if role in SUPERVISORS])
        elif fact.kind == "points_appeal_decided":
            who = store.value("SELECT appealed_by FROM points_movement WHERE key = :key", key=int(fact.public["movementKey"]))
            told = "points-given-back" if fact.public["granted"] else "points-stand"
            yield _notice(told, fact.element_id, fact.key, [f"account:{who}"] if who else [])


def _asked(asked: Fact, facts: Sequence[Fact]) -> Iterator[Fact]:
    for task in facts:
        if task.kind == "task_created" and str(task.public["processInstanceKey"]) == str(asked.public["requestKey"]):
            said = {"deadlineAt": asked.public["deadlineAt"], "newDate": asked.public["newDate"]}
            yield _notice("extension-asked", task.element_id, task.key, _candidates(task.public), **said)


def _candidates(public: dict[str, Any]) -> list[str]:
    if public.get("assignee"):
        return [f"account:{public['assignee']}"]
    users = [f"account:{name}" for name in public.get("candidateUsers", ())]
    return [*(f"group:{name}" for name in public.get("candidateGroups", ())), *users]


def _ended(store: Reader, request: int, facts: Sequence[Fact]) -> Iterator[Fact]:
    ends = [
        one.element_id for one in facts if one.kind == "element_completed" and str(one.public.get("processInstanceKey")) == str(request)
    ]
    told = _TOLD.get(ends[-1] or "") if ends else None
    key = store.value("SELECT value FROM variable WHERE scope_key = :key AND name = 'deadlineKey'", key=request)
    about = store.one("SELECT key, element_id, deadline_at FROM deadline WHERE key = :key", key=int(parse(key))) if key else None
    if told is None or about is None:
        return
    moved = next((one for one in facts if one.kind == "deadline_moved" and one.key == about["key"]), None)
    said = {"deadlineAt": moved.public["deadlineAt"] if moved is not None else about["deadline_at"]}
    asker = store.value("SELECT started_by FROM process_instance WHERE key = :key", key=request)
    yield _notice(told, about["element_id"], about["key"], [f"account:{asker}"] if asker and asker not in _NOBODY else [], **said)
    if told == _TOLD["lapsed"]:
        for task in store.all("SELECT key, element_id, assignee FROM user_task WHERE process_instance_key = :key", key=request):
            yield _notice(LAPSED, task["element_id"], task["key"], _who_had_it(store, task), **said)


def _overtaken(store: Reader, moved: Fact, facts: Sequence[Fact]) -> Iterator[Fact]:
    """Tell who decides and who asked that a deadline was moved, as by a correction, while more time for it waits to be decided."""
    waiting = store.all(
        "SELECT p.key, p.started_by, a.value AS asked FROM process_instance p"
        " JOIN variable v ON v.scope_key = p.key AND v.name = 'deadlineKey'"
        " JOIN variable a ON a.scope_key = p.key AND a.name = 'askedDate'"
        " WHERE p.case_key = :case AND p.process_id = :process AND p.state = 'ACTIVE' AND v.value = :about",
        case=case_key_of(moved.key or 0),
        process=PROCESS,
        about=canonical(str(moved.key)),
    )
    over = {one.key for one in facts if one.kind in ("process_instance_completed", "process_instance_cancelled")}
    for request in waiting:
        tasks = store.all("SELECT key, assignee FROM user_task WHERE process_instance_key = :key AND state = 'CREATED'", key=request["key"])
        if request["key"] in over or not tasks:
            continue
        to = [who for task in tasks for who in _who_had_it(store, task)]
        to += [f"account:{request['started_by']}"] if request["started_by"] and request["started_by"] not in _NOBODY else []
        said = {"deadlineAt": moved.public["deadlineAt"], "newDate": str(parse(request["asked"]))}
        yield _notice(OVERTAKEN, moved.element_id, moved.key, list(dict.fromkeys(to)), **said)


def _who_had_it(store: Reader, task: Any) -> list[str]:
    if task["assignee"]:
        return [f"account:{task['assignee']}"]
    rows = store.all("SELECT kind, name FROM task_candidate WHERE task_key = :key ORDER BY kind, name", key=task["key"])
    return [f"{'group' if one['kind'] == 'group' else 'account'}:{one['name']}" for one in rows if one["name"]]


def _notice(notice: str, element_id: str | None, key: int | None, to: list[str], **said: str) -> Fact:
    return Fact("notice_given", element_id, key, {"notice": notice, "to": to, **said})
