"""The rule event-names-what-it-means."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings

_THROWING = frozenset({"endEvent", "intermediateThrowEvent"})


@rule(
    "event-names-what-it-means",
    ERROR,
    instead=(
        "Choose or make the message, signal, error or escalation in the properties panel and give it its name, code or correlation key."
    ),
)
def event_names_what_it_means(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Messages and signals meet by their name, a fixed text, errors and escalations by their code, and a message reaches its
    case by the correlation key.

    Catching an error or escalation without a code is meant: it catches any.
    """
    for process in diagram.processes:
        for element in process.elements.values():
            for event in element.definitions:
                if event.kind in ("message", "signal") and not event.name:
                    yield at(element, "Expected %(element)s to name its %(kind)s, but found no name", kind=event.kind)
                if event.kind in ("message", "signal") and (event.name or "").startswith("="):
                    yield at(
                        element,
                        "Expected a fixed name for the %(kind)s, but found an expression: %(name)s",
                        kind=event.kind,
                        name=event.name,
                    )
                if event.kind in ("error", "escalation") and element.kind in _THROWING and not event.code:
                    yield at(element, "Expected %(element)s to say the code of its %(kind)s, but found none", kind=event.kind)
                waits = event.kind == "message" and element.kind not in _THROWING and element.kind != "sendTask"
                starts_process = element.kind == "startEvent" and element.parent_id == process.id
                if waits and event.name and not starts_process and not event.correlation_key:
                    yield at(element, "Expected a correlation key for the message %(name)s, but found none", name=event.name)
            if element.kind == "receiveTask" and not element.definitions:
                yield at(element, "Expected the receive task %(element)s to name its message, but found none")
