"""The rule process-is-named."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import WARNING, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "process-is-named",
    WARNING,
    instead="Name the process as the procedure is called in the office.",
)
def process_is_named(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Work list, history and public page call a case by the name of its process."""
    for process in diagram.processes:
        if not process.name:
            yield at(process, "Expected a name for the process %(element)s, but found none")
