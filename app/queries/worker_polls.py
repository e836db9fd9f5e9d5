"""Whether the clock of the city runs."""

from datetime import datetime, timedelta
from typing import Final

from app.domain.instant import read_instant
from app.store.database import Reader

SILENT_AFTER: Final = timedelta(minutes=2)


def silent_since(store: Reader, now: datetime) -> datetime | None:
    """Return when a worker last looked for due work, if that is more than 2 minutes ago; None while one looks. now: real time, UTC.

    A store on which no worker ever looked counts from its first event.
    """
    last = store.value("SELECT MAX(polled_at) FROM worker_poll") or store.value("SELECT MIN(recorded_at) FROM audit_event")
    if last is None:
        return None
    at = read_instant(last)
    return at if now - at > SILENT_AFTER else None
