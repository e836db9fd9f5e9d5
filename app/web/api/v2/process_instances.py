"""Process instances: create, search, read, cancel."""

from typing import Any

from flask import Response

from app.domain.keys import read_key
from app.domain.rejection import Rejection
from app.queries.search import Found, search
from app.queries.searches import PROCESS_INSTANCES, case_sight
from app.service.cancel_instance import CancelInstance
from app.service.start_instance import StartInstance
from app.web.api.exchange import TENANT, api, asker, body, carry_out, field, nothing, send
from app.web.api.v2 import shapes
from app.web.api.v2.blueprint import blueprint
from app.web.surface import surface

_CREATE = {
    "processDefinitionId", "processDefinitionKey", "processDefinitionVersion", "variables", "businessId", "tenantId", "awaitCompletion", "fetchVariables", "requestTimeout",
    "operationReference", "startInstructions", "runtimeInstructions", "tags",
}  # fmt: skip


@blueprint.post("/process-instances")
@api
def create_instance() -> Response:
    given = body(_CREATE)
    for name in ("startInstructions", "runtimeInstructions", "tags", "awaitCompletion"):
        if given.get(name):
            raise Rejection("bad_request", "Expected a request without %(name)s, which is not supported", name=name)
    version = field(given, "processDefinitionVersion", object)
    key = given.get("processDefinitionKey")
    if (key is None) == (given.get("processDefinitionId") is None):
        raise Rejection("bad_request", "Expected either processDefinitionId or processDefinitionKey")
    command = StartInstance(
        field(given, "processDefinitionId", str), read_key(key, "processDefinitionKey") if key is not None else None, int(version) if version is not None else None,
        field(given, "variables", dict) or {}, business_id=field(given, "businessId", str),
    )  # fmt: skip
    return carry_out(command, _created)


def _created(answer: dict[str, Any]) -> tuple[int, Any]:
    definition = answer["definition"]
    return 200, {
        "processDefinitionId": definition["id"], "processDefinitionVersion": definition["version"], "tenantId": TENANT, "variables": {},
        "processDefinitionKey": str(definition["key"]), "processInstanceKey": str(answer["key"]), "tags": [], "businessId": answer["business_id"] or answer["receipt_number"],
    }  # fmt: skip


@blueprint.post("/process-instances/search")
@api
def search_instances() -> Response:
    actor = asker()
    found: Found = surface().door.ask(search, PROCESS_INSTANCES, body(), case_sight(actor, "p.case_key", "p"))
    return send(shapes.page(found, [shapes.process_instance(row) for row in found.rows]))


@blueprint.get("/process-instances/<key>")
@api
def get_instance(key: str) -> Response:
    number = read_key(key, "processInstanceKey")
    request = {"filter": {"processInstanceKey": number}}
    found: Found = surface().door.ask(search, PROCESS_INSTANCES, request, case_sight(asker(), "p.case_key", "p"))
    if not found.rows:
        raise Rejection("not_found", "Expected a process instance with the key %(key)s, but there is none that you may see", key=key)
    return send(shapes.process_instance(found.rows[0]))


@blueprint.post("/process-instances/<key>/cancellation")
@api
def cancel_instance(key: str) -> Response:
    body({"operationReference"})
    return carry_out(CancelInstance(read_key(key, "processInstanceKey")), nothing)
