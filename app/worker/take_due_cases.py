"""Taking on the cases for which the clock has something to do."""

from datetime import UTC, datetime, timedelta
from typing import Final

from app.domain.instant import instant_text, read_instant
from app.store.database import Reader
from app.store.held import held_since
from app.store.unit_of_work import deciding_instant

CLAIMED_FOR: Final = timedelta(seconds=5)
"""Real time, the database's: a worker that dies holding a case gives it up after that, whatever its node's clock says. A claim only saves
work: a case's state refuses to fire twice."""

PUT_OFF_FOR: Final = timedelta(minutes=1)

_LONGEST: Final = 2 * PUT_OFF_FOR
"""No worker claims a case for longer: a claim beyond it was written by somebody else, and would stop the case's clock for good."""

_FREE: Final = "(claimed_until IS NULL OR claimed_until < :real OR claimed_until > :never)"


def take_due_cases(store: Reader, worker: str, *, test_clock: bool, most: int = 50) -> list[int]:
    """Claim the cases with due timers that no other worker has, the longest due first; return their keys. Note that this worker looked."""
    now, real = deciding_instant(store, test_clock=test_clock), _real(store)
    skip = "" if store.is_sqlite else " FOR UPDATE SKIP LOCKED"
    rows = store.all(
        f"SELECT case_key FROM case_state WHERE next_due_at <= :now AND {_FREE} ORDER BY next_due_at, case_key LIMIT :most{skip}",
        now=instant_text(now),
        real=instant_text(real),
        never=instant_text(real + _LONGEST),
        most=most,  # nothing from outside
    )
    store.run_many(
        "UPDATE case_state SET claimed_until = :until WHERE case_key = :key",
        [{"until": instant_text(real + CLAIMED_FOR), "key": row["case_key"]} for row in rows],
    )
    return [row["case_key"] for row in rows]


def _real(store: Reader) -> datetime:
    """Return now by the one clock that all workers share, in UTC."""
    return deciding_instant(store, test_clock=False)


def seconds_to_next(store: Reader, *, test_clock: bool) -> float | None:
    """Return in how many seconds the next case falls due that nobody has claimed, 0 or less for one that is due already.

    None where there is none, and while the deadlines of a restored city are held.
    """
    if held_since(store) is not None:
        return None
    now, real = deciding_instant(store, test_clock=test_clock), _real(store)
    next_due = store.value(
        f"SELECT next_due_at FROM case_state WHERE next_due_at IS NOT NULL AND {_FREE} ORDER BY next_due_at LIMIT 1",
        real=instant_text(real),
        never=instant_text(real + _LONGEST),
    )
    return None if next_due is None else (read_instant(next_due) - now).total_seconds()


def note_poll(store: Reader, worker: str) -> None:
    store.run(
        "INSERT INTO worker_poll (worker, polled_at) VALUES (:worker, :now) ON CONFLICT (worker) DO UPDATE SET polled_at ="
        " excluded.polled_at",
        worker=worker,
        now=instant_text(datetime.now(UTC)),
    )


def put_off(store: Reader, case_key: int) -> None:
    """Leave a case alone for a while whose timer could not be fired, so that it takes no time from the others."""
    until = instant_text(_real(store) + PUT_OFF_FOR)
    store.run("UPDATE case_state SET claimed_until = :until WHERE case_key = :key", key=case_key, until=until)


def give_up(store: Reader, case_key: int) -> None:
    """Let others have a case whose timers were fired."""
    store.run("UPDATE case_state SET claimed_until = NULL WHERE case_key = :key", key=case_key)
