"""User tasks: search, read, assign, complete."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from app.domain.keys import read_key
from app.domain.rejection import Rejection
from app.queries.definition_file import definition_file
from app.queries.search import Found, search
from app.queries.searches import USER_TASKS, VARIABLES, case_sight
from app.queries.task_candidates import task_candidates
from app.queries.task_page import task_page
from app.queries.task_scopes import task_variables
from app.service.assign_task import AssignTask
from app.service.complete_task import CompleteTask
from app.service.release_task import ReleaseTask
from app.web.api.exchange import TENANT, api, asker, body, carry_out, field, nothing, send
from app.web.api.v2 import shapes
from app.web.api.v2.blueprint import blueprint
from app.web.surface import surface

CUT_AT = 8191
"""Characters after which a search cuts a value, as published."""


def _sight() -> tuple[str, Mapping[str, Any]]:
    return case_sight(asker(), "t.case_key", "r")


@blueprint.post("/user-tasks/search")
@api
def search_tasks() -> Response:
    door = surface().door
    found: Found = door.ask(search, USER_TASKS, body(), _sight())
    candidates = door.ask(task_candidates, [row["key"] for row in found.rows if row["state"] == "CREATED"])
    return send(shapes.page(found, [shapes.user_task(row, candidates.get(row["key"], {})) for row in found.rows]))


def _task(key: str) -> tuple[int, Mapping[str, Any]]:
    number = read_key(key, "userTaskKey")
    found: Found = surface().door.ask(search, USER_TASKS, {"filter": {"userTaskKey": number}}, _sight())
    if not found.rows:
        raise Rejection("not_found", "Expected a user task with the key %(key)s, but there is none that you may see", key=key)
    return number, found.rows[0]


@blueprint.get("/user-tasks/<key>")
@api
def get_task(key: str) -> Response:
    number, row = _task(key)
    return send(shapes.user_task(row, surface().door.ask(task_candidates, [number]).get(number, {})))


@blueprint.post("/user-tasks/<key>/completion")
@api
def complete(key: str) -> Response:
    given = body({"variables", "action"})
    return carry_out(CompleteTask(read_key(key, "userTaskKey"), field(given, "variables", dict) or {}), nothing)


@blueprint.post("/user-tasks/<key>/assignment")
@api
def assign(key: str) -> Response:
    given = body({"assignee", "allowOverride", "action"})
    override = field(given, "allowOverride", bool)
    command = AssignTask(read_key(key, "userTaskKey"), field(given, "assignee", str, needed=True), True if override is None else override)
    return carry_out(command, nothing)


@blueprint.delete("/user-tasks/<key>/assignee")
@api
def unassign(key: str) -> Response:
    return carry_out(ReleaseTask(read_key(key, "userTaskKey")), nothing)


@blueprint.get("/user-tasks/<key>/form")
@api
def get_task_form(key: str) -> Response:
    """Return the form that the task was created with; 204 where it has none."""
    _, row = _task(key)
    if row["form_digest"] is None:
        return Response(status=204)
    schema = surface().door.ask(definition_file, row["form_digest"]).decode()
    version = surface().door.ask(lambda store: store.value("SELECT version FROM definition WHERE key = :key", key=row["form_key"]))
    return send({"tenantId": TENANT, "formId": row["form_id"], "schema": schema, "version": version, "formKey": str(row["form_key"])})


@blueprint.post("/user-tasks/<key>/variables/search")
@api
def search_task_variables(key: str) -> Response:
    """Search the variables that the task sees, scope by scope, the nearest of each name."""
    number, row = _task(key)
    door = surface().door
    door.ask(task_page, asker(), number)
    keys = door.ask(task_variables, door.surroundings, row["case_key"], number, door.now())
    found: Found = door.ask(search, VARIABLES, body(), (f"v.key IN ({', '.join(map(str, keys)) or '-1'})", {}))
    return send(shapes.page(found, [shapes.variable(one, CUT_AT) for one in found.rows]))
