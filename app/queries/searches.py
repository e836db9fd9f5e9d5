"""What the REST surface can search, by which names. Source: the published description of Camunda 8.10."""

from typing import Any, Final

from app.domain.actor import Actor
from app.domain.permissions import plays, sees_all_cases
from app.domain.roles import CITY_ROLES
from app.queries.search import Column, Search

_TASK_STATES: Final = {"CREATED": "CREATED", "COMPLETED": "COMPLETED", "CANCELED": "CANCELED"}
_INSTANCE_STATES: Final = {"ACTIVE": "ACTIVE", "COMPLETED": "COMPLETED", "TERMINATED": "TERMINATED"}
_TENANT: Final = Column("'<default>'", sortable=False)

USER_TASKS: Final = Search(
    "t.*, r.receipt_number, r.business_id, d.name AS process_name, d.version AS process_version, f.key AS form_key",
    "user_task t JOIN process_instance r ON r.key = t.case_key JOIN definition d ON d.key = t.definition_key"
    " LEFT JOIN definition f ON f.kind = 'form' AND f.id = t.form_id AND f.digest = t.form_digest",
    "t.key",
    {
        "userTaskKey": Column("t.key", "key"),
        "state": Column("t.state", values=_TASK_STATES),
        "assignee": Column("t.assignee"),
        "priority": Column("t.priority", "integer"),
        "elementId": Column("t.element_id"),
        "name": Column("t.name"),
        "processDefinitionId": Column("t.process_id"),
        "processDefinitionKey": Column("t.definition_key", "key"),
        "processInstanceKey": Column("t.process_instance_key", "key"),
        "elementInstanceKey": Column("t.key", "key"),
        "creationDate": Column("t.created_at", "instant"),
        "completionDate": Column("t.ended_at", "instant"),
        "dueDate": Column("t.due_at", "instant"),
        "followUpDate": Column("t.follow_up_at", "instant"),
        "tenantId": _TENANT,
        "businessId": Column("COALESCE(r.business_id, r.receipt_number)"),
        "candidateGroup": Column(
            "t.key", exists="EXISTS (SELECT 1 FROM task_candidate c WHERE c.task_key = t.key AND c.kind = 'group' AND c.name {test})"
        ),
        "candidateUser": Column(
            "t.key", exists="EXISTS (SELECT 1 FROM task_candidate c WHERE c.task_key = t.key AND c.kind = 'user' AND c.name {test})"
        ),
    },
)

PROCESS_INSTANCES: Final = Search(
    "p.*, d.name AS process_name, d.version AS process_version, d.version_tag,"
    " EXISTS (SELECT 1 FROM incident i WHERE i.process_instance_key = p.key AND i.state = 'ACTIVE') AS has_incident",
    "process_instance p JOIN definition d ON d.key = p.definition_key",
    "p.key",
    {
        "processInstanceKey": Column("p.key", "key"),
        "processDefinitionId": Column("p.process_id"),
        "processDefinitionName": Column("d.name"),
        "processDefinitionVersion": Column("d.version", "integer"),
        "processDefinitionVersionTag": Column("d.version_tag"),
        "processDefinitionKey": Column("p.definition_key", "key"),
        "parentProcessInstanceKey": Column("p.parent_key", "key"),
        "parentElementInstanceKey": Column("p.parent_element_key", "key"),
        "startDate": Column("p.started_at", "instant"),
        "endDate": Column("p.ended_at", "instant"),
        "state": Column("p.state", values=_INSTANCE_STATES),
        "tenantId": _TENANT,
        "businessId": Column("COALESCE(p.business_id, p.receipt_number)"),
        "hasIncident": Column(
            "(CASE WHEN EXISTS (SELECT 1 FROM incident i WHERE i.process_instance_key = p.key AND i.state = 'ACTIVE') THEN 1 ELSE 0 END)",
            "flag",
            sortable=False,
        ),
    },
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
        "versionTag": Column("d.version_tag"),
        "tenantId": _TENANT,
        "isLatestVersion": Column(
            "(CASE WHEN d.version = (SELECT MAX(n.version) FROM definition n WHERE n.kind = d.kind AND n.id = d.id AND n.state ="
            " 'active') THEN 1 ELSE 0 END)",
            "flag",
            sortable=False,
        ),
    },
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
        "tenantId": _TENANT,
    },
)

VARIABLES: Final = Search(
    "v.*, r.key AS root_key",
    "variable v JOIN process_instance r ON r.key = v.case_key",
    "v.key",
    {
        "variableKey": Column("v.key", "key"),
        "name": Column("v.name"),
        "value": Column("v.value", "json"),
        "scopeKey": Column("v.scope_key", "key"),
        "processInstanceKey": Column("v.process_instance_key", "key"),
        "tenantId": _TENANT,
    },
)

INCIDENTS: Final = Search(
    "i.*, r.key AS root_key",
    "incident i JOIN process_instance r ON r.key = i.case_key",
    "i.key",
    {
        "incidentKey": Column("i.key", "key"),
        "processDefinitionId": Column("i.process_id"),
        "processDefinitionKey": Column("i.definition_key", "key"),
        "processInstanceKey": Column("i.process_instance_key", "key"),
        "errorType": Column("i.kind", sortable=False),
        "errorMessage": Column("i.cause"),
        "elementId": Column("i.element_id"),
        "elementInstanceKey": Column("i.element_instance_key", "key"),
        "creationTime": Column("i.created_at", "instant"),
        "state": Column("i.state", values={"ACTIVE": "ACTIVE", "RESOLVED": "RESOLVED"}),
        "tenantId": _TENANT,
    },
)


def case_sight(actor: Actor, case_key: str, root: str) -> tuple[str, dict[str, Any]]:
    """Return SQL that lets through rows of cases which the actor may see, as app.domain.permissions.sees_case says.

    case_key: the column with the case's key; root: the alias of the root process instance's row.
    """
    mine = f"EXISTS (SELECT 1 FROM case_party cp WHERE cp.case_key = {case_key} AND cp.kind = 'account' AND cp.name = :sight_me)"
    if actor.holds("auditor"):
        return "", {}
    values: dict[str, Any] = {"sight_me": actor.account}
    if sees_all_cases(actor) or actor.everything:
        return f"({root}.secret = 0 OR {mine})", values
    groups = [f"cp.name = :sight_g{place}" for place, _ in enumerate(sorted(actor.groups))] + [
        f"cp.name LIKE :sight_u{place}" for place, _ in enumerate(sorted(actor.units))
    ]
    values.update({f"sight_g{place}": group for place, group in enumerate(sorted(actor.groups))})
    values.update({f"sight_u{place}": f"%@{unit}" for place, unit in enumerate(sorted(actor.units))})
    owners = [role for role in sorted(CITY_ROLES) if plays(actor, role)]
    values.update({f"sight_o{place}": role for place, role in enumerate(owners)})
    parts = [mine, f"({root}.secret = 0 AND {root}.started_by = :sight_me)"]
    if groups:
        parts.append(
            f"({root}.secret = 0 AND EXISTS (SELECT 1 FROM case_party cp WHERE cp.case_key = {case_key} AND cp.kind = 'group' AND"
            f" ({' OR '.join(groups)})))"
        )
    if owners:
        parts.append(f"({root}.secret = 0 AND {root}.owner IN ({', '.join(f':sight_o{place}' for place in range(len(owners)))}))")
    return "(" + " OR ".join(parts) + ")", values
