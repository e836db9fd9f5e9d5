"""What the anchors outside the database say of one case."""

from msgspec import Struct, field

from app.audit.anchor_batches import last_batch, last_written
from app.audit.anchor_line import FIRST_ROOT, AnchorBatch, BadAnchors, follows, read_anchor, root_said
from app.audit.chain_break import Break
from app.audit.inclusion import made_meanwhile
from app.audit.late_anchor import LateAnchor, late_anchor, latest_in_time
from app.domain.anchoring import AnchorStore
from app.store.database import Reader

_Events = dict[int, tuple[str, object]]


class AnchoredCase(Struct):
    """batches: of each anchored event the number of its batch, by the event's own. waiting: those that are in no batch yet.

    broken: the first event that is not the anchored one, or was anchored and is gone. bad: why the anchors that hold the case are not those
    that were written, or cannot be linked to the ones before. late: those that were anchored long after they say they were recorded, in the
    order of the batches.
    """

    batches: dict[int, int] = field(default_factory=dict)
    waiting: frozenset[int] = frozenset()
    broken: Break | None = None
    bad: BadAnchors | None = None
    late: list[LateAnchor] = field(default_factory=list)


def anchored_case(store: Reader, anchors: AnchorStore, case_key: str, began: str) -> AnchoredCase:
    """Compare each event of a case with what was anchored outside. Raises StoreAway where the anchors cannot be read.

    began: the real instant as text, read before the store was: what is recorded and anchored after it, while this goes on, is no part of
    the state that is looked at.

    Only the lines outside are believed. Those in the database say which is the first to look at, and where an event is found in none
    outside, all are looked through: so a line that was taken out of the database hides nothing.
    """
    rows = store.all("SELECT seq, digest, recorded_at FROM audit_event WHERE case_key = :key", key=case_key)
    there = {row["seq"]: (row["digest"], row["recorded_at"]) for row in rows if type(row["seq"]) is int}
    waiting = {row["seq"] for row in store.all("SELECT seq FROM unanchored WHERE case_key = :key", key=case_key)}
    found = AnchoredCase()
    first = store.value("SELECT MIN(batch) FROM anchor_batch WHERE line LIKE :mark", mark=f"%{_mark(case_key)}%") or 1
    _read_from((first, began), store, anchors, case_key, there, found)
    if first > 1 and found.bad is None and set(there) - set(found.batches) - waiting:
        found = AnchoredCase()
        _read_from((1, began), store, anchors, case_key, there, found)
    left = set(there) - set(found.batches)
    found.waiting = frozenset(left)
    if found.bad is None and found.broken is None and (gone := left - waiting):
        # Each event waits by a trigger until a batch takes it: one that does neither was kept from its anchor.
        found.broken = Break(case_key, min(gone), "inserted")
    return found


def _read_from(since: tuple[int, str], store: Reader, anchors: AnchorStore, case_key: str, events: _Events, found: AnchoredCase) -> None:
    """since: the batch to begin at, and when this was begun. events: of the store, digest and instant of record by their numbers."""
    (first, began), key = since, anchors.public_key()
    known = last_batch(store)
    if key is None:
        found.bad = BadAnchors(1, "missing") if known else None
        return
    mark, number = _mark(case_key), first - 1
    # From the line before on: each says the root that it follows.
    before = None
    try:
        for number, line in enumerate(anchors.lines(max(first - 2, 0)), max(first - 1, 1)):
            if number >= first and made_meanwhile(number, line, known, began):
                break
            if number >= first and mark in line:
                _compare(read_anchor(number, line, key), case_key, events, found)
                if found.bad is None and not follows(line, FIRST_ROOT if number == 1 else root_said(before or "")):
                    found.bad = BadAnchors(number, "unlinked")
            before = line
    except BadAnchors as bad:
        found.bad = bad
        return
    if number < last_written(store):
        found.bad = BadAnchors(number + 1, "missing")


def _compare(batch: AnchorBatch, case_key: str, events: _Events, found: AnchoredCase) -> None:
    in_time = latest_in_time(batch)
    for chain, seq, digest in batch.leaves:
        if chain != case_key:
            continue
        there, recorded_at = events.get(seq, (None, None))
        if there == digest:
            found.batches[seq] = batch.number
            if (late := late_anchor(batch, seq, recorded_at, in_time)) is not None:
                found.late.append(late)
        elif found.broken is None or seq < found.broken.seq:
            found.broken = Break(case_key, seq, "missing" if there is None else "recomputed")


def _mark(case_key: str) -> str:
    """Return what the line of a batch holds that has events of a case: lines are canonical text, without spaces."""
    return f'["{case_key}",'
