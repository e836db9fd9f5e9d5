"""What stands outside the database so that nobody who has it can change its past unseen: where anchors are kept, and who signs them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol


class AnchorsDiffer(Exception):
    """Another batch is kept under a number already: two cities write to one place, or somebody wrote there."""


class AnchorStore(Protocol):
    """A place outside the database to which lines are only ever added, a line a batch.

    Each method raises StoreAway where the place cannot be reached, or is full. folder: where it lies; None where that is on no disk of
    ours.
    """

    @property
    def folder(self) -> Path | None: ...

    def append(self, number: int, line: str) -> None:
        """Keep the line of a batch, lasting; again is no harm. number: one more than the last one's.

        Raises AnchorsDiffer where another line is kept under this number.
        """

    def lines(self, after: int = 0) -> Iterator[str]:
        """Give the lines of the batches after a number, in their order."""

    def public_key(self) -> str | None:
        """Return the key that the lines are signed with, 64 hex digits; None where none is kept yet."""

    def keep_public_key(self, key: str) -> None:
        """Keep the key beside the lines. Raises AnchorsDiffer where another one is kept."""


class AnchorKey(Protocol):
    """The private key, which never lies in the database."""

    @property
    def public(self) -> str:
        """The public key: Ed25519, RFC 8032, 64 hex digits."""

    def sign(self, message: bytes) -> str:
        """Return a signature, 128 hex digits."""
