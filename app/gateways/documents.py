"""Attached files in a folder, each under its own digest."""

import hashlib
import math
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from app.gateways.document_content import PIECE, StoreAway, changed, gone, is_digest, measured, place_of
from app.gateways.store_address import StoreRefused

_INCOMING: Final = ".incoming-"


class FolderOfDocuments:
    """Documents in a folder, `ab/abcdef...`: written whole or not at all, never changed.

    The name a person gave is never part of a path, so no upload can reach another file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder: Path | None = folder
        self._root = folder

    def __str__(self) -> str:
        return str(self._root)

    def put(self, stream: IO[bytes], limit_bytes: int) -> tuple[str, int, bytes]:
        """Keep a file; return its SHA-256 in hex, its size in bytes and its first 4 KiB.

        Raises Rejection("too_large") over the limit, StoreAway where the folder is full or cannot be written; nothing is kept then.
        """
        with _InPlainWords():
            self._root.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._root, prefix=_INCOMING)
        try:
            with _InPlainWords(), os.fdopen(descriptor, "wb") as file:
                digest, size, head = measured(stream, limit_bytes, file.write)
                file.flush()
                os.fsync(file.fileno())
            with _InPlainWords():
                path = self._root / place_of(digest)
                path.parent.mkdir(exist_ok=True)
                os.replace(name, path)
                # Without this, a power cut may take the name away again after the case that has the file was acknowledged.
                _sync(path.parent)
                _sync(self._root)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return digest, size, head

    def open(self, digest: str) -> IO[bytes]:
        """Return a file at its beginning, once its content was compared with its digest.

        Raises Rejection("not_found") where it is not there or was changed, StoreAway where it cannot be read.
        """
        with _InPlainWords():
            try:
                file = (self._root / place_of(digest)).open("rb")
            except (FileNotFoundError, IsADirectoryError):
                raise gone() from None
            try:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    raise changed(digest, str(self))
                file.seek(0)
            except BaseException:
                file.close()
                raise
        return file

    def digests(self) -> Iterator[str]:
        """Give the digests of all files, in order; what is just coming in is left out."""
        for path in sorted(self._root.rglob("*")):
            if is_digest(path.name) and path.is_file():
                yield path.name

    def older_than(self, instant: float) -> Iterator[str]:
        """Give the digests of files that came before an instant, in seconds since 1970. What never came in whole by then is taken away."""
        with _InPlainWords():
            for path in sorted(self._root.rglob("*")):
                if path.name.startswith(_INCOMING) and _came(path) < instant:
                    path.unlink(missing_ok=True)
                elif is_digest(path.name) and _came(path) < instant:
                    yield path.name

    def drop(self, digest: str, unless_since: float) -> bool:
        """Take a file away, unless it came again since an instant; say whether it went."""
        path = self._root / place_of(digest)
        with _InPlainWords():
            if _came(path) >= unless_since:
                return False
            path.unlink(missing_ok=True)
        return True

    def is_there(self) -> bool:
        """Say whether a file can be written, by writing one and taking it away again."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self._root, prefix=_INCOMING) as file:
                file.write(b"." * PIECE)
        except OSError:
            return False
        return True

    def check(self) -> None:
        """Make the folder. Raises StoreRefused where that cannot be."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreRefused(f"Expected a folder for documents at {self._root}, but found: {error.strerror}") from error


def _came(path: Path) -> float:
    """Return when a file came, in seconds since 1970; infinite where there is none."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return math.inf


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _InPlainWords:
    """Turn a folder that is full, away or read-only into StoreAway; a connection that breaks off is whose it is: the sender's."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError) and not isinstance(error, ConnectionError):
            raise StoreAway from error
