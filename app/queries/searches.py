"""What the REST surface can search, by which names. Source: the published description of Camunda 8.10."""

from collections.abc import Mapping
from typing import Any, Final

from app.domain.actor import Actor
from app.domain.permissions import groups_seen, plays, sees_all_cases
from app.domain.roles import CITY_ROLES
from app.queries.search_columns import Column, Join, Search, enum

_TASK_STATES: Final = ("CREATING", "CREATED", "ASSIGNING", "UPDATING", "COMPLETING", "COMPLETED", "CANCELING", "CANCELED", "FAILED")
_INSTANCE_STATES: Final = ("ACTIVE", "COMPLETED", "SUSPENDED", "TERMINATED")
_INCIDENT_STATES: Final = ("ACTIVE", "MIGRATED", "PENDING", "RESOLVED", "UNKNOWN")
_DEFINITION_STATES: Final = ("ACTIVE", "DRAINING", "DELETED")
ERROR_TYPES: Final = {
    **dict.fromkeys(("bad_condition", "no_way_out", "join_never_fires"), "CONDITION_ERROR"),
    **dict.fromkeys(("endless", "internal_job", "keys_used_up", "too_deep", "too_many_items", "too_many_steps"), "UNKNOWN"),
    **dict.fromkeys(("too_many_tokens", "too_much_work"), "UNKNOWN"),
    **dict.fromkeys(("too_large", "too_much_data"), "MESSAGE_SIZE_EXCEEDED"),
    "bad_value": "IO_MAPPING_ERROR",
    "decision": "DECISION_EVALUATION_ERROR",
    "no_such_form": "FORM_NOT_FOUND",
    "no_such_process": "CALLED_ELEMENT_ERROR",
    "timer_failed": "UNKNOWN",
    "uncaught_error": "UNHANDLED_ERROR_EVENT",
}
"""The published name for a kind of incident of ours, of app/engine/failure.py; any other kind is OTHER_ERROR_TYPE."""

OTHER_ERROR_TYPE: Final = "EXTRACT_VALUE_ERROR"
_ERROR_NAMES: Final = (
    "AD_HOC_SUB_PROCESS_NO_RETRIES",
    "CALLED_DECISION_ERROR",
    "CALLED_ELEMENT_ERROR",
    "CONDITION_ERROR",
    "DECISION_EVALUATION_ERROR",
    "EXECUTION_LISTENER_NO_RETRIES",
    "EXTRACT_VALUE_ERROR",
    "FORM_NOT_FOUND",
    "IO_MAPPING_ERROR",
    "JOB_NO_RETRIES",
    "MESSAGE_SIZE_EXCEEDED",
    "RESOURCE_NOT_FOUND",
    "SECRET_RESOLUTION_ERROR",
    "TASK_LISTENER_NO_RETRIES",
    "UNHANDLED_ERROR_EVENT",
    "UNKNOWN",
    "UNSPECIFIED",
)
_WHEN: Final = " ".join(f"WHEN '{code}' THEN '{name}'" for code, name in ERROR_TYPES.items())
_ERROR_TYPE_SQL: Final = f"(CASE i.kind {_WHEN} ELSE '{OTHER_ERROR_TYPE}' END)"
_TENANT: Final = Column("'<default>'")
_VERSION: Final = "SELECT MAX(n.version) FROM definition n WHERE n.kind = d.kind AND n.id = d.id AND n.state = 'active'"
_NEWEST: Final = f"(CASE WHEN d.version = ({_VERSION}) THEN 1 ELSE 0 END)"
_STUCK: Final = "EXISTS (SELECT 1 FROM incident i WHERE i.process_instance_key = p.key AND i.state = 'ACTIVE')"

USER_TASKS: Final = Search(
    "t.*, r.receipt_number, r.business_id, d.name AS process_name, d.version AS process_version, f.key AS form_key",
    "user_task t",
    "t.key",
    {
        "userTaskKey": Column("t.key", "key"),
        "state": enum("t.state", _TASK_STATES),
        "assignee": Column("t.assignee", nullable=True),
        "priority": Column("t.priority", "integer"),
        "elementId": Column("t.element_id"),
        "name": Column("t.name"),
        "processDefinitionId": Column("t.process_id"),
        "processDefinitionKey": Column("t.definition_key", "key"),
        "processInstanceKey": Column("t.process_instance_key", "key", block="t.key"),
        "elementInstanceKey": Column("t.key", "key"),
        "creationDate": Column("t.created_at", "instant"),
        "completionDate": Column("t.ended_at", "instant", nullable=True),
        "dueDate": Column("t.due_at", "instant", nullable=True),
        "followUpDate": Column("t.follow_up_at", "instant", nullable=True),
        "tenantId": _TENANT,
        "businessId": Column("COALESCE(r.business_id, r.receipt_number)"),
        "candidateGroup": Column(
            "t.key", exists="EXISTS (SELECT 1 FROM task_candidate c WHERE c.task_key = t.key AND c.kind = 'group' AND c.name {test})"
        ),
        "candidateUser": Column(
            "t.key", exists="EXISTS (SELECT 1 FROM task_candidate c WHERE c.task_key = t.key AND c.kind = 'user' AND c.name {test})"
        ),
    },
    frozenset({"creationDate", "completionDate", "followUpDate", "dueDate", "priority", "name", "businessId"}),
    joins={
        "r": Join("process_instance", "r.key = t.case_key"),
        "d": Join("definition", "d.key = t.definition_key"),
        "f": Join("definition", "f.kind = 'form' AND f.id = t.form_id AND f.digest = t.form_digest", optional=True),
    },
    gathered={"candidates": ("c.kind, c.name", "task_candidate c WHERE c.task_key = t.key")},
    variables={"processInstanceVariables": "t.process_instance_key", "localVariables": "t.key"},
    any_of=True,
)

PROCESS_INSTANCES: Final = Search(
    f"p.*, d.name AS process_name, d.version AS process_version, d.version_tag, {_STUCK} AS has_incident,"
    " COALESCE(p.business_id, r.business_id, r.receipt_number) AS shown_business_id",
    "process_instance p",
    "p.key",
    {
        "processInstanceKey": Column("p.key", "key"),
        "processDefinitionId": Column("p.process_id"),
        "processDefinitionName": Column("d.name"),
        "processDefinitionVersion": Column("d.version", "integer"),
        "processDefinitionVersionTag": Column("d.version_tag", nullable=True),
        "processDefinitionKey": Column("p.definition_key", "key"),
        "parentProcessInstanceKey": Column("p.parent_key", "key", nullable=True),
        "parentElementInstanceKey": Column("p.parent_element_key", "key", nullable=True),
        "startDate": Column("p.started_at", "instant"),
        "endDate": Column("p.ended_at", "instant", nullable=True),
        "state": enum("p.state", _INSTANCE_STATES),
        "tenantId": _TENANT,
        "businessId": Column("COALESCE(p.business_id, r.business_id, r.receipt_number)"),
        "hasIncident": Column(f"(CASE WHEN {_STUCK} THEN 1 ELSE 0 END)", "flag"),
        "errorMessage": Column(
            "p.key",
            exists="EXISTS (SELECT 1 FROM incident e WHERE e.process_instance_key = p.key AND e.state = 'ACTIVE' AND e.cause {test})",
        ),
    },
    frozenset(
        {
            "processInstanceKey",
            "processDefinitionId",
            "processDefinitionName",
            "processDefinitionVersion",
            "processDefinitionVersionTag",
            "processDefinitionKey",
            "parentProcessInstanceKey",
            "parentElementInstanceKey",
            "startDate",
            "endDate",
            "state",
            "hasIncident",
            "tenantId",
            "businessId",
        }
    ),
    joins={
        "d": Join("definition", "d.key = p.definition_key"),
        "r": Join("process_instance", "r.key = p.case_key"),
    },
    variables={"variables": "p.key"},
    any_of=True,
)

PROCESS_DEFINITIONS: Final = Search(
    "d.*",
    "definition d",
    "d.key",
    {
        "processDefinitionKey": Column("d.key", "key"),
        "processDefinitionId": Column("d.id"),
        "name": Column("d.name"),
        "resourceName": Column("d.resource_name"),
        "version": Column("d.version", "integer"),
        "versionTag": Column("d.version_tag", nullable=True),
        "tenantId": _TENANT,
        "isLatestVersion": Column(_NEWEST, "flag"),
        "state": enum("UPPER(d.state)", _DEFINITION_STATES),
    },
    frozenset({"processDefinitionKey", "name", "resourceName", "version", "versionTag", "processDefinitionId", "tenantId"}),
)

DECISION_DEFINITIONS: Final = Search(
    "d.*",
    "definition d",
    "d.key",
    {
        "decisionDefinitionKey": Column("d.key", "key"),
        "decisionDefinitionId": Column("d.id"),
        "name": Column("d.name"),
        "version": Column("d.version", "integer"),
        "isLatestVersion": Column(_NEWEST, "flag"),
        "decisionRequirementsId": Column("d.requirements_id"),
        "decisionRequirementsName": Column("d.requirements_name"),
        "decisionRequirementsKey": Column("d.requirements_key", "key"),
        "decisionRequirementsVersion": Column("d.requirements_version", "integer"),
        "tenantId": _TENANT,
    },
    frozenset(
        {
            "decisionDefinitionKey",
            "decisionDefinitionId",
            "name",
            "version",
            "decisionRequirementsId",
            "decisionRequirementsName",
            "decisionRequirementsKey",
            "decisionRequirementsVersion",
            "tenantId",
        }
    ),
)

VARIABLES: Final = Search(
    "v.*, r.key AS root_key",
    "variable v",
    "v.key",
    {
        "variableKey": Column("v.key", "key"),
        "name": Column("v.name"),
        "value": Column("v.value", "json"),
        "scopeKey": Column("v.scope_key", "key"),
        "processInstanceKey": Column("v.process_instance_key", "key", block="v.scope_key"),
        "tenantId": _TENANT,
    },
    frozenset({"value", "name", "tenantId", "variableKey", "scopeKey", "processInstanceKey"}),
    joins={"r": Join("process_instance", "r.key = v.case_key")},
)

INCIDENTS: Final = Search(
    "i.*, r.key AS root_key",
    "incident i",
    "i.key",
    {
        "incidentKey": Column("i.key", "key"),
        "processDefinitionId": Column("i.process_id"),
        "processDefinitionKey": Column("i.definition_key", "key"),
        "processInstanceKey": Column("i.process_instance_key", "key", block="i.key"),
        "errorType": enum(_ERROR_TYPE_SQL, _ERROR_NAMES),
        "errorMessage": Column("i.cause"),
        "elementId": Column("i.element_id"),
        "elementInstanceKey": Column("i.element_instance_key", "key"),
        "creationTime": Column("i.created_at", "instant"),
        "state": enum("i.state", _INCIDENT_STATES),
        "tenantId": _TENANT,
    },
    frozenset(
        {
            "incidentKey",
            "processDefinitionKey",
            "processDefinitionId",
            "processInstanceKey",
            "errorType",
            "elementId",
            "elementInstanceKey",
            "creationTime",
            "state",
            "tenantId",
        }
    ),
    joins={"r": Join("process_instance", "r.key = i.case_key")},
)


CASES: Final = Search(
    "p.*, d.name AS process_name, d.version AS process_version",
    "process_instance p",
    "p.key",
    {
        "receiptNumber": Column("p.receipt_number"),
        "processInstanceKey": Column("p.key", "key"),
        "processId": Column("p.process_id"),
        "title": Column("p.title", nullable=True),
        "state": enum("p.state", _INSTANCE_STATES),
        "outcome": Column("p.outcome", nullable=True),
        "owner": Column("p.owner", nullable=True),
        "receivedAt": Column("p.received_at", "instant", nullable=True),
        "startedAt": Column("p.started_at", "instant"),
        "endedAt": Column("p.ended_at", "instant", nullable=True),
        "mergedInto": Column("p.merged_into", nullable=True),
    },
    frozenset({"receiptNumber", "processId", "title", "state", "receivedAt", "startedAt", "endedAt"}),
    joins={"d": Join("definition", "d.key = p.definition_key")},
)


def task_sight(actor: Actor, request: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return SQL that lets through the tasks which the actor may see, of those that a request asks for.

    Whoever holds a task, or held it, is a party of its case: so nobody's own tasks have to be looked at one by one.
    """
    wanted = request.get("filter")
    if isinstance(wanted, Mapping) and wanted.get("assignee") in (actor.account, {"$eq": actor.account}):
        return "", {}
    return case_sight(actor, "t.case_key", "r")


def case_sight(actor: Actor, case_key: str, root: str) -> tuple[str, dict[str, Any]]:
    """Return SQL that lets through rows of cases which the actor may see, as app.domain.permissions.sees_case says.

    case_key: the column with the case's key; root: the alias of the root process instance's row.
    """
    mine = f"EXISTS (SELECT 1 FROM case_party cp WHERE cp.case_key = {case_key} AND cp.kind = 'account' AND cp.name = :sight_me)"
    if actor.holds("auditor"):
        return "", {}
    values: dict[str, Any] = {"sight_me": actor.account, **{f"sight_s{place}": one.account for place, one in enumerate(actor.stands_in)}}
    if sees_all_cases(actor) or actor.everything:
        return f"({root}.secret = 0 OR {mine})", {"sight_me": actor.account}
    groups = [f"cp.name = :sight_g{place}" for place, _ in enumerate(sorted(groups_seen(actor)))] + [
        f"cp.name LIKE :sight_u{place}" for place, _ in enumerate(sorted(actor.units))
    ]
    values.update({f"sight_g{place}": group for place, group in enumerate(sorted(groups_seen(actor)))})
    values.update({f"sight_u{place}": f"%@{unit}" for place, unit in enumerate(sorted(actor.units))})
    owners = [role for role in sorted(CITY_ROLES) if plays(actor, role)]
    values.update({f"sight_o{place}": role for place, role in enumerate(owners)})
    parts = [mine, f"({root}.secret = 0 AND {root}.started_by = :sight_me)"]
    if groups:
        parts.append(
            f"({root}.secret = 0 AND EXISTS (SELECT 1 FROM case_party cp WHERE cp.case_key = {case_key} AND cp.kind = 'group' AND"
            f" ({' OR '.join(groups)})))"
        )
    if actor.stands_in:
        names = ", ".join(f":sight_s{place}" for place in range(len(actor.stands_in)))
        named = f"SELECT 1 FROM case_party cp WHERE cp.case_key = {case_key} AND cp.kind = 'account' AND cp.name IN ({names})"
        parts.append(f"({root}.secret = 0 AND EXISTS ({named}))")
    if owners:
        parts.append(f"({root}.secret = 0 AND {root}.owner IN ({', '.join(f':sight_o{place}' for place in range(len(owners)))}))")
    return "(" + " OR ".join(parts) + ")", values
