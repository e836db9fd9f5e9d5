"""Evaluating one expression, for those who draw and those who look after cases."""

from decimal import Decimal
from typing import Any

from flask import Response
from msgspec import Raw

from app.domain.canonical import number_text
from app.domain.keys import read_key
from app.domain.rejection import Rejection
from app.queries.evaluate_expression import evaluate_expression
from app.web.access import note_read
from app.web.api.exchange import api, asker, body, field, send, tenant
from app.web.api.v2.blueprint import blueprint
from app.web.asked_language import asked_language
from app.web.presentation.told import told_each
from app.web.surface import surface

LONGEST = 16_000


@blueprint.post("/expression/evaluation")
@api
def evaluate_one_expression() -> Response:
    given = body({"expression", "tenantId", "scopeKey", "variables"})
    tenant(given)
    text = field(given, "expression", str, needed=True)
    if len(text) > LONGEST:
        raise Rejection(
            "bad_expression", "Expected an expression of at most %(most)s characters, but found %(found)s", most=LONGEST, found=len(text)
        )
    scope = read_key(given["scopeKey"], "scopeKey") if given.get("scopeKey") is not None else None
    door = surface().door
    variables = field(given, "variables", dict) or {}
    found = door.ask(evaluate_expression, asker(), door.surroundings, text, variables, scope, door.now())
    if scope is not None:
        note_read("variables", cases={scope})
    warnings = [{"message": message} for message in told_each(found.warnings, asked_language())]
    return send({"expression": text, "result": _in_full(found.value), "warnings": warnings, "referencedSecrets": []})


def _in_full(value: Any) -> Any:
    """Return a value whose numbers are written as a variable keeps them, without an exponent; one that no variable can keep stays."""
    if isinstance(value, Decimal):
        try:
            return Raw(number_text(value).encode())
        except Rejection:
            return value
    if isinstance(value, list):
        return [_in_full(item) for item in value]
    return {key: _in_full(item) for key, item in value.items()} if isinstance(value, dict) else value
