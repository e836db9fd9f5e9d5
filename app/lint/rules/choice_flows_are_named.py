"""The rule choice-flows-are-named."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import WARNING, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "choice-flows-are-named",
    WARNING,
    instead="Name each flow by its answer: 属实, 不属实, 其他.",
)
def choice_flows_are_named(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Who reads the drawing must see which way is taken when, without opening the properties."""
    for process in diagram.processes:
        for element in process.elements.values():
            if element.kind not in ("exclusiveGateway", "inclusiveGateway") or len(element.outgoing) < 2:
                continue
            for flow in (process.flows[flow_id] for flow_id in element.outgoing):
                if not flow.name:
                    yield at(
                        flow,
                        "Expected a name on the flow from %(gateway)s to %(target)s, but found none",
                        gateway=element.title,
                        target=process.elements[flow.target].title,
                    )
