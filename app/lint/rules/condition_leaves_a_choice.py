"""The rule condition-leaves-a-choice."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings

_CHOOSE = frozenset({"exclusiveGateway", "inclusiveGateway"})


@rule(
    "condition-leaves-a-choice",
    ERROR,
    instead="Put an exclusive or inclusive gateway after the element and let the conditional flows leave that.",
)
def condition_leaves_a_choice(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A condition on a flow that leaves a task, event or other gateway is not asked: every flow from there is taken."""
    for process in diagram.processes:
        for flow in process.flows.values():
            source = process.elements[flow.source]
            if flow.condition is not None and source.kind not in _CHOOSE:
                yield at(
                    flow,
                    "Expected a condition only after an exclusive or inclusive gateway, but found one after %(source)s",
                    source=source.title,
                )
