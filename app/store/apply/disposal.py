"""What becomes of the record of a case when it has ended: proposals, holds, and erasing all that people wrote in it.

What stays of an erased case is its chain, whose digests tell nothing without the secret, and rows of numbers, instants and accounts.
"""

from typing import Final

from app.domain.fact import Fact
from app.domain.keys import BLOCK
from app.store.apply.batch import Batch
from app.store.apply.facts import applies

OF_CASE: Final = (
    "case_secret", "case_party", "comment", "deadline", "disposal_proposal", "document", "event_content", "idempotency", "incident",
    "kept_identity", "notice", "outbox", "paper_case", "paper_service", "process_instance", "query_code", "subscription", "task_delegate",
    "urging", "user_task", "variable", "writer_question",
)  # fmt: skip
"""Tables whose rows of the case go."""

BY_TEXT: Final = frozenset({"case_secret", "event_content", "idempotency", "outbox"})
"""Those of them that name the case by its key as text."""

_BEFORE: Final = (
    "DELETE FROM mail WHERE notice_key IN (SELECT key FROM notice WHERE case_key = :key)",
    "DELETE FROM notice_read WHERE notice_key IN (SELECT key FROM notice WHERE case_key = :key)",
    "DELETE FROM task_candidate WHERE task_key IN (SELECT key FROM user_task WHERE case_key = :key)",
    "DELETE FROM draft WHERE task_key IN (SELECT key FROM paper WHERE case_key = :key)",
    "DELETE FROM message WHERE thrown_by = :key OR taken_by = :key",
    # The number that a paper was issued under stays taken; nothing that the paper said stays.
    "DELETE FROM paper WHERE case_key = :key AND number IS NULL",
    "UPDATE paper SET title = '', content = '{}', issuers = '[]', scopes = '[]', behind = NULL, content_digest = NULL, pdf_digest = NULL,"
    " word_digest = NULL WHERE case_key = :key",
    # The account of points is the unit's: what was moved stays, why it was contested goes.
    "UPDATE points_movement SET appeal_reason = NULL, decision_reason = NULL WHERE case_key = :key",
)
_DRAFTS: Final = "DELETE FROM draft WHERE task_key >= :key AND task_key < :end"
_ASKED_FOR: Final = "DELETE FROM draft WHERE task_key = 0 AND account LIKE :deadline"
_REST: Final = (
    "INSERT INTO erased_case (case_key, process_id, definition_key, digest, receipt_number, started_at, ended_at, received_at, started_by,"
    " owner, secret, retention, kept_until, proposed_by, proposed_for, confirmed_by, erased_at) SELECT key, process_id, definition_key,"
    " digest, receipt_number, started_at, ended_at, received_at, started_by, owner, secret, :retention, :kept_until, :proposed_by,"
    " :proposed_for, :confirmed_by, :erased_at FROM process_instance WHERE key = :key"
)


@applies("disposal_proposed")
def _disposal_proposed(batch: Batch, fact: Fact) -> None:
    batch.insert(
        "disposal_proposal",
        {
            "case_key": batch.case_key,
            "what": fact.public["what"],
            "proposed_by": batch.actor,
            "proposed_for": batch.acting_for,
            "proposed_at": batch.at,
            "reason": fact.private["reason"],
        },
    )


@applies("disposal_refused")
def _disposal_refused(batch: Batch, fact: Fact) -> None:
    _settle(batch)


@applies("hold_set")
def _hold_set(batch: Batch, fact: Fact) -> None:
    batch.store.run(
        "INSERT INTO legal_hold (case_key, proposed_by, confirmed_by, held_since, reason) SELECT case_key, proposed_by, :by, :at, reason"
        " FROM disposal_proposal WHERE case_key = :key",
        key=batch.case_key,
        by=batch.actor,
        at=batch.at,
    )
    _settle(batch)


@applies("hold_released")
def _hold_released(batch: Batch, fact: Fact) -> None:
    batch.store.run("DELETE FROM legal_hold WHERE case_key = :key", key=batch.case_key)
    _settle(batch)


def _settle(batch: Batch) -> None:
    batch.store.run("DELETE FROM disposal_proposal WHERE case_key = :key", key=batch.case_key)


@applies("case_erased")
def _case_erased(batch: Batch, fact: Fact) -> None:
    store, key, said = batch.store, batch.case_key, fact.public
    store.run(
        _REST,
        key=key,
        retention=said["retention"],
        kept_until=said["keptUntil"],
        proposed_by=said["proposedBy"],
        proposed_for=said.get("proposedFor"),
        confirmed_by=batch.actor,
        erased_at=batch.at,
    )
    for row in store.all("SELECT key FROM deadline WHERE case_key = :key", key=key):
        store.run(_ASKED_FOR, deadline=f"% {row['key']}")
    for sql in _BEFORE:
        store.run(sql, key=key)
    store.run(_DRAFTS, key=key, end=key + BLOCK)
    for chain, seq in (place.split("/") for place in said.get("elsewhere", ())):
        store.run("DELETE FROM event_content WHERE case_key = :chain AND seq = :seq", chain=chain, seq=int(seq))
    for sheet in said.get("sheets", ()):
        store.run("DELETE FROM document WHERE key = :key", key=int(sheet))
    for table in OF_CASE:
        store.run(f"DELETE FROM {table} WHERE case_key = :key", key=str(key) if table in BY_TEXT else key)  # names are ours
