"""The rule process-is-executable."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "process-is-executable",
    ERROR,
    instead="Tick Executable in the properties panel of the process.",
)
def process_is_executable(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A process that is not marked as executable is a drawing only; no product would run it.

    Beside an executable process a file may hold such drawings: a partner's work in another pool.
    """
    for process in diagram.processes:
        if not any(other.executable for other in diagram.processes):
            yield at(process, "Expected the process %(element)s to be executable, but found it is not")
