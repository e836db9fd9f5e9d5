"""Who wrote in, of the cases that keep it from those who handle them, and what they had the writer asked."""

from app.domain.fact import Fact
from app.domain.identity import AS_NUMBER, WISH
from app.store.apply.batch import Batch
from app.store.apply.facts import applies


@applies("identity_kept", "identity_corrected")
def _identity_kept(batch: Batch, fact: Fact) -> None:
    for name in fact.public["names"]:
        batch.store.run(
            "INSERT INTO kept_identity (case_key, name, value) VALUES (:key, :name, :value)"
            " ON CONFLICT (case_key, name) DO UPDATE SET value = excluded.value",
            key=batch.case_key,
            name=name,
            value=fact.private[name],
        )
    if fact.public.get("afterwards"):
        batch.update("process_instance", batch.case_key, identity_kept=AS_NUMBER[WISH])
        # What came with the letter came in the event that began the case.
        batch.store.run(
            "UPDATE document SET withheld = 1 WHERE case_key = :key AND task_key IS NULL AND added_at ="
            " (SELECT started_at FROM process_instance WHERE key = :key)",
            key=batch.case_key,
        )


@applies("identity_protection_lifted")
def _identity_protection_lifted(batch: Batch, fact: Fact) -> None:
    batch.update("process_instance", batch.case_key, identity_kept=0)
    batch.store.run("DELETE FROM kept_identity WHERE case_key = :key", key=batch.case_key)
    batch.store.run("UPDATE document SET withheld = 0 WHERE case_key = :key", key=batch.case_key)


@applies("writer_asked")
def _writer_asked(batch: Batch, fact: Fact) -> None:
    batch.insert(
        "writer_question",
        {
            "key": int(fact.public["questionKey"]),
            "case_key": batch.case_key,
            "asked_by": batch.actor,
            "asked_for": batch.acting_for,
            "asked_at": batch.at,
            "question": fact.private["text"],
        },
    )


@applies("writer_answered")
def _writer_answered(batch: Batch, fact: Fact) -> None:
    answered = {"answered_by": batch.actor, "answered_for": batch.acting_for, "answered_at": batch.at, "answer": fact.private["text"]}
    batch.update("writer_question", int(fact.public["questionKey"]), **answered)
