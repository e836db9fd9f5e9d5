"""Variables: of all cases, and as a user task sees them."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response, request

from app.domain.keys import read_key
from app.domain.rejection import Rejection
from app.queries.person import person_sight
from app.queries.search import Found, search
from app.queries.search_page import known
from app.queries.searches import VARIABLES, case_sight
from app.queries.task_scopes import effective_variables, visible_variables
from app.web.access import note_read
from app.web.api.exchange import api, asker, body, send
from app.web.api.v2 import shapes
from app.web.api.v2.blueprint import blueprint
from app.web.api.v2.user_tasks import seen_task
from app.web.surface import surface

CUT_AT: Final = 8191
"""Characters after which a search cuts a value, as published."""


def _limit() -> int | None:
    asked = request.args.get("truncateValues", "true").lower()
    if asked not in ("true", "false"):
        raise Rejection("bad_request", "Expected truncateValues to be true or false, but found %(found)s", found=asked[:20])
    return CUT_AT if asked == "true" else None


def _found(asked: Mapping[str, Any], sight: tuple[str, Mapping[str, Any]]) -> Found:
    hidden, values = person_sight(asker(), "v")
    shown = (" AND ".join(filter(None, (sight[0], hidden))), {**sight[1], **values})
    found: Found = surface().door.ask(search, VARIABLES, asked, shown)
    note_read("variables", cases={row["case_key"] for row in found.rows})
    return found


def _page(found: Found, limit: int | None) -> Response:
    return send(shapes.page(found, [shapes.found_variable(row, limit) for row in found.rows]))


@blueprint.post("/variables/search")
@api
def search_all() -> Response:
    limit = _limit()
    return _page(_found(body(), case_sight(asker(), "v.case_key", "r")), limit)


@blueprint.get("/variables/<key>")
@api
def get_variable(key: str) -> Response:
    number = read_key(key, "variableKey")
    found = _found({"filter": {"variableKey": number}}, case_sight(asker(), "v.case_key", "r"))
    if not found.rows:
        raise Rejection("not_found", "Expected a variable with the key %(key)s, but there is none that you may see", key=number)
    return send(shapes.variable(found.rows[0]))


@blueprint.post("/user-tasks/<key>/variables/search")
@api
def search_task_variables(key: str) -> Response:
    """Search the variables that the task sees, those of each scope above it: one name may come several times."""
    return _of_task(key, effective=False)


@blueprint.post("/user-tasks/<key>/effective-variables/search")
@api
def search_effective_variables(key: str) -> Response:
    """Search the variables that the task sees, the nearest of each name."""
    return _of_task(key, effective=True)


def _of_task(key: str, *, effective: bool) -> Response:
    task, row = seen_task(key)
    limit, asked, door = _limit(), body(), surface().door
    given = asked.get("filter") or {}
    known(given, {"name"}, "filter")
    if effective:
        known(asked.get("page") or {}, {"from", "limit"}, "page")
    keys = door.ask(effective_variables if effective else visible_variables, door.surroundings, row["case_key"], task, door.now())
    return _page(_found(asked, (f"v.key IN ({', '.join(map(str, keys)) or '-1'})", {})), limit)
