"""Process instances: create, search, read, cancel, their incidents."""

import time
from collections.abc import Mapping
from typing import Any, Final

from flask import Response, request

from app.domain.canonical import parse
from app.domain.keys import read_key
from app.domain.rejection import Rejection
from app.domain.unknown_target import instance_unknown
from app.queries.allowed import may_operate, may_start_process
from app.queries.search import Found, search
from app.queries.searches import INCIDENTS, PROCESS_INSTANCES, case_sight
from app.queries.variables_of import variables_of
from app.service.cancel_instance import CancelInstance
from app.service.resolve_incidents import ResolveIncidents
from app.service.start_instance import StartInstance
from app.web.api.exchange import TENANT, api, asker, body, carry_out, change, field, nothing, number, permitted, send, tenant
from app.web.api.v2 import shapes
from app.web.api.v2.blueprint import blueprint
from app.web.problem import problem_response
from app.web.surface import surface

_CREATE: Final = {
    "processDefinitionId",
    "processDefinitionKey",
    "processDefinitionVersion",
    "variables",
    "businessId",
    "tenantId",
    "awaitCompletion",
    "fetchVariables",
    "requestTimeout",
    "operationReference",
    "startInstructions",
    "runtimeInstructions",
    "tags",
}
_UNSUPPORTED: Final = ("startInstructions", "runtimeInstructions", "tags")
WAIT_MS: Final = 10_000
"""How long a request waits for the end of its process unless it says otherwise."""

LONGEST_WAIT_MS: Final = 60_000
LOOK_AGAIN_SECONDS: Final = 0.05


@blueprint.post("/process-instances")
@change
def create_instance() -> Response:
    given = body()
    command = permitted(lambda: _start(given), lambda: _may_start(given))
    response = carry_out(command, _created)
    return _awaited(response, given) if given.get("awaitCompletion") and response.status_code == 200 else response


def _start(given: Mapping[str, Any]) -> StartInstance:
    for name in given:
        if name not in _CREATE:
            listed = ", ".join(sorted(_CREATE))
            raise Rejection("bad_request", "Expected only %(allowed)s, but found %(found)s", allowed=listed, found=name[:60])
    for name in _UNSUPPORTED:
        if given.get(name):
            raise Rejection("bad_request", "Expected a request without %(name)s, which is not supported", name=name)
    tenant(given)
    field(given, "awaitCompletion", bool)
    names = field(given, "fetchVariables", list) or []
    if not all(isinstance(name, str) for name in names):
        raise Rejection("bad_request", "Expected names of variables in fetchVariables")
    number(given, "requestTimeout", -1, LONGEST_WAIT_MS)
    number(given, "operationReference", 1, 2**63 - 1)
    key, process = given.get("processDefinitionKey"), field(given, "processDefinitionId", str)
    if (key is None) == (process is None):
        raise Rejection("bad_request", "Expected either processDefinitionId or processDefinitionKey")
    business = field(given, "businessId", str)
    if business is not None and not 1 <= len(business) <= 256:
        raise Rejection("bad_request", "Expected a businessId of 1 to 256 characters, but found %(found)s", found=len(business))
    return StartInstance(
        process,
        read_key(key, "processDefinitionKey") if key is not None else None,
        number(given, "processDefinitionVersion", -1),
        field(given, "variables", dict) or {},
        business_id=business,
    )


def _may_start(given: Mapping[str, Any]) -> None:
    door, process = surface().door, given.get("processDefinitionId")
    try:
        key = read_key(given["processDefinitionKey"], "processDefinitionKey") if "processDefinitionKey" in given else None
    except Rejection:
        return
    if isinstance(process, str) or key is not None:
        door.ask(may_start_process, asker(), door.surroundings, process if isinstance(process, str) else None, key)


def _created(answer: dict[str, Any]) -> tuple[int, Any]:
    definition = answer["definition"]
    return 200, {
        "processDefinitionId": definition["id"],
        "processDefinitionVersion": definition["version"],
        "tenantId": TENANT,
        "variables": {},
        "processDefinitionKey": str(definition["key"]),
        "processInstanceKey": str(answer["key"]),
        "tags": [],
        "businessId": answer["business_id"] or answer["receipt_number"],
    }


def _awaited(response: Response, given: Mapping[str, Any]) -> Response:
    """Wait for the end of the process just started, and answer with its variables; 504 where that takes too long: the process goes on."""
    created: dict[str, Any] = parse(response.get_data(as_text=True))
    key, wanted = int(created["processInstanceKey"]), given.get("fetchVariables") or None
    most = number(given, "requestTimeout", -1, LONGEST_WAIT_MS) or 0
    until = time.monotonic() + (most if most > 0 else WAIT_MS) / 1000
    state, variables = surface().door.ask(variables_of, key)
    while state == "ACTIVE":
        if time.monotonic() >= until:
            late = Rejection("timed_out", "Expected process instance %(key)s to complete in time, but it still runs; it goes on", key=key)
            return problem_response(late, request.path)
        time.sleep(LOOK_AGAIN_SECONDS)
        state, variables = surface().door.ask(variables_of, key)
    if state != "COMPLETED":
        ended = Rejection("case_closed", "Expected process instance %(key)s to complete, but it was cancelled", key=key)
        return problem_response(ended, request.path)
    created["variables"] = {name: value for name, value in variables.items() if wanted is None or name in wanted}
    return send(created)


@blueprint.post("/process-instances/search")
@api
def search_instances() -> Response:
    found: Found = surface().door.ask(search, PROCESS_INSTANCES, body(), case_sight(asker(), "p.case_key", "r"), asker())
    return send(shapes.page(found, [shapes.process_instance(row) for row in found.rows]))


@blueprint.get("/process-instances/<key>")
@api
def get_instance(key: str) -> Response:
    return send(shapes.process_instance(_instance(read_key(key, "processInstanceKey"))))


def _instance(key: int) -> Mapping[str, Any]:
    asked = {"filter": {"processInstanceKey": key}}
    found: Found = surface().door.ask(search, PROCESS_INSTANCES, asked, case_sight(asker(), "p.case_key", "r"), asker())
    if not found.rows:
        raise instance_unknown(key)
    return found.rows[0]


@blueprint.post("/process-instances/<key>/cancellation")
@change
def cancel_instance(key: str) -> Response:
    instance = read_key(key, "processInstanceKey")
    permitted(reference, lambda: surface().door.ask(may_operate, asker(), instance))
    return carry_out(CancelInstance(instance), nothing)


@blueprint.post("/process-instances/<key>/incidents/search")
@api
def search_instance_incidents(key: str) -> Response:
    """Search the incidents of a process instance and of those that it called."""
    instance = read_key(key, "processInstanceKey")
    row = _instance(instance)
    sight, values = "i.process_instance_key = :of_instance", {"of_instance": instance}
    if row["key"] == row["case_key"]:
        sight = "i.case_key = :of_instance"
    found: Found = surface().door.ask(search, INCIDENTS, body(), (sight, values))
    return send(shapes.page(found, [shapes.incident(one) for one in found.rows]))


@blueprint.post("/process-instances/<key>/incident-resolution")
@change
def resolve_instance_incidents(key: str) -> Response:
    instance = read_key(key, "processInstanceKey")
    permitted(reference, lambda: surface().door.ask(may_operate, asker(), instance))
    return carry_out(ResolveIncidents(instance), _batch)


def _batch(answer: dict[str, Any]) -> tuple[int, Any]:
    return 200, {"batchOperationKey": str(answer["key"]), "batchOperationType": "RESOLVE_INCIDENT"}


def reference() -> None:
    """Check a body that may hold no more than a reference of the caller's own."""
    number(body({"operationReference"}), "operationReference", 1, 2**63 - 1)
