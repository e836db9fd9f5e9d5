"""Where somebody gets notices by mail, and since when mail does not get through."""

from datetime import datetime, timedelta
from typing import Final

from app.domain.instant import instant_text, read_instant
from app.store.database import Reader

TOLD_AFTER: Final = timedelta(minutes=2)
"""A server that is restarted is back by then."""


def mail_address(store: Reader, account: str) -> str:
    """Return the address; empty where there is none."""
    found = store.value("SELECT mail_address FROM account WHERE name = :name", name=account)
    return found or ""


def mail_waits_since(store: Reader, now: datetime) -> datetime | None:
    """Return since when the oldest mail waits that the server did not take; None while all goes out. now: real time, UTC."""
    oldest = store.value(
        "SELECT MIN(created_at) FROM mail WHERE sent_at IS NULL AND given_up_at IS NULL AND tries > 0 AND created_at < :before",
        before=instant_text(now - TOLD_AFTER),
    )
    return read_instant(oldest) if oldest is not None else None
