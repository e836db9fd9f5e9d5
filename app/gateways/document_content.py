"""What all stores of documents have in common: a file is named by its digest, measured when it comes and compared when it goes."""

import hashlib
import logging
import re
from collections.abc import Callable
from typing import IO, Final

from app.domain.marked import marked
from app.domain.ports import FileChanged
from app.domain.rejection import Rejection

LOG: Final = logging.getLogger("duban.store")
PIECE: Final = 256 * 1024
_HEAD_BYTES: Final = 4096
_AWAY: Final = marked("The store of files cannot be used at the moment; nothing was changed. Try again in a few seconds")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class StoreAway(Rejection):
    """Files cannot be kept or read for now. code: the store's own word, for the log and for who starts the product."""

    def __init__(self, code: str = "") -> None:
        super().__init__("store_unavailable", _AWAY)
        self.store_code = code


def is_digest(text: str) -> bool:
    return _DIGEST.fullmatch(text) is not None


def place_of(digest: str) -> str:
    """Return where a file lies below the store's root: `ab/abcdef...`. Raises Rejection("not_found") for what is no digest."""
    if not is_digest(digest):
        raise gone()
    return f"{digest[:2]}/{digest}"


def measured(stream: IO[bytes], limit_bytes: int, write: Callable[[bytes], object] = lambda _piece: None) -> tuple[str, int, bytes]:
    """Read a file to its end, a piece at a time; return its SHA-256 in hex, its size in bytes and its first 4 KiB.

    write: takes each piece. Raises Rejection("too_large") over the limit.
    """
    digest, size, head = hashlib.sha256(), 0, b""
    while piece := stream.read(PIECE):
        size += len(piece)
        if size > limit_bytes:
            raise Rejection("too_large", "Expected a file of at most %(limit)s bytes, but it is larger", limit=limit_bytes)
        head = (head + piece)[:_HEAD_BYTES] if len(head) < _HEAD_BYTES else head
        digest.update(piece)
        write(piece)
    return digest.hexdigest(), size, head


def gone() -> Rejection:
    return Rejection("not_found", "Expected the file behind this document, but it is not in the store of documents")


def changed(digest: str, where: str) -> FileChanged:
    """Return what to say of a file whose content is not what was attached; the log names it, for whoever can put it back."""
    LOG.error("document %s in %s was changed: it is not served; put it back from a backup", digest, where)
    return FileChanged(
        "not_found", "Expected the file as it was attached, but the store of documents holds another content: it is not shown"
    )
