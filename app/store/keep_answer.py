"""Answers kept for a request that is sent again. Real time: a test clock must not make them old."""

from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct

from app.domain.instant import instant_text
from app.domain.rejection import Rejection
from app.store.database import Reader

KEPT_FOR: Final = timedelta(days=7)


class KeptAnswer(Struct, frozen=True):
    status: int
    body: str


def kept_answer(store: Reader, account: str, key: str, request_digest: str) -> KeptAnswer | None:
    """Return the first answer to this request. Raises Rejection("idempotency_mismatch") where the key came with another request."""
    row = store.one(
        "SELECT request_digest, status, answer FROM idempotency WHERE account = :account AND key = :key", account=account, key=key
    )
    if row is None:
        return None
    if row["request_digest"] != request_digest:
        raise Rejection(
            "idempotency_mismatch", "Expected the same request as before under this Idempotency-Key, but found another one; take a new key"
        )
    return KeptAnswer(row["status"], row["answer"])


def keep_answer(store: Reader, account: str, key: str, request_digest: str, status: int, answer: str, case_key: int | None) -> bool:
    """Keep the answer to a request; return whether it is the first under its key, which another request may have taken meanwhile."""
    kept = store.run(
        "INSERT INTO idempotency (account, key, request_digest, status, answer, case_key, expires_at)"
        " VALUES (:account, :key, :digest, :status, :answer, :case_key, :expires_at) ON CONFLICT (account, key) DO NOTHING",
        account=account,
        key=key,
        digest=request_digest,
        status=status,
        answer=answer,
        case_key=None if case_key is None else str(case_key),
        expires_at=instant_text(datetime.now(UTC) + KEPT_FOR),
    )
    return kept == 1


def forget_old_answers(store: Reader) -> None:
    store.run("DELETE FROM idempotency WHERE expires_at < :now", now=instant_text(datetime.now(UTC)))
