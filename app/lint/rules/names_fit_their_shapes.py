"""The rule names-fit-their-shapes."""

from collections.abc import Iterator

from app.diagram import Diagram, DiagramElement
from app.diagram.kinds import TASKS
from app.domain.languages import TAGS, said_in
from app.lint.label_size import fits_inside
from app.lint.rule import DRAWING, Found, at, rule
from app.lint.sheet import drawn_elements
from app.lint.surroundings import Surroundings


@rule(
    "names-fit-their-shapes",
    DRAWING,
    instead="Shorten the name to what is done, or make the shape larger.",
)
def names_fit_their_shapes(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A name that runs over the border of its task is cut off or covers its neighbours."""
    for one in drawn_elements(diagram):
        if one.kind in TASKS | {"callActivity"}:
            for name in (one.name, *_translations(diagram.element(one.id))):
                if name and not fits_inside(name, one.box):
                    yield at(one, "Expected the name to fit into its shape, but found it too long: %(name)s", name=name)


def _translations(element: DiagramElement | None) -> list[str]:
    return [said_in(tag, element.properties, "name") for tag in TAGS] if element is not None else []
