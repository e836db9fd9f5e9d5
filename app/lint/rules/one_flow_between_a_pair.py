"""The rule one-flow-between-a-pair."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.graph import is_join
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "one-flow-between-a-pair",
    ERROR,
    instead="Delete one of the two flows, or put the element that the second one is meant to pass between them.",
)
def one_flow_between_a_pair(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A join counts one token for each incoming flow. Two flows from the same element bring both at once, and the join no
    longer means "all have come".
    """
    for process in diagram.processes:
        seen: set[tuple[str, str]] = set()
        for flow in process.flows.values():
            pair = (flow.source, flow.target)
            if pair in seen and is_join(process.elements[flow.target]):
                yield at(
                    flow, "Expected one flow from %(source)s to the join %(target)s, but found two", source=flow.source, target=flow.target
                )
            seen.add(pair)
