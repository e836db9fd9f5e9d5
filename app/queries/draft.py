"""What a person typed into a task and has not submitted. Private: nobody else reads it."""

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from app.store.database import Reader


class Draft(Struct, frozen=True):
    answers: Mapping[str, Any]
    saved_at: str


def draft(store: Reader, task_key: int, account: str) -> Draft | None:
    row = store.one("SELECT content, saved_at FROM draft WHERE task_key = :task AND account = :account", task=task_key, account=account)
    return Draft(json.loads(row["content"]), row["saved_at"]) if row else None
