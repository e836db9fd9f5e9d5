"""Attached files in a bucket of an S3-compatible store, each under its own digest."""

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Final, cast

from app.gateways.bucket import Bucket, NoSuchObject
from app.gateways.document_content import StoreAway, changed, gone, is_digest, measured, place_of

LOG: Final = logging.getLogger("duban.store")
_IN_MEMORY_BYTES: Final = 1024 * 1024
"""Of one file on its way out; what is larger waits on the disk."""


class BucketOfDocuments:
    """Documents below a prefix, `ab/abcdef...` as in a folder: written once, under the condition that nothing is there yet."""

    folder: Path | None = None
    """None: what lies here lies on no disk of ours."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def __str__(self) -> str:
        return str(self._bucket.address)

    def put(self, stream: IO[bytes], limit_bytes: int) -> tuple[str, int, bytes]:
        """Keep a file; return its SHA-256 in hex, its size in bytes and its first 4 KiB.

        stream: read more than once, so it can be wound back: what a browser sent lies in memory or on the disk by then.

        Raises Rejection("too_large") over the limit, StoreAway where the store is away or refuses us; nothing is kept then.
        """
        stream.seek(0)
        digest, size, head = measured(stream, limit_bytes)
        name = place_of(digest)
        if not self._bucket.put(name, stream, size, digest) and not self._is_whole(name, digest):
            LOG.error("document %s in %s was changed; it is written anew", digest, self)
            self._bucket.put(name, stream, size, digest, once=False)
        return digest, size, head

    def open(self, digest: str) -> IO[bytes]:
        """Return a file at its beginning, once all of it has come and was compared with its digest.

        Raises Rejection("not_found") where it is not there or was changed, StoreAway where the store is away or refuses us.
        """
        name = place_of(digest)
        file = cast(IO[bytes], SpooledTemporaryFile(_IN_MEMORY_BYTES))  # noqa: SIM115  # handed out
        try:
            seen = hashlib.sha256()
            for piece in self._bucket.read(name):
                seen.update(piece)
                file.write(piece)
            if seen.hexdigest() != digest:
                raise changed(digest, str(self))
            file.seek(0)
        except BaseException as error:
            file.close()
            if isinstance(error, NoSuchObject):
                raise gone() from None
            if isinstance(error, OSError):
                raise StoreAway(type(error).__name__) from error
            raise
        return file

    def digests(self) -> Iterator[str]:
        """Give the digests of all files, in order."""
        for name in self._bucket.names():
            digest = name.rpartition("/")[2]
            if is_digest(digest) and name == place_of(digest):
                yield digest

    def older_than(self, instant: float) -> Iterator[str]:
        """Give nothing: an object that is chosen again keeps its old date here, so its age does not say that nobody will send it."""
        return iter(())

    def drop(self, digest: str, unless_since: float) -> bool:
        return False

    def is_there(self) -> bool:
        return self._bucket.is_there()

    def check(self) -> None:
        """See that the bucket takes files. Raises StoreRefused for what waiting does not mend, StoreAway for the rest."""
        self._bucket.check()

    def _is_whole(self, name: str, digest: str) -> bool:
        seen = hashlib.sha256()
        try:
            for piece in self._bucket.read(name):
                seen.update(piece)
        except NoSuchObject:
            return False
        return seen.hexdigest() == digest
