"""What the store must know of a case after a command, beyond what its facts say: forms bound, groups named, deadlines shown on tasks."""

from collections.abc import Mapping
from typing import Any

from app.domain.fact import Fact
from app.store import read_definitions
from app.store.database import Reader


def bind_facts(store: Reader, case_key: int, facts: list[Fact], fallback_groups: tuple[str, ...]) -> None:
    """Name in the facts the versions that are in force now: the definition of each process instance, the form of each new task.

    fallback_groups: who gets a task for which the diagram names nobody: the procedure's owner.

    Source: docs/architecture, "Who completes"; forms bind when their task is created and stay.
    """
    keys: dict[int, Mapping[str, Any]] = {}
    for fact in facts:
        if fact.kind == "process_instance_started":
            found = read_definitions.process_of_digest(store, fact.public["processId"], fact.public["digest"])
            if "definitionKey" not in fact.public and found is not None:
                fact.public["definitionKey"] = str(found["key"])
            keys[int(fact.public["processInstanceKey"])] = {"definition_key": int(fact.public["definitionKey"]), "process_id": fact.public["processId"]}
    for fact in facts:
        if fact.kind in ("task_created", "incident_opened", "job_created"):
            instance = int(fact.public["processInstanceKey"])
            if instance not in keys:
                row = store.one("SELECT definition_key, process_id FROM process_instance WHERE key = :key", key=instance)
                if row is None:
                    raise LookupError(f"process instance {instance} of case {case_key}")
                keys[instance] = row
            fact.public["definitionKey"] = str(keys[instance]["definition_key"])
            fact.public["processId"] = keys[instance]["process_id"]
            if fact.kind == "task_created":
                _bind_form(store, fact, keys[instance]["definition_key"])
                if not (fact.public.get("assignee") or fact.public.get("candidateGroups") or fact.public.get("candidateUsers")):
                    fact.public["candidateGroups"] = list(fallback_groups)


def _bind_form(store: Reader, fact: Fact, definition_key: int) -> None:
    form_id = fact.public.get("formId")
    if not form_id:
        return
    binding = fact.public.get("formBinding", "latest")
    deployment = store.value("SELECT deployment_key FROM definition WHERE key = :key", key=definition_key) if binding == "deployment" else None
    found = read_definitions.bound(store, "form", form_id, binding=binding, version_tag=fact.public.get("formVersionTag"), deployment_key=deployment)
    if found is not None:
        fact.public["formDigest"], fact.public["formVersion"] = found["digest"], found["version"]
