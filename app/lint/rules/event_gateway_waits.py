"""The rule event-gateway-waits."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings

_WAITED_FOR = frozenset({"timer", "message", "signal"})


@rule(
    "event-gateway-waits",
    ERROR,
    instead=(
        "Let each flow that leaves the gateway lead to an intermediate timer, message or signal event, or to a receive "
        "task, that no other flow leads to."
    ),
)
def event_gateway_waits(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """An event-based gateway takes the way whose event comes first, so behind it there must be events."""
    for process in diagram.processes:
        for element in process.elements.values():
            if element.kind != "eventBasedGateway":
                continue
            if len(element.outgoing) < 2:
                yield at(
                    element, "Expected two or more ways out of the event-based gateway, but found %(count)s", count=len(element.outgoing)
                )
            for flow in (process.flows[flow_id] for flow_id in element.outgoing):
                target = process.elements[flow.target]
                kinds = {definition.kind for definition in target.definitions}
                catches = target.kind in ("intermediateCatchEvent", "receiveTask") and bool(kinds) and kinds <= _WAITED_FOR
                if not catches:
                    yield at(flow, "Expected an event to wait for after the gateway, but found %(target)s", target=target.title)
                elif len(target.incoming) > 1:
                    yield at(
                        target,
                        "Expected one flow into an event after an event-based gateway, but found %(count)s",
                        count=len(target.incoming),
                    )
