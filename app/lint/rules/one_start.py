"""The rule one-start."""

from collections.abc import Iterator

from app.diagram import Diagram, DiagramElement, Process
from app.diagram.kinds import SUB_PROCESSES
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "one-start",
    ERROR,
    instead=(
        "Draw one start event without a trigger in each process or sub-process; more only for timers, messages and "
        "signals that start a process."
    ),
)
def one_start(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """It must be clear where the work begins. A sub-process has one start event; an event sub-process has one that says what
    starts it.
    """
    for process in diagram.processes:
        scopes: list[Process | DiagramElement] = [process, *(e for e in process.elements.values() if e.kind in SUB_PROCESSES)]
        for scope in scopes:
            starts = [element for element in process.inside(scope.id) if element.kind == "startEvent"]
            plain = [element for element in starts if not element.definitions]
            triggered = isinstance(scope, DiagramElement) and scope.triggered_by_event
            if not starts:
                yield at(scope, "Expected a start event in %(element)s, but found none")
            elif triggered and (plain or len(starts) > 1):
                yield at(scope, "Expected one start event with a trigger in the event sub-process %(element)s, but found another")
            elif not triggered and len(plain) > 1:
                yield at(scope, "Expected one start event without a trigger in %(element)s, but found %(count)s", count=len(plain))
