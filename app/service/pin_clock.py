"""The test clock: it stands where it is pinned. No command: it changes no case."""

from datetime import datetime

from app.domain.instant import instant_text
from app.domain.rejection import Rejection
from app.store.database import Reader


def pin_clock(store: Reader, now: datetime) -> None:
    """Pin the time at an instant, in UTC.

    Raises Rejection("clock_backwards") for an instant before the newest effective one of any event: what has happened lies behind.
    """
    newest = store.value("SELECT MAX(effective_at) FROM audit_event")
    wanted = instant_text(now)
    if newest is not None and wanted < newest:
        raise Rejection(
            "clock_backwards",
            "Expected an instant at or after the newest event, %(newest)s, but found %(found)s",
            newest=newest,
            found=wanted,
        )
    store.run("INSERT INTO pinned_clock (id, now) VALUES (1, :now) ON CONFLICT (id) DO UPDATE SET now = excluded.now", now=wanted)


def reset_clock(store: Reader) -> None:
    store.run("DELETE FROM pinned_clock")
