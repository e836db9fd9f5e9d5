"""One command's transaction: lock the case, read the deciding instant, write the event."""

from datetime import UTC, datetime

from msgspec import Struct

from app.domain.instant import instant_text, read_instant
from app.domain.rejection import Rejection
from app.store.database import Reader

FIRST_DIGEST = "0" * 64


class CaseHead(Struct, frozen=True):
    """The head of one chain, locked until the transaction ends.

    version counts changes; writing compares it, so that two writers can never both build on the same state.
    next_due_at: the instant of the case's earliest timer, text in UTC. calendar_version: by which its deadlines were reckoned last;
    None where no decree changes them any more.
    """

    case_key: int
    version: int
    seq: int
    chain_digest: str
    snapshot: bytes | None
    next_due_at: str | None
    secret: bytes | None
    calendar_version: int | None = None


def lock_case(store: Reader, case_key: int) -> CaseHead | None:
    """Return the head of a chain, locked; None where there is no such case.

    Lock the case before reading anything of it: two officers who claim in the same second must queue here, or both would hold the task.
    """
    for_update = "" if store.is_sqlite else " FOR UPDATE OF c"
    row = store.one(
        "SELECT c.case_key, c.version, c.seq, c.chain_digest, c.snapshot, c.next_due_at, s.secret, c.calendar_version FROM case_state c"
        f" LEFT JOIN case_secret s ON s.case_key = :text_key WHERE c.case_key = :case_key{for_update}",
        case_key=case_key,
        text_key=str(case_key),
    )
    return CaseHead(**row) if row else None


def deciding_instant(store: Reader, *, test_clock: bool) -> datetime:
    """Return now, in UTC: the pinned instant of a test clock, else the database's time, else (SQLite) this machine's.

    Read it once, after the lock is held: who waited for the lock past a deadline came after it.
    """
    if test_clock:
        pinned = store.value("SELECT now FROM pinned_clock WHERE id = 1")
        if pinned is not None:
            return read_instant(pinned)
    if store.is_sqlite:
        return datetime.now(UTC)
    # Every command asks for the calendar too, as it stands now that the lock is held.
    asked = store.all("SELECT clock_timestamp() AS now, (SELECT COALESCE(MAX(version), 0) FROM calendar_version) AS calendar")[0]
    store.calendar_version = int(asked["calendar"])
    now: datetime = asked["now"]
    return now.astimezone(UTC)


def next_number(store: Reader, name: str) -> int:
    """Return the next number of a counter, from 1 on; it is held until the transaction ends, so none is left out."""
    value = store.value(
        "INSERT INTO counter (name, value) VALUES (:name, 1) ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value",
        name=name,
    )
    return int(value)


def open_chain(store: Reader, case_key: int, secret: bytes) -> None:
    """Write the first row of a chain, unless another transaction has done so, which is waited for.

    secret: 32 random bytes; forgetting them makes what people wrote unreadable for ever.
    """
    store.run_many(
        "INSERT INTO case_state (case_key, version, seq, chain_digest, snapshot, next_due_at) VALUES (:key, 0, 0, :digest, NULL, NULL)"
        " ON CONFLICT (case_key) DO NOTHING",
        [{"key": case_key, "digest": FIRST_DIGEST}],
    )
    store.run_many(
        "INSERT INTO case_secret (case_key, secret) VALUES (:key, :secret) ON CONFLICT (case_key) DO NOTHING",
        [{"key": str(case_key), "secret": secret}],
    )


class Advance(Struct, frozen=True):
    """What a head becomes by one event. The fields are those of CaseHead, but next_due_at, which is an instant."""

    chain_digest: str
    snapshot: bytes | None
    next_due_at: datetime | None
    calendar_version: int | None


def advance_head(store: Reader, head: CaseHead, new: Advance) -> None:
    """Write the new head, and give the case up: whoever had taken it on did so for what the clock had to do before.

    Raises Rejection("conflict") where another transaction changed the case meanwhile, which the lock should prevent.
    """
    changed = store.run(
        "UPDATE case_state SET version = version + 1, seq = :seq, chain_digest = :chain_digest, snapshot = :snapshot, next_due_at ="
        " :next_due_at, calendar_version = :calendar_version, claimed_until = NULL"
        " WHERE case_key = :case_key AND version = :version",
        seq=head.seq + 1,
        chain_digest=new.chain_digest,
        snapshot=new.snapshot,
        next_due_at=instant_text(new.next_due_at) if new.next_due_at else None,
        calendar_version=new.calendar_version,
        case_key=head.case_key,
        version=head.version,
    )
    if changed != 1:
        raise Rejection("conflict", "Expected the case as it was read, but somebody changed it in the meantime; try again")


def next_due(store: Reader, case_key: int) -> tuple[str | None, int | None]:
    """Return when the clock has something to do next in a case, as text in UTC, and by which version of the calendar it was reckoned."""
    row = store.one("SELECT next_due_at, calendar_version FROM case_state WHERE case_key = :case_key", case_key=case_key)
    return (None, None) if row is None else (row["next_due_at"], row["calendar_version"])


def note_next_due(store: Reader, head: CaseHead, due: datetime | None) -> None:
    """Note when a case's next timer is due, by its own snapshot: no event, for nothing happened. None: it has none."""
    store.run(
        "UPDATE case_state SET next_due_at = :due WHERE case_key = :case_key AND version = :version",
        due=instant_text(due) if due is not None else None,
        case_key=head.case_key,
        version=head.version,
    )


def note_reckoned(store: Reader, head: CaseHead, version: int | None) -> None:
    """Note that a version of the calendar changes nothing in a case: no event, for nothing happened. None: and that none will."""
    store.run(
        "UPDATE case_state SET calendar_version = :calendar WHERE case_key = :case_key AND version = :version",
        calendar=version,
        case_key=head.case_key,
        version=head.version,
    )
