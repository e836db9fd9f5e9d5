"""Holding the clock of a restored city. No command: the city is not in service yet, and its chains stay as they were backed up."""

from datetime import datetime

from app.domain.instant import instant_text
from app.store.database import Reader


def hold_deadlines(store: Reader, now: datetime) -> None:
    """Let no timer fire until the deadlines are released, and sign everybody out. now: real time, UTC.

    Who was signed in when the backup was made may have been disabled since.
    """
    store.run(
        "INSERT INTO setting (name, value) VALUES ('held_since', :now) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        now=instant_text(now),
    )
    store.run("DELETE FROM session")
    store.run("UPDATE case_state SET claimed_until = NULL WHERE claimed_until IS NOT NULL")
