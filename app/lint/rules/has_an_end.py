"""The rule has-an-end."""

from collections.abc import Iterator

from app.diagram import Diagram, DiagramElement, Process
from app.diagram.kinds import SUB_PROCESSES
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "has-an-end",
    ERROR,
    instead="Draw an end event, named by the result, for each way in which the work can end.",
)
def has_an_end(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """An end event says how the work ended; history and statistics count by it."""
    for process in diagram.processes:
        scopes: list[Process | DiagramElement] = [process, *(e for e in process.elements.values() if e.kind in SUB_PROCESSES)]
        for scope in scopes:
            if not any(element.kind == "endEvent" for element in process.inside(scope.id)):
                yield at(scope, "Expected an end event in %(element)s, but found none")
