"""Urgings and their answers, as they stand on a task."""

from app.domain.fact import Fact
from app.store.apply.batch import Batch
from app.store.apply.facts import applies


@applies("task_urged")
def _task_urged(batch: Batch, fact: Fact) -> None:
    batch.insert(
        "urging",
        {
            "key": int(fact.public["urgingKey"]),
            "case_key": batch.case_key,
            "task_key": fact.key,
            "urged_by": batch.actor,
            "urged_at": batch.at,
            "reason": fact.private["reason"],
        },
    )


@applies("urging_answered")
def _urging_answered(batch: Batch, fact: Fact) -> None:
    answered = {"answered_by": batch.actor, "answered_for": batch.acting_for, "answered_at": batch.at, "answer": fact.private["text"]}
    batch.update("urging", int(fact.public["urgingKey"]), **answered)
