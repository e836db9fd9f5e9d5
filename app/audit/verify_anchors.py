"""Comparing the store's events with the anchors that were written outside: what was changed together with its chain and its head, or left
out with all that shows it, is found by this alone."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct, field

from app.audit.access_log import CHAIN
from app.audit.anchor_batches import last_written
from app.audit.anchor_line import BadAnchors, Leaf, read_anchors
from app.audit.chain_break import Break
from app.store.database import Reader

_AT_ONCE: Final = 400


class Anchored(Struct):
    """What the anchors say. batches, events: those compared. breaks: of each chain the first event that is not the anchored one.

    bad: why the anchors themselves are not those that were written; what lies before is compared.
    """

    batches: int = 0
    events: int = 0
    breaks: dict[str, Break] = field(default_factory=dict)
    bad: BadAnchors | None = None


def compare_anchors(store: Reader, lines: Iterable[str], public_key: str) -> Anchored:
    """Compare each anchored event with the store's. lines: from the first batch on."""
    found = Anchored()
    try:
        for batch in read_anchors(lines, public_key):
            for place in range(0, len(batch.leaves), _AT_ONCE):
                _compare(store, batch.leaves[place : place + _AT_ONCE], found)
            found.batches = batch.number
    except BadAnchors as bad:
        found.bad = bad
        return found
    if found.batches < last_written(store):
        found.bad = BadAnchors(found.batches + 1, "missing")
    return found


def _compare(store: Reader, leaves: Sequence[Leaf], found: Anchored) -> None:
    for table, part in (
        ("access_event", [leaf for leaf in leaves if leaf[0] == CHAIN]),
        ("audit_event", [leaf for leaf in leaves if leaf[0] != CHAIN]),
    ):
        if not part:
            continue
        places = ", ".join(f"(:k{number}, :s{number})" for number in range(len(part)))
        values = {f"k{number}": leaf[0] for number, leaf in enumerate(part)} | {f"s{number}": leaf[1] for number, leaf in enumerate(part)}
        rows = store.all(f"SELECT case_key, seq, digest FROM {table} WHERE (case_key, seq) IN (VALUES {places})", **values)  # noqa: S608  # names are ours
        kept = {(row["case_key"], row["seq"]): row["digest"] for row in rows}
        for chain, seq, digest in part:
            there = kept.get((chain, seq))
            known = found.breaks.get(chain)
            if there != digest and (known is None or seq < known.seq):
                found.breaks[chain] = Break(chain, seq, "missing" if there is None else "recomputed")
        found.events += len(part)
