"""What somebody does to a history who has the database and knows how chains are made, but not the key of the anchors; and undoing it.

Each way takes the place of an anchored event and returns that of the first event that is then not what it was.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.bench.bulk_writer import tables
from tests.bench.rig.database import Database
from tests.resilience.check_anchors import ACCESS
from tests.resilience.check_chain import COLUMNS, digest_of

Way = Callable[[Database, str, int], int]
NAMES = ", ".join(COLUMNS)
BESIDE = ("event_content", "case_secret", "case_state")


def table_of(chain: str) -> str:
    return "access_event" if chain == ACCESS else "audit_event"


def _event(database: Database, chain: str, seq: int) -> dict[str, Any]:
    (row,) = database.rows(f"select {NAMES} from {table_of(chain)} where case_key = ? and seq = ?", chain, seq)
    return dict(zip(COLUMNS, row, strict=True))


def _write(database: Database, chain: str, at: int, /, **columns: Any) -> None:
    said = ", ".join(f"{name} = ?" for name in columns)
    database.do(f"update {table_of(chain)} set {said} where case_key = ? and seq = ?", *columns.values(), chain, at)


def length_of(database: Database, chain: str) -> int:
    return int(database.one(f"select coalesce(max(seq), 0) from {table_of(chain)} where case_key = ?", chain))


def _add(database: Database, event: dict[str, Any]) -> None:
    """Put in an event with what lies beside it, and take it out of the queue for the anchors, into which a trigger puts it."""
    chain, seq = event["case_key"], event["seq"]
    database.do(f"insert into {table_of(chain)} ({NAMES}) values ({', '.join('?' * len(COLUMNS))})", *event.values())
    if chain != ACCESS:
        words = "select case_key, ?, content from event_content where case_key = ? and seq = ?"
        database.do(f"insert into event_content (case_key, seq, content) {words}", seq, chain, seq - 1)
    database.do("delete from unanchored where case_key = ?", chain)


def _fit_head(database: Database, chain: str) -> None:
    """Let the head that the store keeps beside a chain be its last event."""
    if chain != ACCESS:
        last = length_of(database, chain)
        digest = _event(database, chain, last)["digest"] if last else ""
        database.do("update case_state set seq = ?, chain_digest = ? where case_key = ?", last, digest, int(chain))


def _push_on(database: Database, chain: str, after: int) -> None:
    for table in (table_of(chain), *(() if chain == ACCESS else ("event_content",))):
        # In two steps: on the way no two rows may have one number.
        database.do(f"update {table} set seq = -seq - 1 where case_key = ? and seq > ?", chain, after)
        database.do(f"update {table} set seq = -seq where case_key = ? and seq < 0", chain)


def edit(database: Database, chain: str, seq: int) -> int:
    _write(database, chain, seq, actor="somebody-else")
    return seq


def edit_with_its_digest(database: Database, chain: str, seq: int) -> int:
    event = _event(database, chain, seq) | {"actor": "somebody-else"}
    _write(database, chain, seq, actor=event["actor"], digest=digest_of(event))
    return seq


def delete(database: Database, chain: str, seq: int) -> int:
    database.do(f"delete from {table_of(chain)} where case_key = ? and seq = ?", chain, seq)
    return seq


def insert(database: Database, chain: str, seq: int) -> int:
    """Put in an event behind one that is there, in keeping with it, and push on those that follow."""
    event = _event(database, chain, seq)
    _push_on(database, chain, seq)
    event |= {"seq": seq + 1, "previous_digest": event["digest"]}
    _add(database, event | {"digest": digest_of(event)})
    return seq + 1


def append(database: Database, chain: str, seq: int) -> int:
    """Put in an event at the end of the chain, with its head, past the anchors: nothing that is anchored is changed."""
    last = length_of(database, chain)
    event = _event(database, chain, last)
    event |= {"seq": last + 1, "previous_digest": event["digest"]}
    _add(database, event | {"digest": digest_of(event)})
    _fit_head(database, chain)
    return last + 1


def swap(database: Database, chain: str, seq: int) -> int:
    first = min(seq, max(length_of(database, chain) - 1, 1))
    for was, becomes in ((first, -1), (first + 1, first), (-1, first + 1)):
        _write(database, chain, was, seq=becomes)
    return first


def cut(database: Database, chain: str, seq: int) -> int:
    """Take away an event and all after it, with their head; from the first on, the whole case."""
    for table in (table_of(chain), *(() if chain == ACCESS else ("event_content",))):
        database.do(f"delete from {table} where case_key = ? and seq >= ?", chain, seq)
    if seq > 1:
        _fit_head(database, chain)
    elif chain != ACCESS:
        database.do("delete from case_secret where case_key = ?", chain)
        database.do("delete from case_state where case_key = ?", int(chain))
    return seq


def recompute(database: Database, chain: str, seq: int) -> int:
    """Change an event, compute all after it anew, and the head; and write the new digests into the store's own lines of anchors."""
    _write(database, chain, seq, actor="somebody-else")
    previous = _event(database, chain, seq)["previous_digest"]
    for place in range(seq, length_of(database, chain) + 1):
        event = _event(database, chain, place) | {"previous_digest": previous}
        old, previous = event["digest"], digest_of(event)
        _write(database, chain, place, previous_digest=event["previous_digest"], digest=previous)
        database.do("update anchor_batch set line = replace(line, ?, ?) where line like ?", old, previous, f"%{old}%")
    _fit_head(database, chain)
    return seq


WAYS: tuple[Way, ...] = (edit, edit_with_its_digest, delete, insert, append, swap, cut, recompute)


@contextmanager
def undone(database: Database, chains: list[str]) -> Iterator[None]:
    """Put back at the end what some chains were, and what lies beside them."""
    known = tables(database)
    kept = [(table, key, _rows(database, table, known[table], key)) for chain in chains for table, key in _tables(chain)]
    lines = database.rows("select batch, line from anchor_batch")
    yield
    database.do("begin")
    for table, key, rows in kept:
        names = known[table]
        database.do(f"delete from {table} where case_key = ?", key)
        database.many(f"insert into {table} ({', '.join(names)}) values ({', '.join('?' * len(names))})", rows)
    for chain in chains:
        database.do("delete from unanchored where case_key = ?", chain)
    for batch, line in lines:
        database.do("update anchor_batch set line = ? where batch = ? and line <> ?", line, batch, line)
    database.do("commit")


def _tables(chain: str) -> list[tuple[str, Any]]:
    beside = [] if chain == ACCESS else [(table, int(chain) if table == "case_state" else chain) for table in BESIDE]
    return [(table_of(chain), chain), *beside]


def _rows(database: Database, table: str, columns: list[str], key: Any) -> list[tuple[Any, ...]]:
    return database.rows(f"select {', '.join(columns)} from {table} where case_key = ?", key)
