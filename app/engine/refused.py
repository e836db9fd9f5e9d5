"""Why a diagram is refused: the last guard, behind the linter, against what the engine would not run as drawn."""

from typing import Any

from app.domain.rejection import Finding, Message
from app.engine.drawn import Node, child


class Refused(Exception):
    """rule: a name in kebab-case. instead: what to draw in its place."""

    def __init__(self, rule: str, element_id: str | None, template: str, instead: str = "", /, **facts: Any) -> None:
        self.rule, self.element_id = rule, element_id
        self.message, self.instead = Message(template, facts), Message(instead, facts) if instead else None
        super().__init__(str(self.message))

    def finding(self, file_name: str) -> Finding:
        return Finding(self.rule, "error", file_name, self.element_id, self.message, self.instead)


def refuse_loops_and_compensation(node: Node) -> None:
    """Raises Refused for a compensation handler and for a standard loop."""
    element_id = node.get("id")
    if node.get("isForCompensation") == "true":
        raise Refused(
            "compensation", element_id, "Expected no compensation, but found it", "Draw what undoes the work as tasks after a gateway"
        )
    if child(node, "standardLoopCharacteristics") is not None:
        raise Refused(
            "standard-loop",
            element_id,
            "Expected no standard loop, but found one",
            "Repeat with an exclusive gateway, or go through a list",
        )
