"""User tasks: search, read, change, assign, complete."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import Response

from app.domain.instant import instant_text
from app.domain.keys import read_key
from app.domain.rejection import Rejection
from app.domain.task import task_unknown
from app.queries.allowed import may_assign, may_change_task, may_complete
from app.queries.definition_of import form_of_task
from app.queries.found_tasks import found_tasks
from app.service.assign_task import AssignTask
from app.service.complete_task import CompleteTask
from app.service.release_task import ReleaseTask
from app.service.update_task import UpdateTask
from app.web.api.exchange import api, asker, body, carry_out, change, field, nothing, number, permitted, send
from app.web.api.v2 import shapes
from app.web.api.v2.blueprint import blueprint
from app.web.surface import surface

_DATES: Final = {"dueDate": "dueAt", "followUpDate": "followUpAt"}
MOST_CANDIDATES: Final = 100


@blueprint.post("/user-tasks/search")
@api
def search_tasks() -> Response:
    found, candidates = surface().door.ask(found_tasks, asker(), body())
    return send(shapes.page(found, [shapes.user_task(row, candidates.get(row["key"], {})) for row in found.rows]))


def seen_task(key: str) -> tuple[int, Mapping[str, Any]]:
    """Return key and row of a task. Raises Rejection("not_found") where there is none that the asker may see."""
    task = read_key(key, "userTaskKey")
    return task, _seen(task)[0]


def _seen(task: int) -> tuple[Mapping[str, Any], Mapping[str, list[str]]]:
    found, candidates = surface().door.ask(found_tasks, asker(), {"filter": {"userTaskKey": task}})
    if not found.rows:
        raise task_unknown(task)
    return found.rows[0], candidates.get(task, {})


@blueprint.get("/user-tasks/<key>")
@api
def get_task(key: str) -> Response:
    task = read_key(key, "userTaskKey")
    row, candidates = _seen(task)
    return send(shapes.user_task(row, candidates))


@blueprint.get("/user-tasks/<key>/form")
@api
def get_task_form(key: str) -> Response:
    """Return the form that the task was created with; 204 where it has none."""
    _, row = seen_task(key)
    found = surface().door.ask(form_of_task, row["form_key"])
    return Response(status=204) if found is None else send(shapes.form(*found))


@blueprint.post("/user-tasks/<key>/completion")
@change
def complete(key: str) -> Response:
    task = read_key(key, "userTaskKey")

    def answers() -> dict[str, Any]:
        given = body({"variables", "action"})
        field(given, "action", str)
        return field(given, "variables", dict) or {}

    sent = permitted(answers, lambda: surface().door.ask(may_complete, asker(), task))
    return carry_out(CompleteTask(task, sent, only_visible=True), nothing)


@blueprint.post("/user-tasks/<key>/assignment")
@change
def assign(key: str) -> Response:
    task = read_key(key, "userTaskKey")

    def command() -> AssignTask:
        given = body({"assignee", "allowOverride", "action"})
        field(given, "action", str)
        override = field(given, "allowOverride", bool)
        return AssignTask(task, field(given, "assignee", str, needed=True), True if override is None else override)

    return carry_out(permitted(command, lambda: surface().door.ask(may_assign, asker(), task)), nothing)


@blueprint.delete("/user-tasks/<key>/assignee")
@change
def unassign(key: str) -> Response:
    return carry_out(ReleaseTask(read_key(key, "userTaskKey")), nothing)


@blueprint.patch("/user-tasks/<key>")
@change
def update(key: str) -> Response:
    task = read_key(key, "userTaskKey")
    changes = permitted(_changes, lambda: surface().door.ask(may_change_task, asker(), task))
    return carry_out(UpdateTask(task, changes), nothing)


def _changes() -> dict[str, Any]:
    """Read a changeset. Null leaves a thing as it is; an empty text takes a date away, an empty list all candidates."""
    given = body({"changeset", "action"})
    field(given, "action", str)
    changeset = field(given, "changeset", dict) or {}
    known = {*_DATES, "candidateGroups", "candidateUsers", "priority"}
    for name in changeset:
        if name not in known:
            listed = ", ".join(sorted(known))
            raise Rejection("bad_request", "Expected only %(allowed)s, but found %(found)s", allowed=listed, found=name[:60])
    changes: dict[str, Any] = {}
    for name, ours in _DATES.items():
        text = field(changeset, name, str)
        if text is not None:
            changes[ours] = _instant(name, text) if text else None
    for name in ("candidateGroups", "candidateUsers"):
        names = field(changeset, name, list)
        if names is not None:
            changes[name] = _names(name, names)
    priority = number(changeset, "priority", 0, 100)
    return changes if priority is None else {**changes, "priority": priority}


def _instant(name: str, text: str) -> str:
    try:
        return instant_text(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        raise Rejection(
            "bad_request", "Expected an instant such as 2026-01-05T09:30:00Z for %(name)s, but found %(found)s", name=name, found=text[:40]
        ) from None


def _names(name: str, given: list[Any]) -> list[str]:
    if len(given) > MOST_CANDIDATES or not all(isinstance(one, str) and 0 < len(one) <= 200 and one.isprintable() for one in given):
        raise Rejection("bad_request", "Expected at most %(most)s names as %(name)s", most=MOST_CANDIDATES, name=name)
    return given
