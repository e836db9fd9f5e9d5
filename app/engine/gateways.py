"""Gateways that choose or split, and the join that waits for every flow."""

from typing import TYPE_CHECKING, Final

from app.domain.marked import marked
from app.engine.element import Element, Way
from app.engine.failure import StepFailed
from app.engine.library import WAITING
from app.engine.view import View

if TYPE_CHECKING:
    from app.engine.token import Token

# Parts of a sentence: a page puts each into its reader's language.
_FALSE: Final = marked("the condition %(text)s is false")
_NULL: Final = marked("the condition %(text)s gives null")
_NULL_FOR: Final = marked("the condition %(text)s gives null, because %(problem)s")


def is_open_way(way: Way, view: View) -> bool:
    """Say whether a condition is true. Null is not; anything that is no truth value is a mistake of the diagram."""
    if way.condition is None:
        return not way.is_default
    found = way.condition.value(view, view.flow.root.world)
    if found is None or isinstance(found, bool):
        return found is True
    raise StepFailed(
        "bad_condition", "Expected %(text)s to give true or false, but it gave %(found)s", text=way.condition.text, found=str(found)[:200]
    )


def no_way_out(element: Element, view: View) -> StepFailed:
    """Return the failure, with what each condition gave and why."""
    world, said = view.flow.root.world, []
    for condition in (way.condition for way in element.ways if way.condition is not None):
        text, why = condition.text, condition.why_null(view, world)
        if why:
            said.append(_NULL_FOR % {"text": text, "problem": why})
        else:
            said.append((_NULL if condition.value(view, world) is None else _FALSE) % {"text": text})
    return StepFailed("no_way_out", "Expected a condition that is true, or a default flow, but %(problem)s", problem="; and ".join(said))


class ExclusiveGateway(Element):
    def following(self, token: "Token") -> list[Way]:
        view = View(token.workflow, token.scope, token)
        for way in self.ways:
            if is_open_way(way, view):
                return [way]
        default = [way for way in self.ways if way.is_default]
        if not default and self.ways:
            raise no_way_out(self, view)
        return default


class Join(Element):
    """A token waits here for others. The rule is on tokens that are here now, not on history, so loops need no special case."""

    def _update_hook(self, token: "Token") -> bool:
        if len(self.incoming) <= 1:
            return super()._update_hook(token)
        token._state = WAITING
        token.workflow.root.joins[token.id] = token
        return self.fires(token)

    def fires(self, token: "Token") -> bool:
        """Say whether the join goes on with the token that has just come, and take what goes with it."""
        raise NotImplementedError("each kind of join has a rule of its own")

    def waiting(self, token: "Token") -> list["Token"]:
        return [other for other in token.workflow.task_tree.below if other.task_spec is self and other._state == WAITING]

    def merge(self, token: "Token", others: list["Token"]) -> None:
        root = token.workflow.root
        for other in others:
            if other.kept.incident:
                root.note("incident_resolved", self, other.id, code=other.kept.incident, how="overtaken")
                other.kept.incident = ""
            root.joins.pop(other.id, None)
            if other is not token:
                other.detach()
        self.noted("element_entered", token)


class ParallelGateway(Join):
    def fires(self, token: "Token") -> bool:
        """Take the oldest token of each incoming flow; a second one on the same flow waits for the next turn."""
        oldest: dict[str, Token] = {}
        for other in self.waiting(token):
            oldest.setdefault(other.kept.via, other)
        if len(oldest) < len(self.incoming):
            return False
        self.merge(token, list(oldest.values()))
        return True
