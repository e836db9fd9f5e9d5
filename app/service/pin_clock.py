"""The test clock: it stands where it is pinned. No command: it changes no case."""

from datetime import datetime

from app.audit.city_record import SET_BACK
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


def reset_clock(store: Reader, now: datetime) -> None:
    """Let the time run on as it is. now: the real instant, in UTC.

    Where events lie ahead of it, what follows is recorded before them: that is noted, so that nobody takes the order of a trial's instants
    for a forger's.
    """
    store.run("DELETE FROM pinned_clock")
    newest = store.value("SELECT MAX(recorded_at) FROM audit_event")
    if newest is not None and instant_text(now) < newest:
        store.run(
            "INSERT INTO setting (name, value) VALUES (:name, :now) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name=SET_BACK,
            now=instant_text(now),
        )
