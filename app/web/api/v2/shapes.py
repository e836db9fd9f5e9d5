"""Rows as the published API shows them: keys as text, names as published."""

from collections.abc import Mapping
from typing import Any

from app.queries.search import Found
from app.web.api.exchange import TENANT

Row = Mapping[str, Any]


def text(key: Any) -> str | None:
    return None if key is None else str(key)


def page(found: Found, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"items": items, "page": {"totalItems": found.total, "hasMoreTotalItems": found.more, "startCursor": found.start_cursor, "endCursor": found.end_cursor}}


def user_task(row: Row, candidates: Mapping[str, list[str]]) -> dict[str, Any]:
    return {
        "userTaskKey": str(row["key"]), "state": row["state"], "name": row["name"], "assignee": row["assignee"], "elementId": row["element_id"], "elementInstanceKey": str(row["key"]),
        "candidateGroups": candidates.get("group", []), "candidateUsers": candidates.get("user", []), "processDefinitionId": row["process_id"],
        "processDefinitionKey": str(row["definition_key"]), "processDefinitionVersion": row["process_version"], "processName": row["process_name"],
        "processInstanceKey": str(row["process_instance_key"]), "rootProcessInstanceKey": str(row["case_key"]), "creationDate": row["created_at"], "completionDate": row["ended_at"],
        "dueDate": row["due_at"], "followUpDate": row["follow_up_at"], "formKey": text(row["form_key"]), "externalFormReference": None, "customHeaders": {}, "priority": row["priority"],
        "tenantId": TENANT, "tags": [], "businessId": row["business_id"] or row["receipt_number"],
    }  # fmt: skip


def process_instance(row: Row) -> dict[str, Any]:
    return {
        "processInstanceKey": str(row["key"]), "processDefinitionId": row["process_id"], "processDefinitionName": row["process_name"], "processDefinitionVersion": row["process_version"],
        "processDefinitionVersionTag": row["version_tag"], "processDefinitionKey": str(row["definition_key"]), "startDate": row["started_at"], "endDate": row["ended_at"],
        "state": row["state"], "hasIncident": bool(row["has_incident"]), "tenantId": TENANT, "parentProcessInstanceKey": text(row["parent_key"]),
        "parentElementInstanceKey": text(row["parent_element_key"]), "rootProcessInstanceKey": str(row["case_key"]), "tags": [], "suspendedDate": None,
        "businessId": row["business_id"] or row["receipt_number"],
    }  # fmt: skip


def process_definition(row: Row, has_start_form: bool) -> dict[str, Any]:
    return {
        "name": row["name"], "resourceName": row["resource_name"], "version": row["version"], "versionTag": row["version_tag"], "processDefinitionId": row["id"], "tenantId": TENANT,
        "processDefinitionKey": str(row["key"]), "hasStartForm": has_start_form,
    }  # fmt: skip


def variable(row: Row, limit: int | None) -> dict[str, Any]:
    """limit: characters after which a value is cut in a search; None gives it whole."""
    value = row["value"]
    cut = limit is not None and len(value) > limit
    shown: dict[str, Any] = {
        "variableKey": str(row["key"]), "name": row["name"], "value": value[:limit] if cut else value, "scopeKey": str(row["scope_key"]),
        "processInstanceKey": str(row["process_instance_key"]), "rootProcessInstanceKey": str(row["root_key"]), "tenantId": TENANT,
    }  # fmt: skip
    return shown if limit is None else {**shown, "isTruncated": cut}


def incident(row: Row) -> dict[str, Any]:
    return {
        "incidentKey": str(row["key"]), "processDefinitionId": row["process_id"], "processDefinitionKey": str(row["definition_key"]), "processInstanceKey": str(row["process_instance_key"]),
        "rootProcessInstanceKey": str(row["root_key"]), "errorType": error_type(row["kind"]), "errorMessage": row["cause"], "elementId": row["element_id"],
        "elementInstanceKey": str(row["element_instance_key"]), "creationTime": row["created_at"], "state": row["state"], "jobKey": None, "tenantId": TENANT,
    }  # fmt: skip


_ERROR_TYPES = {
    "condition": "CONDITION_ERROR", "no_condition": "CONDITION_ERROR", "expression": "EXTRACT_VALUE_ERROR", "decision": "DECISION_EVALUATION_ERROR", "mapping": "IO_MAPPING_ERROR",
    "form": "FORM_NOT_FOUND", "called_process": "CALLED_ELEMENT_ERROR", "unhandled_error": "UNHANDLED_ERROR_EVENT", "too_large": "MESSAGE_SIZE_EXCEEDED",
}  # fmt: skip


def error_type(code: str) -> str:
    """Return the published name for a kind of incident of ours."""
    return _ERROR_TYPES.get(code, "EXTRACT_VALUE_ERROR")
