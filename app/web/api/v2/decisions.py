"""Decisions: search, read, evaluate."""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from app.domain.keys import read_key
from app.domain.rejection import Rejection
from app.queries.definition_of import definition_of
from app.queries.evaluate_decision import Evaluated, evaluate_decision
from app.queries.search import Found, search
from app.queries.searches import DECISION_DEFINITIONS
from app.web.api.exchange import TENANT, api, body, field, send, tenant
from app.web.api.v2 import shapes
from app.web.api.v2.blueprint import blueprint
from app.web.asked_language import asked_language
from app.web.presentation.told import told_each
from app.web.surface import surface

_IN_FORCE: Final[tuple[str, dict[str, Any]]] = ("d.kind = 'decision' AND d.state = 'active'", {})
_ABOVE_ALL_KEYS: Final = 1 << 62
"""An evaluation is kept nowhere; its key must only never be taken for that of something else."""


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "decisionDefinitionId": row["id"],
        "decisionDefinitionKey": str(row["key"]),
        "decisionRequirementsId": row["requirements_id"],
        "decisionRequirementsKey": str(row["requirements_key"]),
        "decisionRequirementsName": row["requirements_name"],
        "decisionRequirementsVersion": row["requirements_version"],
        "name": row["name"],
        "tenantId": TENANT,
        "version": row["version"],
    }


@blueprint.post("/decision-definitions/search")
@api
def search_decisions() -> Response:
    found: Found = surface().door.ask(search, DECISION_DEFINITIONS, body(), _IN_FORCE)
    return send(shapes.page(found, [_shown(row) for row in found.rows]))


@blueprint.get("/decision-definitions/<key>")
@api
def get_decision(key: str) -> Response:
    row, _ = surface().door.ask(definition_of, "decision", read_key(key, "decisionDefinitionKey"))
    return send(_shown(row))


@blueprint.get("/decision-definitions/<key>/xml")
@api
def get_decision_xml(key: str) -> Response:
    _, raw = surface().door.ask(definition_of, "decision", read_key(key, "decisionDefinitionKey"))
    return Response(raw, content_type="text/xml; charset=utf-8")


@blueprint.post("/decision-definitions/evaluation")
@api
def evaluate_one_decision() -> Response:
    """Evaluate a decision with these variables. Nothing is changed or kept."""
    given = body({"decisionDefinitionId", "decisionDefinitionKey", "variables", "tenantId"})
    tenant(given)
    name, key = field(given, "decisionDefinitionId", str), given.get("decisionDefinitionKey")
    if (key is None) == (name is None):
        raise Rejection("bad_request", "Expected either decisionDefinitionId or decisionDefinitionKey")
    number = read_key(key, "decisionDefinitionKey") if key is not None else None
    door = surface().door
    found = door.ask(evaluate_decision, door.surroundings, name, number, field(given, "variables", dict) or {}, door.now())
    return send(_evaluated(found))


def _evaluated(found: Evaluated) -> dict[str, Any]:
    row, evaluation = found.row, str(_ABOVE_ALL_KEYS + secrets.randbits(60))
    shown, language = _shown(row), asked_language()
    failure = told_each((found.failure,), language)[0] if found.failure is not None else None
    return {
        "decisionDefinitionId": row["id"],
        "decisionDefinitionKey": str(row["key"]),
        "decisionDefinitionName": row["name"],
        "decisionDefinitionVersion": row["version"],
        "decisionEvaluationKey": evaluation,
        "decisionInstanceKey": evaluation,
        "decisionRequirementsId": shown["decisionRequirementsId"],
        "decisionRequirementsKey": shown["decisionRequirementsKey"],
        "evaluatedDecisions": [
            {**one, "tenantId": TENANT, "decisionEvaluationInstanceKey": f"{evaluation}-{place}"}
            for place, one in enumerate(found.decisions, 1)
        ],
        "failedDecisionDefinitionId": found.failed,
        "failureMessage": failure,
        "output": found.output,
        "tenantId": TENANT,
        # Not part of the published answer, which has no place for it: why nulls came out, as the evaluation of expressions says it.
        "warnings": [
            {"message": message, "elementId": one.element_id}
            for one, message in zip(found.warnings, told_each((one.message for one in found.warnings), language), strict=True)
        ],
    }
