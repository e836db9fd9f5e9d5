"""Batches of events that are to be anchored outside the database.

Every event lies in `unanchored`, put there by a trigger, from the transaction that writes it until a batch takes it: numbers are no
watermark, for rows are committed out of their order. A batch and the events it takes are noted in one transaction; its line stays in the
database too, so that what a crash or an absent store left unwritten is written later, the same.
"""

import json
from collections.abc import Callable, Sequence
from typing import Final

from app.audit.anchor_line import FIRST_ROOT, BadAnchors, Leaf, anchor_line, read_anchor
from app.domain.anchoring import AnchorKey
from app.store.database import Reader
from app.store.unit_of_work import next_number

MOST: Final = 1000
"""Events in one batch."""

_COUNTER: Final = "anchor_batch"


class NothingToAnchor(Exception):
    """Another worker was quicker: what was waiting lies in its batch."""


_IS_THERE: Final = (
    "(EXISTS (SELECT 1 FROM audit_event e WHERE e.case_key = u.case_key AND e.seq = u.seq AND e.digest = u.digest)"
    " OR EXISTS (SELECT 1 FROM access_event e WHERE e.case_key = u.case_key AND e.seq = u.seq AND e.digest = u.digest))"
)
"""What is signed is an event that is there: a row that somebody put in to wait would be found to be missing for good."""


def waiting_events(store: Reader) -> int:
    """Return how many events are in no batch."""
    return int(store.value(f"SELECT COUNT(*) FROM unanchored u WHERE {_IS_THERE}"))  # noqa: S608  # names are ours


def take_batch(store: Reader, key: AnchorKey, at: str, outside: Callable[[int], str]) -> int:
    """Take the events that wait, at most MOST, into the next batch; return its number. at: the real instant, as text.

    outside: gives the line that is kept outside under a number. It is asked where the one here is not what this city signed, so that a root
    that somebody wrote into the database is never signed; the line is put back then.

    Raises NothingToAnchor, which gives back the number too, and BadAnchors where the line outside is not what this city signed either.
    """
    # The number first: its row stays locked until the transaction ends, so batches of all nodes queue.
    number = next_number(store, _COUNTER)
    rows = store.all(
        f"SELECT case_key, seq, digest FROM unanchored u WHERE {_IS_THERE} ORDER BY case_key, seq LIMIT :most",  # noqa: S608  # names are ours
        most=MOST,
    )
    if not rows:
        raise NothingToAnchor
    leaves: list[Leaf] = [(row["case_key"], row["seq"], row["digest"]) for row in rows]
    previous = _root_before(store, number, key, outside)
    line, root = anchor_line(number, at, previous, leaves, key)
    _note(store, number, root, line, leaves, written=0)
    return number


def _root_before(store: Reader, number: int, key: AnchorKey, outside: Callable[[int], str]) -> str:
    """Return the root that a batch follows, by a line that the key signed; what the column `root` says proves nothing."""
    last = number - 1
    if last == 0:
        return FIRST_ROOT
    here = store.value("SELECT line FROM anchor_batch WHERE batch = :batch", batch=last)
    try:
        return read_anchor(last, str(here), key.public).root
    except BadAnchors:
        line = outside(last)
        found = read_anchor(last, line, key.public)
        store.run("UPDATE anchor_batch SET line = :line, root = :root WHERE batch = :batch", line=line, root=found.root, batch=last)
        return found.root


def adopt_batch(store: Reader, line: str) -> None:
    """Note a batch that lies outside and is not known here: the database was restored to a moment before it was made, or
    somebody took its row away."""
    said = json.loads(line)
    number = next_number(store, _COUNTER)
    if number != said["batch"]:
        known = store.value("SELECT 1 FROM anchor_batch WHERE batch = :batch", batch=said["batch"]) is not None
        if number < said["batch"] or known:
            raise NothingToAnchor
        store.run("UPDATE counter SET value = value - 1 WHERE name = :name", name=_COUNTER)
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
