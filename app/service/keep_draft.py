"""Keeping a draft. No command: a draft is its writer's alone and no part of the case."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from app.domain.instant import instant_text
from app.domain.rejection import Rejection
from app.store.database import Reader

MOST_BYTES: Final = 512 * 1024


def keep_draft(store: Reader, task_key: int, account: str, answers: Mapping[str, Any], form_digest: str | None) -> str:
    """Keep what a person typed so far; return when, in real time. Raises Rejection("too_large") over 512 KiB."""
    content = json.dumps(answers, ensure_ascii=False)
    if len(content.encode()) > MOST_BYTES:
        raise Rejection("too_large", "Expected a draft of at most %(limit)s bytes, but found more", limit=MOST_BYTES)
    now = instant_text(datetime.now(UTC))
    store.run(
        "INSERT INTO draft (task_key, account, content, form_digest, saved_at) VALUES (:task, :account, :content, :digest, :now)"
        " ON CONFLICT (task_key, account) DO UPDATE SET content = excluded.content, form_digest = excluded.form_digest, saved_at ="
        " excluded.saved_at",
        task=task_key,
        account=account,
        content=content,
        digest=form_digest,
        now=now,
    )
    return now


def drop_draft(store: Reader, task_key: int, account: str) -> None:
    """Forget a draft once it was submitted; a lapsed task's draft stays readable."""
    store.run("DELETE FROM draft WHERE task_key = :task AND account = :account", task=task_key, account=account)
