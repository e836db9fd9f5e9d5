"""The rule no-transaction."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "no-transaction",
    ERROR,
    instead="Draw an ordinary sub-process, with boundary events for what may go wrong and a path for each.",
)
def no_transaction(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A transaction sub-process promises to undo what was done inside it, which this engine does not do."""
    for process in diagram.processes:
        for element in process.elements.values():
            if element.kind == "transaction" or any(definition.kind == "cancel" for definition in element.definitions):
                yield at(element, "Expected no transaction, but found %(element)s")
