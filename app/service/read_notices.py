"""Marking notices as read. No command: who has read what is nobody's history."""

from collections.abc import Iterable
from datetime import datetime

from app.domain.instant import instant_text
from app.store.database import Reader


def read_notices(store: Reader, account: str, keys: Iterable[int], now: datetime) -> None:
    """keys: of notices to this account or a group of theirs; the caller has looked. now: real time, UTC."""
    store.run_many(
        "INSERT INTO notice_read (account, notice_key, read_at) VALUES (:account, :key, :now) ON CONFLICT DO NOTHING",
        [{"account": account, "key": key, "now": instant_text(now)} for key in keys],
    )
