"""Taking a process instance to another version of its process. Body as published; `reason`, which may be left out, is ours."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from app.domain.keys import read_key
from app.domain.rejection import Rejection
from app.queries.allowed import may_operate
from app.service.migrate_instance import MigrateInstance
from app.web.api.exchange import asker, body, carry_out, change, field, nothing, number, permitted
from app.web.api.v2.blueprint import blueprint
from app.web.surface import surface

_ALLOWED: Final = {"targetProcessDefinitionKey", "mappingInstructions", "operationReference", "reason"}
_INSTRUCTION: Final = ("sourceElementId", "targetElementId")
LONGEST_REASON: Final = 2000


@blueprint.post("/process-instances/<key>/migration")
@change
def migrate_instance(key: str) -> Response:
    instance = read_key(key, "processInstanceKey")
    command = permitted(lambda: _read(instance, body(_ALLOWED)), lambda: surface().door.ask(may_operate, asker(), instance))
    return carry_out(command, nothing)


def _read(instance: int, given: Mapping[str, Any]) -> MigrateInstance:
    number(given, "operationReference", 1, 2**63 - 1)
    reason = field(given, "reason", str) or ""
    if len(reason) > LONGEST_REASON:
        raise Rejection(
            "bad_request", "Expected a reason of at most %(most)s characters, but found %(found)s", most=LONGEST_REASON, found=len(reason)
        )
    target = read_key(given.get("targetProcessDefinitionKey"), "targetProcessDefinitionKey")
    return MigrateInstance(instance, target, _mapping(field(given, "mappingInstructions", list, needed=True)), reason.strip())


def _mapping(instructions: list[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, said in enumerate(instructions):
        if not isinstance(said, Mapping) or set(said) != set(_INSTRUCTION) or not all(isinstance(id, str) for id in said.values()):
            raise Rejection(
                "bad_request",
                "Expected mappingInstructions[%(place)s] to name sourceElementId and targetElementId, each as text, and nothing else",
                place=place,
            )
        source = said["sourceElementId"]
        if source in found:
            raise Rejection("bad_request", "Expected one mapping for the element %(element)s, but found two", element=source[:100])
        found[source] = said["targetElementId"]
    return found
