"""The rule no-compensation."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "no-compensation",
    ERROR,
    instead=(
        "Draw the work that undoes something as ordinary tasks on a path of its own, reached by an error, an escalation or a condition."
    ),
)
def no_compensation(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Compensation undoes finished work in an order that nobody sees in the drawing.

    An office must be able to see who undoes what, and when.
    """
    for process in diagram.processes:
        for element in process.elements.values():
            if element.for_compensation or any(definition.kind == "compensate" for definition in element.definitions):
                yield at(element, "Expected no compensation, but found it on %(element)s")
