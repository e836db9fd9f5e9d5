"""Decrees that a case has yet to follow: years of the calendar entered or changed since its deadlines were reckoned."""

from datetime import datetime
from typing import NamedTuple

from app.domain.instant import read_instant
from app.store.database import Reader
from app.store.read_calendar import newest_version


class Decree(NamedTuple):
    """version: of the calendar. entered_at: when it was entered, in UTC; its effect begins then."""

    version: int
    entered_at: datetime


def next_decree(store: Reader, version: int | None) -> Decree | None:
    """Return the first decree after a version of the calendar; None where there is none, and where no decree changes the case (None)."""
    if version is None or version >= newest_version(store):
        return None
    row = store.one("SELECT version, entered_at FROM calendar_version WHERE version > :version ORDER BY version LIMIT 1", version=version)
    return None if row is None else Decree(row["version"], read_instant(row["entered_at"]))


def cases_behind(store: Reader, most: int, put_off: list[int]) -> list[int]:
    """Return some of the cases that have yet to follow a decree, those furthest behind first, and those said to follow one that there is
    not, which no decree would reach. put_off: those to leave alone for now."""
    rows = store.all(
        "SELECT case_key FROM case_state WHERE calendar_version < :newest OR calendar_version > :newest"
        " ORDER BY calendar_version, case_key LIMIT :most",
        newest=newest_version(store),
        most=most + len(put_off),
    )
    return [row["case_key"] for row in rows if row["case_key"] not in put_off][:most]


def is_ahead(store: Reader, version: int | None) -> bool:
    """Say whether a case is said to follow a version of the calendar that there is not: somebody wrote that into the database."""
    if version is None or version <= newest_version(store):
        return False
    store.calendar_version = None  # another node may have entered one since this transaction began
    return version > newest_version(store)


def counted_by(store: Reader, case_key: int) -> int:
    """Return the version of the calendar by which the last event of a case counted, which its chain says; 0 where none did."""
    sql = "SELECT calendar_version FROM audit_event WHERE case_key = :key AND calendar_version IS NOT NULL ORDER BY seq DESC LIMIT 1"
    said = str(store.value(sql, key=str(case_key)) or "")
    return min(int(said), newest_version(store)) if said.isdecimal() else 0


def may_be_reckoned(store: Reader, case_key: int, completed: bool) -> bool:
    """Say whether a decree may still change something in a case: it runs, or a step of it was missed, which may turn out in time."""
    return (
        not completed or store.value("SELECT 1 FROM deadline WHERE case_key = :key AND state = 'missed' LIMIT 1", key=case_key) is not None
    )


def last_effective(store: Reader, case_key: int) -> str:
    """Return the latest effective instant in the chain of a case, as text in UTC."""
    found: str = store.value("SELECT MAX(effective_at) FROM audit_event WHERE case_key = :key", key=str(case_key))
    return found
