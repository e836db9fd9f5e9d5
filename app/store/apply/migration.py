"""A case that goes on by another version of its process: what is open is of that version from now on, what ended stays as it was."""

from app.domain.fact import Fact
from app.store.apply.batch import Batch
from app.store.apply.facts import applies


@applies("instance_migrated")
def _instance_migrated(batch: Batch, fact: Fact) -> None:
    said = {"key": fact.key, "definition": int(fact.public["definitionKey"])}
    batch.update("process_instance", int(fact.key or 0), definition_key=said["definition"], digest=fact.public["definitionDigest"])
    for table, is_open in (("user_task", "state = 'CREATED'"), ("incident", "state = 'ACTIVE'")):
        batch.store.run(
            f"UPDATE {table} SET definition_key = :definition WHERE case_key = :case AND process_instance_key = :key AND {is_open}",
            case=batch.case_key,
            **said,
        )  # names are ours


@applies("element_migrated")
def _element_migrated(batch: Batch, fact: Fact) -> None:
    key = int(fact.key or 0)
    if fact.public["type"] == "userTask":
        batch.update("user_task", key, element_id=fact.element_id, name=fact.public.get("name") or fact.element_id)
    for table, is_open in (("incident", " AND state = 'ACTIVE'"), ("subscription", "")):
        batch.store.run(
            f"UPDATE {table} SET element_id = :id WHERE element_instance_key = :key{is_open}", id=fact.element_id, key=key
        )  # names are ours
