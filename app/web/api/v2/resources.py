"""Deployed files, whatever they define."""

from typing import Any, Final

from flask import Response

from app.domain.keys import read_key
from app.domain.permissions import require
from app.domain.rejection import Rejection
from app.queries.definition_of import definition_of
from app.service.retire_definition import RetireDefinition
from app.web.api.exchange import TENANT, api, asker, body, carry_out, change, field, send
from app.web.api.v2 import shapes
from app.web.api.v2.blueprint import blueprint
from app.web.surface import surface

_TYPES: Final = {
    "process": "text/xml; charset=utf-8",
    "decision": "text/xml; charset=utf-8",
    "form": "application/json",
    "paper": "application/json",
}


def _resource(key: str) -> tuple[Any, bytes]:
    return surface().door.ask(definition_of, None, read_key(key, "resourceKey"))


@blueprint.get("/resources/<key>")
@api
def get_resource(key: str) -> Response:
    row, _ = _resource(key)
    return send(
        {
            "resourceName": row["resource_name"],
            "version": row["version"],
            "versionTag": row["version_tag"],
            "resourceId": row["id"],
            "tenantId": TENANT,
            "resourceKey": str(row["key"]),
        }
    )


@blueprint.post("/resources/<key>/deletion")
@change
def delete_resource(key: str) -> Response:
    """Retire a definition: what runs goes on, and its history stays, so `deleteHistory` is refused."""
    require(asker(), ("designer",), "retire a process")
    given = body({"operationReference", "deleteHistory"})
    if field(given, "deleteHistory", bool):
        raise Rejection("bad_request", "Expected deleteHistory to be false: the history of a case is kept")
    command = RetireDefinition(read_key(key, "resourceKey"))
    return carry_out(command, lambda answer: (200, {"resourceKey": str(answer["key"]), "batchOperation": None}))


@blueprint.get("/resources/<key>/content")
@api
def get_content(key: str) -> Response:
    """Return the file as it was deployed, by its own type."""
    row, raw = _resource(key)
    return Response(raw, content_type=_TYPES[row["kind"]])


@blueprint.get("/resources/<key>/content/binary")
@api
def get_binary_content(key: str) -> Response:
    _, raw = _resource(key)
    return Response(raw, content_type="application/octet-stream")


@blueprint.get("/forms/<key>")
@api
def get_form(key: str) -> Response:
    return send(shapes.form(*surface().door.ask(definition_of, "form", read_key(key, "formKey"))))
