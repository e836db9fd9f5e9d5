"""The deadlines of one case: records of their own, by the key of the element instance they belong to."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.engine.deadline_terms import Terms
    from app.engine.element import Element
    from app.engine.flow import Flow, Root
    from app.engine.token import Token
    from app.engine.view import View


class Deadlines:
    def __init__(self, root: "Root") -> None:
        self.root = root
        self.own: dict[int, Any] = {}

    def above(self, flow: "Flow", token: "Token | None") -> int:
        """Return the owner of the nearest deadline around a token, -1 where there is none."""
        here, around = token, flow
        while True:
            if here is not None:
                if here.id in self.own:
                    return here.id
                if here.is_item:
                    here = here.above
                    continue
                around = here.workflow
            if around.is_process and around.scope in self.own:
                return around.scope
            here = around.parent
            if here is None:
                return -1

    def instant(self, owner: int) -> datetime | None:
        return None

    def due(self, owner: int) -> datetime | None:
        return None

    def plan(self, terms: "Terms", view: "View", flow: "Flow | None" = None) -> Any:
        return None

    def shown(self, deadline: Any) -> datetime | None:
        return None

    def begin(self, owner: int, deadline: Any, element: "Element | None") -> None:
        self.own[owner] = deadline

    def met(self, owner: int) -> None:
        self.own.pop(owner, None)

    def void(self, owner: int) -> None:
        self.own.pop(owner, None)

    def rows(self) -> dict[str, Any]:
        return {}

    def restore(self, rows: dict[str, Any]) -> None:
        pass

    def changes(self) -> list[tuple[datetime, int]]:
        return []

    def timer_fired(self, token: "Token") -> None:
        pass
