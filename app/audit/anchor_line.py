"""The line of one batch of anchored events, as it is written outside the database and read again: api.md, "Anchors"."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from app.audit.merkle import root_of
from app.domain.anchoring import AnchorKey
from app.domain.canonical import canonical

FIRST_ROOT: Final = "0" * 64
Leaf = tuple[str, int, str]
"""Of one event: the key of its chain, its place there, its digest in hex."""


class AnchorBatch(Struct, frozen=True):
    """number: from 1 on, without gaps. at: when it was made, as text. leaves: by the key of their chain, then by place."""

    number: int
    at: str
    root: str
    leaves: tuple[Leaf, ...]


class BadAnchors(Exception):
    """The lines are not those that were written. batch: one of which that is so. reason: see `read_anchors`."""

    def __init__(self, batch: int, reason: str) -> None:
        super().__init__(f"batch {batch}: {reason}")
        self.batch, self.reason = batch, reason


def anchor_line(number: int, at: str, previous_root: str, leaves: Sequence[Leaf], key: AnchorKey) -> tuple[str, str]:
    """Return the line of a batch, signed, and its root. at: an instant as text; the real one, whatever a test clock says."""
    root = root_of([bytes.fromhex(digest) for _, _, digest in leaves]).hex()
    said: dict[str, Any] = {
        "batch": number,
        "at": at,
        "root": root,
        "previousRoot": previous_root,
        "leaves": [list(leaf) for leaf in leaves],
    }
    return canonical({**said, "signature": key.sign(canonical(said).encode())}), root


def read_anchors(lines: Iterable[str], public_key: str, bad: list[BadAnchors]) -> Iterator[AnchorBatch]:
    """Give the batches of lines that the key signed, each checked as it comes.

    bad: what is not as it was written is added, with the reason: missing (a number is left out), unlinked (it does not follow from the one
    before), unreadable, wrong root, or wrong signature. An unlinked batch is given all the same, for it was signed; so is what follows.
    """
    expected = 1
    previous: str | None = FIRST_ROOT
    for line in lines:
        try:
            batch, said = _read(expected, line)
            if batch.number != expected:
                bad.append(BadAnchors(expected, "missing"))
                previous = None
            if batch.number < expected:
                continue
            expected = batch.number
            _check(expected, batch, said, public_key)
        except BadAnchors as found:
            bad.append(found)
            expected, previous = expected + 1, None
            continue
        if previous is not None and said.get("previousRoot") != previous:
            bad.append(BadAnchors(expected, "unlinked"))
        yield batch
        expected, previous = expected + 1, batch.root


def read_anchor(expected: int, line: str, public_key: str) -> AnchorBatch:
    """Return the batch of one line, checked by itself. expected: its number. Raises BadAnchors as read_anchors."""
    batch, said = _read(expected, line)
    if batch.number != expected:
        raise BadAnchors(expected, "missing")
    _check(expected, batch, said, public_key)
    return batch


def root_said(line: str) -> str | None:
    """Return the root that a line says, whoever signed it; None where it says none."""
    try:
        return str(json.loads(line)["root"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def follows(line: str, previous: str | None) -> bool:
    """Say whether a line says that it follows a root. previous: None where the line before says none."""
    try:
        return previous is not None and bool(json.loads(line)["previousRoot"] == previous)
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def _check(expected: int, batch: AnchorBatch, said: dict[str, Any], public_key: str) -> None:
    if root_of([bytes.fromhex(digest) for _, _, digest in batch.leaves]).hex() != batch.root:
        raise BadAnchors(expected, "wrong root")
    if not is_signed(said, public_key):
        raise BadAnchors(expected, "wrong signature")


def _read(expected: int, line: str) -> tuple[AnchorBatch, dict[str, Any]]:
    try:
        said = json.loads(line)
        leaves = tuple((str(chain), int(seq), str(digest)) for chain, seq, digest in said["leaves"])
        for _, _, digest in leaves:
            bytes.fromhex(digest)
        return AnchorBatch(int(said["batch"]), str(said["at"]), str(said["root"]), leaves), {**said, "signature": str(said["signature"])}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadAnchors(expected, "unreadable") from None


def is_signed(said: Mapping[str, Any], public_key: str) -> bool:
    """Say whether the `signature` in a record is one over all else of it, in canonical form."""
    # Imported here: it takes a twentieth of a second at every start, and only who verifies needs it.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    message = canonical({name: value for name, value in said.items() if name != "signature"}).encode()
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(said["signature"]), message)
    except (InvalidSignature, ValueError):
        return False
    return True
