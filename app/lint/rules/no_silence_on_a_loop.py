"""The rule no-silence-on-a-loop."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "no-silence-on-a-loop",
    ERROR,
    instead=("Draw a sub-process with the loop, and inside it the task with its deadline and its silence: each item then has its own."),
)
def no_silence_on_a_loop(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """On a looped element the deadline is that of the whole. Silence must be each one's own: one unit's silence is not
    another's.
    """
    for process in diagram.processes:
        for element in process.elements.values():
            if element.loop is not None and "deadline.silence" in element.properties:
                yield at(element, "Expected no deadline.silence on the looped %(element)s, but found it")
