"""The OpenAPI 3.1 document of /casework/v1, written from the table of operations."""

import re
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from app import __version__
from app.domain.rejection import CODES
from app.web.api.casework.operation import Operation, Parameter
from app.web.api.casework.shapes import Problem

_REFS: Final = "#/components/schemas/{name}"
_PROBLEMS: Final = {"400": "Badly formed", "404": "Unknown, or not to be seen"}
_BEARER: Final = "a personal access token (duban token create), or an access token of the city's provider where it has one"
_SIGNED_IN: Final = {"401": "Not signed in", "403": "May be seen, not done"}
_CHANGED: Final = {
    "409": "The state forbids it",
    "422": "The same Idempotency-Key with another request",
    "503": "The store cannot be written now",
}


def openapi(operations: Iterable[Operation], prefix: str) -> dict[str, Any]:
    """Return the document. prefix: the address under which the operations hang."""
    known = tuple(operations)
    kinds = [kind for operation in known for kind in (operation.answer, operation.asks) if kind is not None]
    schemas, components = msgspec.json.schema_components([*kinds, Problem], ref_template=_REFS)
    by_kind = dict(zip([*kinds, Problem], schemas, strict=True))
    components["Problem"]["properties"]["code"]["enum"] = sorted(CODES)
    paths: dict[str, dict[str, Any]] = {}
    for operation in known:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, by_kind)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Duban casework", "version": __version__, "description": "What a city's casework adds to the published API."},
        "servers": [{"url": prefix}],
        "security": [{"token": []}, {"session": []}, {"basic": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": _BEARER},
                "basic": {"type": "http", "scheme": "basic", "description": "in a demo city only"},
                "session": {"type": "apiKey", "in": "cookie", "name": "duban-session"},
            },
        },
    }


def _operation(operation: Operation, schemas: dict[Any, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.says,
        "parameters": [*_of_path(operation), *(_parameter(parameter) for parameter in operation.parameters)],
        "responses": _responses(operation, schemas),
    }
    if operation.changes:
        described["parameters"].append(_parameter(Parameter("Idempotency-Key", "the same key gets the first answer", where="header")))
    if operation.asks is not None:
        described["requestBody"] = {"required": operation.changes, "content": {"application/json": {"schema": schemas[operation.asks]}}}
    if operation.upload:
        described["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": _UPLOAD}}}
    if operation.public:
        described["security"] = []
    return described


_UPLOAD: Final = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary"}, "userTaskKey": {"type": "string"}, "replaces": {"type": "string"}},
}


def _of_path(operation: Operation) -> list[dict[str, Any]]:
    names = re.findall(r"\{(\w+)\}", operation.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": parameter.kind}
    if parameter.allowed:
        schema["enum"] = list(parameter.allowed)
    return {
        "name": parameter.name,
        "in": parameter.where,
        "required": parameter.needed,
        "description": parameter.says,
        "schema": schema,
    }


def _responses(operation: Operation, schemas: dict[Any, Any]) -> dict[str, Any]:
    schema = schemas[operation.answer] if operation.answer is not None else {"type": "string", "format": "binary"}
    problem = {"application/problem+json": {"schema": {"$ref": _REFS.format(name="Problem")}}}
    refused = {**_PROBLEMS, **({"429": "Too many requests"} if operation.public else _SIGNED_IN), **(_CHANGED if operation.changes else {})}
    return {
        str(operation.status): {"description": operation.says, "content": {operation.sends: {"schema": schema}}},
        **{status: {"description": says, "content": problem} for status, says in sorted(refused.items())},
    }
