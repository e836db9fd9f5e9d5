"""Process definitions: search and read."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from app.domain.keys import read_key
from app.queries.definition_of import definition_of, start_form_of
from app.queries.search import Found, search
from app.queries.searches import PROCESS_DEFINITIONS
from app.web.api.exchange import api, body, send
from app.web.api.v2 import shapes
from app.web.api.v2.blueprint import blueprint
from app.web.surface import surface

_IN_FORCE: Final[tuple[str, dict[str, Any]]] = ("d.kind = 'process' AND d.state = 'active'", {})


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    door = surface().door
    return shapes.process_definition(row, door.ask(door.surroundings.process_detail, row["digest"], row["id"]).start_form is not None)


@blueprint.post("/process-definitions/search")
@api
def search_processes() -> Response:
    found: Found = surface().door.ask(search, PROCESS_DEFINITIONS, body(), _IN_FORCE)
    return send(shapes.page(found, [_shown(row) for row in found.rows]))


@blueprint.get("/process-definitions/<key>")
@api
def get_process(key: str) -> Response:
    row, _ = surface().door.ask(definition_of, "process", read_key(key, "processDefinitionKey"))
    return send(_shown(row))


@blueprint.get("/process-definitions/<key>/xml")
@api
def get_process_xml(key: str) -> Response:
    _, raw = surface().door.ask(definition_of, "process", read_key(key, "processDefinitionKey"))
    return Response(raw, content_type="text/xml; charset=utf-8")


@blueprint.get("/process-definitions/<key>/form")
@api
def get_start_form(key: str) -> Response:
    """Return the form with which the process is started; 204 where it has none."""
    door = surface().door
    found = door.ask(start_form_of, door.surroundings, read_key(key, "processDefinitionKey"))
    return Response(status=204) if found is None else send(shapes.form(*found))
