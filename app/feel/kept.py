"""What was made of the texts met last, so that judging, deploying and running a text makes it once."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Final, Generic, TypeVar

T = TypeVar("T")

Key = tuple[str, tuple[str, ...]]
"""A text, and the names known to it."""

# Characters of all texts together, a text of the greatest length among them; what is made of one takes up to 150 bytes for each.
_MOST: Final = 100_000


def key_of(text: str, names: Iterable[str]) -> Key:
    return text, tuple(sorted(set(names)))


class Kept(Generic[T]):
    """What was made of texts, kept by their length: however many there are, and however long, they cannot fill the memory."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Key, T] = OrderedDict()
        self._length = 0

    def get(self, key: Key, make: Callable[[], T]) -> T:
        """Return what was made of a text, or make it."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._length += len(key[0])
            while self._length > _MOST:
                (text, _), _ = self._kept.popitem(last=False)
                self._length -= len(text)
        return made

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._length = 0
