"""Counting wrong query codes. No command: it changes no case. Real time."""

from datetime import datetime, timedelta
from typing import Final

from app.domain.instant import instant_text
from app.store.database import Reader

MOST_FAILURES: Final = 10
LOCKED_FOR: Final = timedelta(minutes=15)


def note_code_failure(store: Reader, case_key: int, now: datetime) -> tuple[int, str | None]:
    """Count a wrong code; return how many tries are left, and until when the number is locked."""
    failures = int(store.value("UPDATE query_code SET failures = failures + 1 WHERE case_key = :key RETURNING failures", key=case_key) or 0)
    if failures < MOST_FAILURES:
        return MOST_FAILURES - failures, None
    until = instant_text(now + LOCKED_FOR)
    store.run("UPDATE query_code SET failures = 0, locked_until = :until WHERE case_key = :key", key=case_key, until=until)
    return 0, until


def note_code_success(store: Reader, case_key: int) -> None:
    store.run("UPDATE query_code SET failures = 0, locked_until = NULL WHERE case_key = :key", key=case_key)


def allow(store: Reader, what: str, who: str, most: int, within: timedelta, now: datetime) -> bool:
    """Count a request of an address and say whether it is still within the rate. Real time."""
    row = store.one("SELECT since, count FROM rate WHERE what = :what AND who = :who", what=what, who=who)
    if row is None or row["since"] < instant_text(now - within):
        store.run(
            "INSERT INTO rate (what, who, since, count) VALUES (:what, :who, :now, 1) ON CONFLICT (what, who) DO UPDATE SET since ="
            " excluded.since, count = 1",
            what=what,
            who=who,
            now=instant_text(now),
        )
        return True
    store.run("UPDATE rate SET count = count + 1 WHERE what = :what AND who = :who", what=what, who=who)
    return bool(row["count"] < most)
