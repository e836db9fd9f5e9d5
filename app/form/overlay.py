"""Names laid over other names, without copying what lies below."""

from collections.abc import Iterator, Mapping
from typing import Any


class Overlay(Mapping[str, Any]):
    """A mapping in which names of `upper` hide those of `lower`; both are read only when asked."""

    def __init__(self, upper: Mapping[str, Any], lower: Mapping[str, Any]) -> None:
        self.upper = upper
        self.lower = lower

    def __getitem__(self, name: str) -> Any:
        return self.upper[name] if name in self.upper else self.lower[name]

    def __contains__(self, name: object) -> bool:
        return name in self.upper or name in self.lower

    def __iter__(self) -> Iterator[str]:
        yield from self.upper
        yield from (name for name in self.lower if name not in self.upper)

    def __len__(self) -> int:
        return sum(1 for _ in self)
