"""What the product needs of the outside world, where there is more than one way to get it."""

from datetime import datetime
from typing import IO, Protocol

from app.domain.paper import Content
from app.domain.rejection import Rejection


class FileChanged(Rejection):
    """The content of a kept file is not the one that was kept."""


class Press(Protocol):
    """Makes files of papers: the same content, the same bytes. See app/gateways/press."""

    def undrawn(self, content: Content) -> dict[str, list[str]]:
        """Return the characters that no font draws, by place."""
        ...

    def pdf(self, content: Content, at: datetime, *, draft: bool = False) -> bytes: ...

    def word(self, content: Content, template: bytes | None, at: datetime) -> bytes:
        """template: the office's own; None: the product's. at: when the file says that it was made."""
        ...

    def word_template(self) -> bytes:
        """Return the product's own red-head template."""
        ...

    def sample(self) -> Content:
        """Return an invented paper with every part that one can have."""
        ...

    def check_template(self, template: bytes) -> None:
        """Raise Rejection("bad_file") for a Word template that papers cannot be printed with."""
        ...


class Files(Protocol):
    """Keeps files under their digests. See app/gateways/documents.py."""

    def drop(self, digest: str, unless_since: float) -> bool:
        """Take a file away, unless it came again since an instant; say whether it went."""
        ...

    def put(self, stream: IO[bytes], limit_bytes: int) -> tuple[str, int, bytes]:
        """Return digest, size in bytes, and the first 4 KiB."""
        ...
