"""Keeping what a person chose for the pages. No command: it concerns no case."""

import json
from typing import Any

from app.store.database import Reader


def keep_preference(store: Reader, account: str, name: str, value: Any) -> None:
    """Change one choice and keep the others."""
    found = store.value("SELECT content FROM preference WHERE account = :account", account=account)
    content = {**(json.loads(found) if found else {}), name: value}
    store.run(
        "INSERT INTO preference (account, content) VALUES (:account, :content) ON CONFLICT (account) DO UPDATE SET content ="
        " excluded.content",
        account=account,
        content=json.dumps(content, ensure_ascii=False, sort_keys=True),
    )
