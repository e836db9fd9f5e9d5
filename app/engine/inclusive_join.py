"""The inclusive gateway: it takes every way whose condition is true, and joins the tokens that are on their way to it."""

from typing import TYPE_CHECKING

from app.engine.element import Way
from app.engine.gateways import Join, is_open_way, no_way_out
from app.engine.view import View

if TYPE_CHECKING:
    from app.engine.token import Token


class InclusiveGateway(Join):
    """upstream: where a token must stand for the join to wait for it; see app.engine.upstream."""

    upstream: frozenset[str] = frozenset()

    def fires(self, token: "Token") -> bool:
        """Never at once: it is asked again when nothing else can move."""
        return False

    def fires_now(self, token: "Token") -> bool:
        """Take all that wait if no other token of this scope can still come, so that what follows runs once."""
        here = self.waiting(token)
        if any(other.task_spec.name in self.upstream for other in token.workflow.tokens() if other not in here):
            return False
        self.merge(token, here)
        return True

    def following(self, token: "Token") -> list[Way]:
        view = View(token.workflow, token.scope, token)
        ways = [way for way in self.ways if is_open_way(way, view)]
        ways = ways or [way for way in self.ways if way.is_default]
        if not ways and self.ways:
            raise no_way_out(self, view)
        return ways
