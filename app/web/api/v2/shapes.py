"""Rows as the published API shows them: keys as text, names as published."""

from collections.abc import Mapping
from typing import Any

from app.queries.search import Found
from app.queries.searches import ERROR_TYPES, OTHER_ERROR_TYPE
from app.web.api.exchange import TENANT

Row = Mapping[str, Any]


def text(key: Any) -> str | None:
    return None if key is None else str(key)


def page(found: Found, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "items": items,
        "page": {
            "totalItems": found.total,
            "hasMoreTotalItems": found.more,
            "startCursor": found.start_cursor,
            "endCursor": found.end_cursor,
        },
    }


def user_task(row: Row, candidates: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return a user task. candidates: by kind, group or user."""
    return {
        "userTaskKey": str(row["key"]),
        "state": row["state"],
        "name": row["name"],
        "assignee": row["assignee"],
        "elementId": row["element_id"],
        "elementInstanceKey": str(row["key"]),
        "candidateGroups": candidates.get("group", []),
        "candidateUsers": candidates.get("user", []),
        "processDefinitionId": row["process_id"],
        "processDefinitionKey": str(row["definition_key"]),
        "processDefinitionVersion": row["process_version"],
        "processName": row["process_name"],
        "processInstanceKey": str(row["process_instance_key"]),
        "rootProcessInstanceKey": str(row["case_key"]),
        "creationDate": row["created_at"],
        "completionDate": row["ended_at"],
        "dueDate": row["due_at"],
        "followUpDate": row["follow_up_at"],
        "formKey": text(row["form_key"]),
        "externalFormReference": None,
        "customHeaders": {},
        "priority": row["priority"],
        "tenantId": TENANT,
        "tags": [],
        "businessId": row["business_id"] or row["receipt_number"],
    }


def process_instance(row: Row) -> dict[str, Any]:
    """Return a process instance; its businessId is the client's, else the receipt number of its case."""
    return {
        "processInstanceKey": str(row["key"]),
        "processDefinitionId": row["process_id"],
        "processDefinitionName": row["process_name"],
        "processDefinitionVersion": row["process_version"],
        "processDefinitionVersionTag": row["version_tag"],
        "processDefinitionKey": str(row["definition_key"]),
        "startDate": row["started_at"],
        "endDate": row["ended_at"],
        "state": row["state"],
        "hasIncident": bool(row["has_incident"]),
        "tenantId": TENANT,
        "parentProcessInstanceKey": text(row["parent_key"]),
        "parentElementInstanceKey": text(row["parent_element_key"]),
        "rootProcessInstanceKey": str(row["case_key"]),
        "tags": [],
        "suspendedDate": None,
        "businessId": row["shown_business_id"],
    }


def process_definition(row: Row, has_start_form: bool) -> dict[str, Any]:
    return {
        "name": row["name"],
        "resourceName": row["resource_name"],
        "version": row["version"],
        "versionTag": row["version_tag"],
        "processDefinitionId": row["id"],
        "tenantId": TENANT,
        "processDefinitionKey": str(row["key"]),
        "hasStartForm": has_start_form,
        "state": row["state"].upper(),
    }


def variable(row: Row) -> dict[str, Any]:
    return {
        "variableKey": str(row["key"]),
        "name": row["name"],
        "value": row["value"],
        "scopeKey": str(row["scope_key"]),
        "processInstanceKey": str(row["process_instance_key"]),
        "rootProcessInstanceKey": str(row["root_key"]),
        "tenantId": TENANT,
    }


def found_variable(row: Row, limit: int | None) -> dict[str, Any]:
    """Return a variable as a search gives it. limit: characters after which its value is cut; None gives it whole."""
    cut = limit is not None and len(row["value"]) > limit
    return {**variable(row), "value": row["value"][:limit] if cut else row["value"], "isTruncated": cut}


def incident(row: Row) -> dict[str, Any]:
    """Return an incident; its kind under the nearest published name, its cause in words."""
    return {
        "incidentKey": str(row["key"]),
        "processDefinitionId": row["process_id"],
        "processDefinitionKey": str(row["definition_key"]),
        "processInstanceKey": str(row["process_instance_key"]),
        "rootProcessInstanceKey": str(row["root_key"]),
        "errorType": error_type(row["kind"]),
        "errorMessage": row["cause"],
        "elementId": row["element_id"],
        "elementInstanceKey": str(row["element_instance_key"]),
        "creationTime": row["created_at"],
        "state": row["state"],
        "jobKey": None,
        "tenantId": TENANT,
    }


def error_type(code: str) -> str:
    """Return the published name for a kind of incident of ours."""
    return ERROR_TYPES.get(code, OTHER_ERROR_TYPE)


def form(row: Row, schema: bytes) -> dict[str, Any]:
    return {"tenantId": TENANT, "formId": row["id"], "schema": schema.decode(), "version": row["version"], "formKey": str(row["key"])}
