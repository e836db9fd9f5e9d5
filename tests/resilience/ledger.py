"""What the clients were answered, a line each, written the moment an answer is read: the other half of every comparison with the store."""

import itertools
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Ledger:
    """marks are texts found nowhere else: a client puts one into each thing that it sends, and the checker looks for it in the store."""

    def __init__(self, path: Path) -> None:
        self.path, self.run, self._numbers = path, os.urandom(4).hex(), itertools.count(1)
        self._file = path.open("a", encoding="utf-8")

    def mark(self) -> str:
        return f"mark-{self.run}-{next(self._numbers)}"

    def note(self, what: str, **facts: Any) -> None:
        self._file.write(json.dumps({"what": what, **facts}, ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self) -> None:
        self._file.close()


def read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
