"""The rule no-ad-hoc."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "no-ad-hoc",
    ERROR,
    instead=("Draw the choice: a gateway after which a person or a condition says which task comes next, with a way back to it."),
)
def no_ad_hoc(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """An ad hoc sub-process leaves open which of its tasks are done, and in which order; then no deadline can be promised."""
    for process in diagram.processes:
        for element in process.elements.values():
            if element.kind == "adHocSubProcess":
                yield at(element, "Expected no ad hoc sub-process, but found %(element)s")
