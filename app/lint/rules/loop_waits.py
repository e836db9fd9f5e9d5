"""The rule loop-waits."""

from collections.abc import Iterator

from app.diagram import Diagram, Process
from app.lint.graph import waits
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings
from app.lint.ways import Ways


@rule(
    "loop-waits",
    ERROR,
    instead=(
        "Put a user task, a timer or a message event into the loop, or compute the result in one script task (FEEL has "
        "for, some and every)."
    ),
)
def loop_waits(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A loop in which nothing waits would run until the engine's budget of steps is used up, and stop the case with an
    incident.
    """
    for process in diagram.processes:
        ways = _without_waiting(process)
        for group in ways.groups:
            if ways.on_a_circle(group[0]):
                element = process.elements[group[-1]]
                yield at(element, "Expected a loop through %(element)s to wait somewhere, but found nothing in it that waits")


def _without_waiting(process: Process) -> Ways:
    return Ways(process, lambda element: not waits(process, element))
