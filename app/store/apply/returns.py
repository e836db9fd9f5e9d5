"""Work that goes back to an earlier step: from where and why, and what was answered there."""

from app.domain.fact import Fact
from app.store.apply.batch import Batch
from app.store.apply.drafts import keep_again
from app.store.apply.facts import applies


@applies("task_returned")
def _task_returned(batch: Batch, fact: Fact) -> None:
    if fact.key is None:
        raise ValueError("Expected task_returned to name its task")
    batch.update("user_task", fact.key, completed_by=batch.actor, acting_for=batch.acting_for)
    batch.returned[fact.public["toElementId"]] = {"returned_from": fact.key, "returned_reason": fact.private["reason"]}
    for one in fact.private.get("kept", ()):
        keep_again(batch, int(one["userTaskKey"]), one["account"], one["answers"])


@applies("completion_withdrawn")
def _completion_withdrawn(batch: Batch, fact: Fact) -> None:
    if fact.key is None or fact.element_id is None:
        raise ValueError("Expected completion_withdrawn to name its task")
    batch.returned[fact.element_id] = {"returned_from": fact.key, "returned_reason": fact.private["reason"]}
    keep_again(batch, fact.key, batch.actor, fact.private.get("answers", {}))
