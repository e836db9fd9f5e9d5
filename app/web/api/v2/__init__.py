"""A subset of the Camunda 8 Orchestration Cluster API, version 8.10."""

from app.web.api.v2 import (
    audit_logs,
    clock,
    cluster,
    decisions,
    definitions,
    deployments,
    element_instances,
    expressions,
    incidents,
    messages,
    migration,
    modification,
    process_instances,
    resources,
    user_tasks,
    variables,
)
from app.web.api.v2.blueprint import blueprint

__all__ = [
    "audit_logs",
    "blueprint",
    "clock",
    "cluster",
    "decisions",
    "definitions",
    "deployments",
    "element_instances",
    "expressions",
    "incidents",
    "messages",
    "migration",
    "modification",
    "process_instances",
    "resources",
    "user_tasks",
    "variables",
]
