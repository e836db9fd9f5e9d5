"""What one element sees of the variables."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from app.domain.instant import read_instant
from app.engine.values import RESERVED

if TYPE_CHECKING:
    from app.engine.flow import Flow
    from app.engine.token import Token


class View(Mapping[str, Any]):
    """Variables read only when asked for: values that are not yet written first, then the scopes from `scope` outwards.

    The reserved names: `deadline` is the instant of the nearest deadline around `token` (in the city's zone; null where none runs), for
    a boundary event that of its host, `case` what is known of the case. An unknown name raises KeyError, which FEEL makes null.
    """

    __slots__ = ("deadline", "extra", "flow", "scope", "token")

    def __init__(self, flow: "Flow", scope: int, token: "Token | None" = None, extra: Mapping[str, Any] | None = None) -> None:
        self.flow, self.scope, self.token = flow, scope, token
        self.extra: dict[str, Any] = dict(extra) if extra else {}

    def __getitem__(self, name: str) -> Any:
        if name in self.extra:
            return self.extra[name]
        if name in RESERVED:
            return self._reserved(name)
        return self.flow.root.scopes.read(self.scope, name)

    def _reserved(self, name: str) -> Any:
        root = self.flow.root
        if name == "case":
            return dict(root.world.case_facts)
        if name == "deadline":
            if self.token is not None and self.token.kept.host_deadline:
                return read_instant(self.token.kept.host_deadline).astimezone(root.world.feel.zone)
            owner = root.deadlines.above(self.flow, self.token)
            return root.deadlines.instant(owner)
        raise KeyError(name)  # `now` is FEEL's own function

    def __iter__(self) -> Iterator[str]:
        yield from {**self.flow.root.scopes.visible(self.scope), **self.extra}

    def __len__(self) -> int:
        return sum(1 for _ in self)
