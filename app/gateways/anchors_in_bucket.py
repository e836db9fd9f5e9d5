"""Anchors in a bucket of an S3-compatible store: an object a batch, written under the condition that there is none yet."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.domain.anchoring import AnchorsDiffer
from app.gateways.bucket import Bucket, NoSuchObject

KEY: Final = "key.pub"


class BucketOfAnchors:
    """See AnchorStore. A bucket with object lock keeps even who holds our credentials from changing what is written."""

    folder: Path | None = None

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def __str__(self) -> str:
        return str(self._bucket.address)

    def append(self, number: int, line: str) -> None:
        """See AnchorStore."""
        if not self._put(_name(number), line) and self._read(_name(number)) != line:
            raise AnchorsDiffer(f"batch {number} in {self} is another one: does a second city write there?")

    def lines(self, after: int = 0) -> Iterator[str]:
        """See AnchorStore. They are asked for one by one, so that a gap ends them."""
        number = after + 1
        while (line := self._read(_name(number))) is not None:
            yield line
            number += 1

    def public_key(self) -> str | None:
        """See AnchorStore."""
        return self._read(KEY)

    def keep_public_key(self, key: str) -> None:
        """See AnchorStore."""
        if not self._put(KEY, key) and self._read(KEY) != key:
            raise AnchorsDiffer(f"{KEY} in {self} is not the key that this city signs with")

    def _put(self, name: str, line: str) -> bool:
        raw = line.encode() + b"\n"
        return self._bucket.put(name, io.BytesIO(raw), len(raw), hashlib.sha256(raw).hexdigest())

    def _read(self, name: str) -> str | None:
        try:
            return b"".join(self._bucket.read(name)).decode(errors="replace").rstrip("\n")
        except NoSuchObject:
            return None


def _name(number: int) -> str:
    return f"batches/{number:09d}.jsonl"
