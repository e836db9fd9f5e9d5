"""Variables in nested scopes, held beside the tokens: one owner's key -> its own variables, and the scope around it.

Owners: the process instance (0), a called process, a sub-process, a multi-instance body, one of its items, an activity with input
mappings. Values are never changed in place, only replaced.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from app.engine.values import value_of


class Scopes:
    def __init__(self) -> None:
        self.own: dict[int, dict[str, msgspec.Raw]] = {}
        self.outer: dict[int, int | None] = {}
        self._read: dict[tuple[int, str], Any] = {}

    def __contains__(self, key: int) -> bool:
        return key in self.own

    def open(self, key: int, outer: int | None, variables: Mapping[str, msgspec.Raw]) -> None:
        """outer: the key of the scope around it; None for a process, which has nothing around it."""
        self.own[key], self.outer[key] = dict(variables), outer

    def close(self, key: int) -> None:
        for name in self.own.pop(key, ()):
            self._read.pop((key, name), None)
        self.outer.pop(key, None)

    def chain(self, key: int) -> Iterator[int]:
        """Yield `key`, then each scope around it, the process last."""
        here: int | None = key
        while here is not None:
            yield here
            here = self.outer[here]

    def holder(self, key: int, name: str) -> int:
        """Return the nearest scope, seen from `key`, that has the name; else the process."""
        for here in self.chain(key):
            if name in self.own[here]:
                return here
        return here

    def set_local(self, key: int, name: str, value: msgspec.Raw) -> None:
        self.own[key][name] = value
        self._read.pop((key, name), None)

    def forget(self, key: int, name: str) -> bool:
        """Take a variable away from its scope; return whether it was there."""
        self._read.pop((key, name), None)
        return self.own[key].pop(name, None) is not None

    def visible(self, key: int) -> dict[str, msgspec.Raw]:
        """Return all that `key` sees, the nearest value of each name."""
        seen: dict[str, msgspec.Raw] = {}
        for here in reversed(list(self.chain(key))):
            seen.update(self.own[here])
        return seen

    def read(self, key: int, name: str) -> Any:
        """Return the nearest value, seen from `key`. Raises KeyError where no scope has the name."""
        for here in self.chain(key):
            own = self.own[here]
            if name in own:
                at = (here, name)
                if at not in self._read:
                    self._read[at] = value_of(own[name])
                return self._read[at]
        raise KeyError(name)
