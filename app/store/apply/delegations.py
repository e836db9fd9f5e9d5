"""Who works on a task on behalf of whom, and who has worked on it."""

from app.domain.fact import Fact
from app.store.apply.batch import Batch
from app.store.apply.drafts import keep_again
from app.store.apply.facts import applies


@applies("task_delegated")
def _task_delegated(batch: Batch, fact: Fact) -> None:
    said, key = fact.public, fact.key or 0
    owner = said["from"]
    batch.update(
        "user_task",
        key,
        assignee=said["assignee"],
        acting_for=owner,
        delegated_by=owner,
        delegated_for=said.get("actingFor"),
        delegated_reason=fact.private["reason"],
    )
    batch.party("account", said["assignee"])


@applies("delegation_returned")
def _delegation_returned(batch: Batch, fact: Fact) -> None:
    said, key = fact.public, fact.key or 0
    owner = said.get("assignee")
    for place, account in enumerate(dict.fromkeys((batch.actor, said["from"]))):
        batch.store.run(
            "INSERT INTO task_delegate (case_key, task_key, account, worked, at, note) VALUES (:case, :task, :account, :worked, :at, :note)"
            " ON CONFLICT (task_key, account) DO UPDATE SET at = excluded.at, note = excluded.note, worked = excluded.worked",
            case=batch.case_key,
            task=key,
            account=account,
            worked=1 if place == 0 else 0,
            at=batch.at,
            note=fact.private.get("note", ""),
        )
    keep_again(batch, key, said["delegatedBy"], fact.private.get("answers", {}))
    batch.update(
        "user_task",
        key,
        assignee=owner,
        acting_for=said.get("actingFor") if owner else None,
        delegated_by=None,
        delegated_for=None,
        delegated_reason=None,
    )
    if owner is None:
        batch.assigned[key] = 0
