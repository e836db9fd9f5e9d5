"""Anchors in a folder: files of lines, each with the batches of one range of numbers, and the public key beside them."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from app.domain.anchoring import AnchorsDiffer
from app.gateways.document_content import StoreAway

BATCHES_A_FILE: Final = 10_000
KEY: Final = "key.pub"
_LOCK: Final = ".writing"
_PIECE: Final = 256 * 1024
"""More than a line of a thousand events."""


class FolderOfAnchors:
    """See AnchorStore. Put the folder where the database's administrators cannot write, such as a disk that only takes what is added."""

    def __init__(self, folder: Path) -> None:
        self.folder: Path | None = folder
        self._root = folder

    def __str__(self) -> str:
        return str(self._root)

    def append(self, number: int, line: str) -> None:
        """See AnchorStore. Writers of all nodes wait for each other; a line that a power cut left half is written anew."""
        with _in_plain_words(), self._alone():
            path = self._file_of(number)
            with path.open("a+b") as file:
                last = _last_whole_line(file)
                if last is not None and json.loads(last)["batch"] >= number:
                    self._compare(number, line)
                    return
                file.write(line.encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
            _sync(self._root)

    def lines(self, after: int = 0) -> Iterator[str]:
        """See AnchorStore."""
        number = after + 1
        while (path := self._file_of(number)).exists():
            first = (number - 1) // BATCHES_A_FILE * BATCHES_A_FILE + 1
            with _in_plain_words(), path.open("rb") as file:
                for place, line in enumerate(file, first):
                    if place >= number and line.endswith(b"\n"):
                        yield line.decode(errors="replace").rstrip("\n")
            number = first + BATCHES_A_FILE

    def public_key(self) -> str | None:
        """See AnchorStore."""
        with _in_plain_words():
            path = self._root / KEY
            return path.read_text().strip() if path.exists() else None

    def keep_public_key(self, key: str) -> None:
        """See AnchorStore."""
        with _in_plain_words(), self._alone():
            found = self.public_key()
            if found is None:
                (self._root / KEY).write_text(key + "\n")
                _sync(self._root)
            elif found != key:
                raise AnchorsDiffer(f"the key in {self._root / KEY} is not the one that this city signs with")

    def _file_of(self, number: int) -> Path:
        return self._root / f"batches-{(number - 1) // BATCHES_A_FILE + 1:06d}.jsonl"

    def _compare(self, number: int, line: str) -> None:
        if next(self.lines(number - 1), None) != line:
            raise AnchorsDiffer(f"batch {number} in {self._root} is another one: does a second city write there?")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _last_whole_line(file: IO[bytes]) -> bytes | None:
    """Return the last line, and cut off what follows it: nobody was told that it is kept. Read from the end: a file may be large."""
    begin = file.seek(0, os.SEEK_END)
    tail = b""
    # A whole line ends with the last newline and begins behind the one before it.
    while begin and tail.count(b"\n") < 2:
        begin, until = max(begin - _PIECE, 0), begin
        file.seek(begin)
        tail = file.read(until - begin) + tail
    end = tail.rfind(b"\n") + 1
    file.truncate(begin + end)
    file.seek(begin + end)
    return tail[:end].splitlines()[-1] if end else None


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _in_plain_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreAway from error
