"""Process and decision definitions: search and read."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from app.domain.keys import read_key
from app.domain.rejection import Rejection
from app.queries.definition_file import definition_file
from app.queries.search import Found, search
from app.queries.searches import DECISION_DEFINITIONS, PROCESS_DEFINITIONS
from app.web.api.exchange import TENANT, api, body, send
from app.web.api.v2 import shapes
from app.web.api.v2.blueprint import blueprint
from app.web.surface import surface

_PROCESSES = ("d.kind = 'process' AND d.state = 'active'", {})  # type: tuple[str, dict[str, Any]]
_DECISIONS = ("d.kind = 'decision' AND d.state = 'active'", {})  # type: tuple[str, dict[str, Any]]


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    door = surface().door
    detail = door.ask(door.surroundings.process_detail, row["digest"], row["id"])
    return shapes.process_definition(row, detail.start_form is not None)


@blueprint.post("/process-definitions/search")
@api
def search_processes() -> Response:
    found: Found = surface().door.ask(search, PROCESS_DEFINITIONS, body(), _PROCESSES)
    return send(shapes.page(found, [_shown(row) for row in found.rows]))


def _process(key: str) -> Mapping[str, Any]:
    found: Found = surface().door.ask(search, PROCESS_DEFINITIONS, {"filter": {"processDefinitionKey": read_key(key, "processDefinitionKey")}}, _PROCESSES)
    if not found.rows:
        raise Rejection("not_found", "Expected a process definition with the key %(key)s, but there is none", key=key)
    return found.rows[0]


@blueprint.get("/process-definitions/<key>")
@api
def get_process(key: str) -> Response:
    return send(_shown(_process(key)))


@blueprint.get("/process-definitions/<key>/xml")
@api
def get_process_xml(key: str) -> Response:
    return Response(surface().door.ask(definition_file, _process(key)["digest"]), content_type="text/xml; charset=utf-8")


def _decision(row: Mapping[str, Any]) -> dict[str, Any]:
    import json

    detail = json.loads(row["detail"])
    return {
        "decisionDefinitionId": row["id"], "decisionDefinitionKey": str(row["key"]), "decisionRequirementsId": detail["requirementsId"], "decisionRequirementsKey": str(row["deployment_key"]),
        "decisionRequirementsName": detail["requirementsName"], "decisionRequirementsVersion": row["version"], "name": row["name"], "tenantId": TENANT, "version": row["version"],
    }  # fmt: skip


@blueprint.post("/decision-definitions/search")
@api
def search_decisions() -> Response:
    found: Found = surface().door.ask(search, DECISION_DEFINITIONS, body(), _DECISIONS)
    return send(shapes.page(found, [_decision(row) for row in found.rows]))
