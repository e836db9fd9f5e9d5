"""Audit logs: events of all cases under the published names, for auditors."""

import json
from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from app.domain.keys import read_key
from app.domain.rejection import Rejection
from app.queries.audit_logs import AUDIT_LOGS, narrowed
from app.queries.search import Found, search
from app.web.access import note_read
from app.web.api.exchange import TENANT, api, asker, body, send
from app.web.api.v2 import shapes
from app.web.api.v2.blueprint import blueprint
from app.web.surface import surface

_NONE: Final = (
    "batchOperationKey", "batchOperationType", "agentElementId", "jobKey", "decisionRequirementsId", "decisionRequirementsKey",
    "decisionDefinitionId", "decisionDefinitionKey", "decisionEvaluationKey", "formKey", "resourceKey", "relatedEntityKey",
    "relatedEntityType", "inboundChannelType", "inboundChannelToolName",
)  # fmt: skip
"""Published fields that say nothing of our events."""


@blueprint.post("/audit-logs/search")
@api
def search_audit_logs() -> Response:
    _require_auditor()
    found = _found(body())
    return send(shapes.page(found, [audit_log(row) for row in found.rows]))


@blueprint.get("/audit-logs/<key>")
@api
def get_audit_log(key: str) -> Response:
    _require_auditor()
    event = read_key(key, "auditLogKey")
    found = _found({"filter": {"auditLogKey": str(event)}})
    if not found.rows:
        raise Rejection("not_found", "Expected an audit log with the key %(key)s, but there is none", key=event)
    return send(audit_log(found.rows[0]))


def _require_auditor() -> None:
    if not asker().holds("auditor"):
        raise Rejection("forbidden", "Expected an auditor to look across all cases, but you are not")


def _found(request: Mapping[str, Any]) -> Found:
    """Search, and note whose cases are shown."""
    request, sight = narrowed(request)
    found: Found = surface().door.ask(search, AUDIT_LOGS, request, sight)
    note_read("events", cases={int(row["case_key"]) for row in found.rows if row["case_key"] != "0"}, actor=asker())
    return found


def audit_log(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event under the published names. entityDescription: its kind, of which ours are finer than the operations."""
    facts = json.loads(row["body"])["facts"]
    key = next((fact["elementInstanceKey"] for fact in facts if fact["fact"] == row["kind"] and fact.get("elementInstanceKey")), None)
    case = row["case_key"] if row["case_key"] != "0" else None
    deployment = next((str(fact["deploymentKey"]) for fact in facts if fact.get("deploymentKey")), None)
    account = next((str(fact["account"]) for fact in facts if fact.get("account")), None)
    of_task = row["entity_type"] == "USER_TASK"
    return {
        "auditLogKey": str(row["audit_log_key"]),
        "entityKey": str(key if of_task and key else case or deployment or account or row["audit_log_key"]),
        "entityType": row["entity_type"],
        "operationType": row["operation_type"],
        "timestamp": row["effective_at"],
        "actorId": row["actor"],
        "actorType": row["actor_type"],
        "tenantId": TENANT,
        "result": "SUCCESS",
        "category": row["category"],
        "processDefinitionId": row["process_id"],
        "processDefinitionKey": shapes.text(row["definition_key"]),
        "processInstanceKey": case,
        "rootProcessInstanceKey": case,
        "elementInstanceKey": shapes.text(key),
        "userTaskKey": shapes.text(key) if of_task else None,
        "deploymentKey": deployment,
        "entityDescription": row["kind"],
        **dict.fromkeys(_NONE),
    }
