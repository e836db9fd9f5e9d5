"""What the store must know of a case after a command, beyond what its facts say: forms bound, groups named, deadlines shown on tasks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.audit.bind_notices import NOBODY, bind_notices
from app.audit.bind_thrown import bind_thrown
from app.domain.fact import Fact
from app.domain.keys import BLOCK, case_key_of
from app.store import read_definitions
from app.store.database import Reader


def bind_facts(store: Reader, case_key: int, facts: list[Fact], now: datetime, by: str) -> None:
    """Name in the facts the versions that are in force now: the definition of each process instance, the form of each new task.

    now: the deciding instant.

    A task for which the diagram names nobody goes to the procedure's owner, else to who started the case.

    Source: docs/architecture, "Who completes"; forms bind when their task is created and stay.
    """
    definitions, incidents = _Definitions(store), None
    for fact in facts:
        if fact.kind == "process_instance_started":
            definitions.started(fact)
        elif fact.kind == "instance_migrated":
            definitions.migrated(fact)
    for fact in facts:
        if fact.kind in ("message_thrown", "signal_thrown"):
            bind_thrown(store, case_key, fact, now)
        if fact.kind in ("task_created", "incident_opened", "job_created"):
            key, process_id = definitions.of(int(fact.public["processInstanceKey"]))
            fact.public["definitionKey"], fact.public["processId"] = str(key), process_id
            if fact.kind == "incident_opened":
                incidents = (
                    incidents
                    if incidents is not None
                    else int(store.value("SELECT COUNT(*) FROM incident WHERE case_key = :key", key=case_key_of(fact.key or 0)))
                )
                # Incidents take their keys from the end of the case's block, where the engine never comes.
                fact.public["incidentKey"] = case_key_of(fact.key or 0) + BLOCK - 1 - incidents
                incidents += 1
            if fact.kind == "task_created" and not is_named(fact.public):
                fact.public.update(_fallback(store, case_key, facts))
    bind_notices(store, case_key, facts, now, by)


def is_named(task: Mapping[str, Any]) -> bool:
    """Say whether a diagram names somebody for a task."""
    return any(task.get(name) for name in ("assignee", "candidateGroups", "candidateUsers"))


def _fallback(store: Reader, case_key: int, facts: list[Fact]) -> dict[str, list[str]]:
    started = next((fact.public for fact in facts if fact.kind == "process_instance_started" and fact.key == case_key), None)
    if started is None:
        row = store.one("SELECT owner, started_by FROM process_instance WHERE key = :key", key=case_key)
        started = {"owner": row["owner"], "startedBy": row["started_by"]} if row else {}
    return to_whom(started)


def to_whom(case: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the candidates of a task for which the diagram names nobody. case: its owner and who started it (startedBy)."""
    if case.get("owner"):
        return {"candidateGroups": [case["owner"]]}
    person = case.get("startedBy")
    return {"candidateUsers": [person]} if person and person not in NOBODY else {}


class _Definitions:
    """Definition key and process id of the process instances that an event speaks of."""

    def __init__(self, store: Reader) -> None:
        self._store = store
        self._known = store.instances

    def started(self, fact: Fact) -> None:
        said = fact.public
        if "definitionKey" not in said:
            found = read_definitions.process_of_digest(self._store, said["process"], said["definitionDigest"])
            if found is None:
                raise LookupError(f"the definition of {said['process']} with the digest {said['definitionDigest']}")
            said["definitionKey"] = str(found["key"])
        self._known[fact.key or 0] = (int(said["definitionKey"]), said["process"])

    def migrated(self, fact: Fact) -> None:
        self._known[fact.key or 0] = (int(fact.public["definitionKey"]), fact.public["process"])

    def of(self, instance: int) -> tuple[int, str]:
        if instance not in self._known:
            row = self._store.one("SELECT definition_key, process_id FROM process_instance WHERE key = :key", key=instance)
            if row is None:
                raise LookupError(f"process instance {instance}")
            self._known[instance] = (row["definition_key"], row["process_id"])
        return self._known[instance]
