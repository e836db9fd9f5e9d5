"""Attached files on disk, each under its own digest."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from app.domain.rejection import Rejection

_PIECE: Final = 256 * 1024


class FolderOfDocuments:
    """Documents in a folder, `ab/abcdef...`: written whole or not at all, never changed.

    The name a person gave is never part of a path, so no upload can reach another file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, stream: IO[bytes], limit_bytes: int) -> tuple[str, int, bytes]:
        """Keep a file; return its SHA-256 in hex, its size in bytes and its first 4 KiB.

        Raises Rejection("too_large") over the limit; nothing is kept then.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        digest, size, head = hashlib.sha256(), 0, b""
        descriptor, name = tempfile.mkstemp(dir=self.folder, prefix=".incoming-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    if size > limit_bytes:
                        raise Rejection("too_large", "Expected a file of at most %(limit)s bytes, but it is larger", limit=limit_bytes)
                    head = (head + piece)[:4096]
                    digest.update(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            path = self._path(digest.hexdigest())
            path.parent.mkdir(exist_ok=True)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return digest.hexdigest(), size, head

    def read(self, digest: str) -> Iterator[bytes]:
        """Give a file's bytes in pieces. Raises Rejection("not_found") where it is not there."""
        path = self._path(digest)
        if not path.is_file():
            raise Rejection("not_found", "Expected the file behind this document, but it is not in the store of documents")
        return self._pieces(path)

    def _pieces(self, path: Path) -> Iterator[bytes]:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest
