"""The rule no-loop-cardinality."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "no-loop-cardinality",
    ERROR,
    instead=("Give the multi-instance a collection (zeebe:loopCharacteristics inputCollection), for example =for i in 1..3 return i."),
)
def no_loop_cardinality(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A number of repetitions says nothing about whom each one is for. A collection names an item for each."""
    for process in diagram.processes:
        for element in process.elements.values():
            if element.loop is not None and bool(element.loop.cardinality):
                yield at(
                    element,
                    "Expected a collection to repeat over, but found the number %(cardinality)s",
                    cardinality=element.loop.cardinality,
                )
