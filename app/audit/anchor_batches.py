"""Batches of events that are to be anchored outside the database.

Every event lies in `unanchored`, put there by a trigger, from the transaction that writes it until a batch takes it: numbers are no
watermark, for rows are committed out of their order. A batch and the events it takes are noted in one transaction; its line stays in the
database too, so that what a crash or an absent store left unwritten is written later, the same.
"""

import json
from collections.abc import Sequence
from typing import Final

from app.audit.anchor_line import FIRST_ROOT, Leaf, anchor_line
from app.domain.anchoring import AnchorKey
from app.store.database import Reader
from app.store.unit_of_work import next_number

MOST: Final = 1000
"""Events in one batch."""

_COUNTER: Final = "anchor_batch"


class NothingToAnchor(Exception):
    """Another worker was quicker: what was waiting lies in its batch."""


def waiting_events(store: Reader) -> int:
    """Return how many events are in no batch."""
    return int(store.value("SELECT COUNT(*) FROM unanchored"))


def take_batch(store: Reader, key: AnchorKey, at: str) -> int:
    """Take the events that wait, at most MOST, into the next batch; return its number. at: the real instant, as text.

    Raises NothingToAnchor, which gives back the number too.
    """
    # The number first: its row stays locked until the transaction ends, so batches of all nodes queue.
    number = next_number(store, _COUNTER)
    rows = store.all("SELECT case_key, seq, digest FROM unanchored ORDER BY case_key, seq LIMIT :most", most=MOST)
    if not rows:
        raise NothingToAnchor
    leaves: list[Leaf] = [(row["case_key"], row["seq"], row["digest"]) for row in rows]
    previous = store.value("SELECT root FROM anchor_batch WHERE batch = :batch", batch=number - 1) or FIRST_ROOT
    line, root = anchor_line(number, at, previous, leaves, key)
    _note(store, number, root, line, leaves, written=0)
    return number


def adopt_batch(store: Reader, line: str) -> None:
    """Note a batch that lies outside and is not known here: the database was restored to a moment before it was made."""
    said = json.loads(line)
    if next_number(store, _COUNTER) != said["batch"]:
        raise NothingToAnchor
    _note(store, said["batch"], said["root"], line, [(chain, seq, digest) for chain, seq, digest in said["leaves"]], written=1)


def note_written(store: Reader, number: int) -> None:
    """Note that the line of a batch lies outside: from now on it has to be there."""
    store.run("UPDATE anchor_batch SET written = 1 WHERE batch = :number", number=number)


def note_unwritten(store: Reader, after: int) -> None:
    """Note that the batches after one lie outside no more: they came back with a backup that has fewer lines."""
    store.run("UPDATE anchor_batch SET written = 0 WHERE batch > :after", after=after)


def _note(store: Reader, number: int, root: str, line: str, leaves: Sequence[Leaf], *, written: int) -> None:
    store.run(
        "INSERT INTO anchor_batch (batch, root, line, written) VALUES (:batch, :root, :line, :written)",
        batch=number,
        root=root,
        line=line,
        written=written,
    )
    store.run_many(
        "DELETE FROM unanchored WHERE case_key = :chain AND seq = :seq AND digest = :digest",
        [{"chain": chain, "seq": seq, "digest": digest} for chain, seq, digest in leaves],
    )


def last_batch(store: Reader) -> int:
    """Return the number of the last batch; 0 before the first."""
    return int(store.value("SELECT COALESCE(MAX(batch), 0) FROM anchor_batch"))


def last_written(store: Reader) -> int:
    """Return the number of the last batch whose line was noted as written outside; 0 before the first."""
    return int(store.value("SELECT COALESCE(MAX(batch), 0) FROM anchor_batch WHERE written = 1"))


def lines_after(store: Reader, number: int, most: int = 100) -> list[tuple[int, str]]:
    """Return the next batches after a number, with their lines."""
    rows = store.all("SELECT batch, line FROM anchor_batch WHERE batch > :number ORDER BY batch LIMIT :most", number=number, most=most)
    return [(row["batch"], row["line"]) for row in rows]
