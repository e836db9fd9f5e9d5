"""The rule loop-names-its-collection."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "loop-names-its-collection",
    ERROR,
    instead=("Fill in the input collection; where results are collected, give both the output collection and the output element."),
)
def loop_names_its_collection(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A multi-instance without a collection has no items, and one that collects results needs to know which, and where to."""
    for process in diagram.processes:
        for element in process.elements.values():
            loop = element.loop
            if loop is None or loop.standard or loop.cardinality:
                continue
            if not loop.collection:
                yield at(element, "Expected an input collection on the loop of %(element)s, but found none")
            if bool(loop.output_collection) != bool(loop.output_element):
                yield at(element, "Expected an output collection and an output element together, but found one without the other")
