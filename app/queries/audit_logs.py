"""Events as the published API searches audit logs: its names for what they are of, what was done, and by whom.

Source: the published description of Camunda 8.10, AuditLogResult and AuditLogFilter. Our kinds are finer: each stands beside as the
description of the entity.
"""

from collections.abc import Mapping
from typing import Any, Final

from app.domain.keys import case_key_of
from app.domain.rejection import Rejection
from app.queries.search_columns import Column, Join, Search, enum

ENTITY_TYPES: Final = (
    "AUTHORIZATION", "BATCH", "CLIENT", "DECISION", "GROUP", "INCIDENT", "JOB", "MAPPING_RULE", "PROCESS_INSTANCE", "RESOURCE", "ROLE",
    "TENANT", "USER", "USER_TASK", "VARIABLE",
)  # fmt: skip
OPERATIONS: Final = (
    "ASSIGN", "CANCEL", "COMPLETE", "CREATE", "DELETE", "EVALUATE", "MIGRATE", "MODIFY", "RESOLVE", "RESUME", "SUSPEND", "UNASSIGN",
    "UNKNOWN", "UPDATE",
)  # fmt: skip
CATEGORIES: Final = ("ADMIN", "DEPLOYED_RESOURCES", "USER_TASKS")
ACTORS: Final = ("ANONYMOUS", "CLIENT", "UNKNOWN", "USER")
OF_A_CASE: Final = ("PROCESS_INSTANCE", "UPDATE")
"""What an event of a case is that no published name fits better: something was added to it, or changed in it."""

OF_THE_CITY: Final = ("RESOURCE", "UPDATE")
KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "process_instance_started": ("PROCESS_INSTANCE", "CREATE"),
    "paper_case_taken": ("PROCESS_INSTANCE", "CREATE"),
    "process_instance_cancelled": ("PROCESS_INSTANCE", "CANCEL"),
    "instance_migrated": ("PROCESS_INSTANCE", "MIGRATE"),
    "instance_modified": ("PROCESS_INSTANCE", "MODIFY"),
    "case_erased": ("PROCESS_INSTANCE", "DELETE"),
    "deadline_suspended": ("PROCESS_INSTANCE", "SUSPEND"),
    "deadline_resumed": ("PROCESS_INSTANCE", "RESUME"),
    "task_completed": ("USER_TASK", "COMPLETE"),
    "task_assigned": ("USER_TASK", "ASSIGN"),
    "task_delegated": ("USER_TASK", "ASSIGN"),
    "delegation_returned": ("USER_TASK", "ASSIGN"),
    "task_unassigned": ("USER_TASK", "UNASSIGN"),
    "task_changed": ("USER_TASK", "UPDATE"),
    "task_returned": ("USER_TASK", "UPDATE"),
    "completion_withdrawn": ("USER_TASK", "UPDATE"),
    "reply_put_right": ("VARIABLE", "UPDATE"),
    "variables_set": ("VARIABLE", "UPDATE"),
    "incident_opened": ("INCIDENT", "CREATE"),
    "incident_resolved": ("INCIDENT", "RESOLVE"),
    "deployment_made": ("RESOURCE", "CREATE"),
    "definition_retired": ("RESOURCE", "DELETE"),
    "account_registered": ("USER", "CREATE"),
    "account_disabled": ("USER", "DELETE"),
    "account_enabled": ("USER", "UPDATE"),
    "password_changed": ("USER", "UPDATE"),
    "account_unlocked": ("USER", "UPDATE"),
    "sessions_ended": ("USER", "UPDATE"),
    "mail_address_set": ("USER", "UPDATE"),
    "people_imported": ("USER", "CREATE"),
    "leave_entered": ("USER", "UPDATE"),
    "leave_ended": ("USER", "UPDATE"),
    "token_created": ("AUTHORIZATION", "CREATE"),
    "token_revoked": ("AUTHORIZATION", "DELETE"),
    "roles_changed": ("ROLE", "UPDATE"),
    "post_registered": ("ROLE", "CREATE"),
    "post_changed": ("ROLE", "UPDATE"),
    "unit_registered": ("GROUP", "CREATE"),
    "office_registered": ("GROUP", "CREATE"),
    "filter_saved": ("RESOURCE", "CREATE"),
    "filter_dropped": ("RESOURCE", "DELETE"),
}
"""Entity and operation of the kinds that have published names of their own."""

_ADMIN: Final = "'USER', 'AUTHORIZATION', 'ROLE', 'GROUP'"


def _case_of(place: int) -> str:
    whens = " ".join(f"WHEN '{kind}' THEN '{names[place]}'" for kind, names in KINDS.items())
    return f"(CASE e.kind {whens} ELSE CASE WHEN e.case_key = '0' THEN '{OF_THE_CITY[place]}' ELSE '{OF_A_CASE[place]}' END END)"


_ENTITY: Final = _case_of(0)
_OPERATION: Final = _case_of(1)
_CATEGORY: Final = (
    f"(CASE WHEN {_ENTITY} = 'USER_TASK' THEN 'USER_TASKS' WHEN {_ENTITY} IN ({_ADMIN}) THEN 'ADMIN' ELSE 'DEPLOYED_RESOURCES' END)"
)
_ACTOR: Final = "(CASE e.actor WHEN 'public' THEN 'ANONYMOUS' WHEN 'clock' THEN 'UNKNOWN' WHEN 'system' THEN 'UNKNOWN' ELSE 'USER' END)"
_KEY: Final = "(CAST(e.case_key AS BIGINT) + e.seq)"

# The key of an event: that of its case and its number in it, which the case's block of keys has room for.
AUDIT_LOGS: Final = Search(
    f"e.*, {_KEY} AS audit_log_key, {_ENTITY} AS entity_type, {_OPERATION} AS operation_type, {_CATEGORY} AS category,"
    f" {_ACTOR} AS actor_type, COALESCE(p.process_id, g.process_id) AS process_id, p.definition_key",
    "audit_event e",
    _KEY,
    {
        "auditLogKey": Column(_KEY, "key"),
        "timestamp": Column("e.effective_at", "instant"),
        "actorId": Column("e.actor"),
        "actorType": enum(_ACTOR, ACTORS),
        "entityType": enum(_ENTITY, ENTITY_TYPES),
        "operationType": enum(_OPERATION, OPERATIONS),
        "category": enum(_CATEGORY, CATEGORIES),
        "entityDescription": Column("e.kind"),
        "processDefinitionId": Column("COALESCE(p.process_id, g.process_id)", nullable=True),
        "processDefinitionKey": Column("p.definition_key", "key", nullable=True),
        "result": enum("'SUCCESS'", ("FAIL", "SUCCESS")),
        "tenantId": Column("'<default>'"),
    },
    frozenset({"timestamp", "auditLogKey", "actorId"}),
    joins={
        "p": Join("process_instance", "p.key = CAST(e.case_key AS BIGINT)", optional=True),
        "g": Join("erased_case", "g.case_key = CAST(e.case_key AS BIGINT)", optional=True),
    },
)


def narrowed(request: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, dict[str, Any]]]:
    """Return the search as it goes on, and SQL with its values for what has an index of its own: one case, one event.

    Without a sort the newest come first. Raises Rejection("bad_filter") for a case that is asked for other than by its one key.
    """
    found, parts, values = dict(request), list[str](), dict[str, Any]()
    given = found.get("filter")
    if isinstance(given, Mapping):
        given = dict(given)
        case = _one(given.pop("processInstanceKey", None), "processInstanceKey")
        if case is not None:
            parts.append("e.case_key = :one_case")
            values["one_case"] = str(case)
        if isinstance(given.get("auditLogKey"), str):
            event = _one(given.pop("auditLogKey"), "auditLogKey")
            parts.append("e.case_key = :its_case AND e.seq = :its_seq")
            values |= {"its_case": str(case_key_of(event or 0)), "its_seq": (event or 0) - case_key_of(event or 0)}
        found["filter"] = given
    if not found.get("sort"):
        found["sort"] = [{"field": "timestamp", "order": "DESC"}]
    return found, (" AND ".join(parts), values)


def _one(wanted: object, name: str) -> int | None:
    if isinstance(wanted, Mapping) and set(wanted) == {"$eq"}:
        wanted = wanted["$eq"]
    if wanted is None:
        return None
    if isinstance(wanted, str) and wanted.isascii() and wanted.isdigit() and len(wanted) < 20:
        return int(wanted)
    raise Rejection(
        "bad_filter", "Expected one key, digits in a string, as %(name)s, but found %(found)s", name=name, found=repr(wanted)[:40]
    )
