"""That an event is in a batch which was signed outside the database: the path from its digest to the root, and the line itself."""

import json
from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct

from app.audit.anchor_batches import last_batch
from app.audit.merkle import Tree
from app.domain.anchoring import AnchorStore
from app.store.database import Reader

EVER: Final = "9999"
"""After every instant, as text: nothing is made past it."""


class Inclusion(Struct, frozen=True):
    """seq, digest: of the event as it was anchored. position: among the `count` leaves of its batch, from 0. at: the batch's real instant.

    path: hashes in hex, the lowest first (RFC 6962, section 2.1.1). signature: Ed25519, over the line without it.
    """

    case_key: str
    seq: int
    digest: str
    batch: int
    at: str
    position: int
    count: int
    path: tuple[str, ...]
    root: str
    previous_root: str
    signature: str


def mark_of(case_key: str, seq: int | None = None) -> str:
    """Return what the line of a batch holds that has events of a case, or one of them: lines are canonical text, without spaces."""
    return f'["{case_key}",' if seq is None else f'["{case_key}",{seq},'


def lines_naming(store: Reader, anchors: AnchorStore, mark: str, began: str) -> Iterator[str]:
    """Give the lines outside that hold a mark, in their order. Raises StoreAway where they cannot be read.

    The database says only which line is the first to look at; where it knows none, all are looked through. began: see made_meanwhile.
    """
    first, known = store.value("SELECT MIN(batch) FROM anchor_batch WHERE line LIKE :mark", mark=f"%{mark}%") or 1, last_batch(store)
    for number, line in enumerate(anchors.lines(first - 1), first):
        if made_meanwhile(number, line, known, began):
            return
        if mark in line:
            yield line


def made_meanwhile(number: int, line: str, known: int, began: str) -> bool:
    """Say whether a batch was made after a state was read: that has neither it nor, perhaps, its events.

    known: the last batch that the state has; of one past it its own instant tells, so that a database put back to an earlier day is found
    all the same. began: the real instant as text, read before the state was.
    """
    if number <= known:
        return False
    try:
        return str(json.loads(line)["at"]) >= began
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def inclusions(line: str, case_key: str, only: int | None = None) -> list[Inclusion]:
    """Return what a line proves of a case, or of one of its events; nothing where the line cannot be read."""
    try:
        said: dict[str, Any] = json.loads(line)
        leaves = [(str(chain), int(seq), str(digest)) for chain, seq, digest in said["leaves"]]
        tree = Tree([bytes.fromhex(digest) for _, _, digest in leaves])
        batch, at, root = int(said["batch"]), str(said["at"]), str(said["root"])
        previous, signature = str(said["previousRoot"]), str(said["signature"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return []

    def proven(position: int, seq: int, digest: str) -> Inclusion:
        path = tuple(step.hex() for step in tree.path(position))
        return Inclusion(case_key, seq, digest, batch, at, position, len(leaves), path, root, previous, signature)

    return [
        proven(position, seq, digest)
        for position, (chain, seq, digest) in enumerate(leaves)
        if chain == case_key and (only is None or only == seq)
    ]


def inclusion_of(store: Reader, anchors: AnchorStore, case_key: str, seq: int) -> tuple[Inclusion, str] | None:
    """Return what proves one event, and the line that does; None while it waits for its batch. Of several the newest counts."""
    found = None
    for line in lines_naming(store, anchors, mark_of(case_key, seq), EVER):
        for inclusion in inclusions(line, case_key, seq):
            found = inclusion, line
    return found
