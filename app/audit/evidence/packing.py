"""A zip that comes out the same, byte for byte, for the same content, and knows the digest of each file in it."""

import hashlib
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE: Final = 0o644 << 16
_IN_MEMORY: Final = 4 * 1024 * 1024
_PIECE: Final = 256 * 1024


class Packing:
    """files: name, SHA-256 and size of each, in the order in which they were added. The zip lies on the disk, so its size is no matter."""

    def __init__(self) -> None:
        self.files: list[dict[str, Any]] = []
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # who asked for the bundle closes it
        self._zip = zipfile.ZipFile(self._file, "w")

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        info = zipfile.ZipInfo(name, _FIXED_TIME)
        info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, _PLAIN_FILE, 3
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as file:
            for piece in pieces:
                digest.update(piece)
                size += file.write(piece)
        self.files.append({"name": name, "sha256": digest.hexdigest(), "bytes": size})

    def finish(self) -> tuple[IO[bytes], int, str]:
        """Return the zip from its first byte on, its size in bytes, and its SHA-256."""
        self._zip.close()
        size, digest = self._file.seek(0, 2), hashlib.sha256()
        self._file.seek(0)
        for piece in pieces_of(self._file):
            digest.update(piece)
        self._file.seek(0)
        return self._file, size, digest.hexdigest()

    def drop(self) -> None:
        """Close the zip of a bundle that does not come about."""
        self._zip.close()
        self._file.close()


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """Yield what is left of a file, in pieces."""
    while piece := file.read(_PIECE):
        yield piece
