"""The rule names-fit-their-shapes."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.diagram.kinds import TASKS
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
        if one.kind in TASKS | {"callActivity"} and one.name and not fits_inside(one.name, one.box):
            yield at(one, "Expected the name to fit into its shape, but found it too long: %(element)s")
