"""The rule no-complex-gateway."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "no-complex-gateway",
    ERROR,
    instead=(
        "Use a parallel gateway to wait for all branches, an inclusive one to wait for those that were taken, or a task "
        "in a loop over a collection with a completion condition to wait for some."
    ),
)
def no_complex_gateway(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A complex gateway means what its author wrote in a text that no two products read alike."""
    for process in diagram.processes:
        for element in process.elements.values():
            if element.kind == "complexGateway":
                yield at(element, "Expected another kind of gateway, but found the complex gateway %(element)s")
