"""The rule choice-has-conditions."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings

_CHOOSE = frozenset({"exclusiveGateway", "inclusiveGateway"})


@rule(
    "choice-has-conditions",
    ERROR,
    instead="Give each flow that leaves the gateway a condition, except the default flow.",
)
def choice_has_conditions(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A gateway that chooses asks the condition of each flow. One without a condition is taken by nobody or by chance; a
    default flow needs none.
    """
    for process in diagram.processes:
        for element in process.elements.values():
            if element.kind not in _CHOOSE or len(element.outgoing) < 2:
                continue
            for flow in (process.flows[flow_id] for flow_id in element.outgoing):
                if not flow.condition and flow.id != element.default_flow:
                    yield at(
                        flow,
                        "Expected a condition on this flow or that it is the default flow of %(gateway)s, but found neither",
                        gateway=element.title,
                    )
                if flow.condition and flow.id == element.default_flow:
                    yield at(flow, "Expected no condition on the default flow of %(gateway)s, but found one", gateway=element.title)
