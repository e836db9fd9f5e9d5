"""Drafts that an event brings back: what was answered in a step that is done again.

Drafts are nobody's history: what is written here is a copy of what the event keeps beside it.
"""

from collections.abc import Mapping
from typing import Any

from app.domain.canonical import canonical, parse
from app.store.apply.batch import Batch


def keep_again(batch: Batch, task_key: int, account: str, answers: Mapping[str, Any]) -> None:
    """Keep answers as the draft of who gave them, over what that one had typed since and left empty in them."""
    typed = batch.store.value("SELECT content FROM draft WHERE task_key = :task AND account = :account", task=task_key, account=account)
    said = {name: value for name, value in answers.items() if typed is None or value not in (None, "", [])}
    content = canonical({**(parse(typed) if typed is not None else {}), **said})
    batch.store.run(
        "INSERT INTO draft (task_key, account, content, form_digest, saved_at) SELECT key, :account, :content, form_digest, :at FROM"
        " user_task WHERE key = :key ON CONFLICT (task_key, account) DO UPDATE SET content = excluded.content,"
        " saved_at = excluded.saved_at",
        key=task_key,
        account=account,
        content=content,
        at=batch.at,
    )


def copy_drafts(batch: Batch, from_task: int, to_task: int) -> None:
    """Let everybody who typed into a task that was left find it in the one that comes instead. A name with a space keeps what was typed
    into a dialog, which belongs to the task that it was about."""
    batch.store.run(
        "INSERT INTO draft (task_key, account, content, form_digest, saved_at) SELECT :to_task, account, content, form_digest, saved_at"
        " FROM draft WHERE task_key = :from_task AND account NOT LIKE '% %' ON CONFLICT DO NOTHING",
        from_task=from_task,
        to_task=to_task,
    )
