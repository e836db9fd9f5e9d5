"""The rule shapes-do-not-overlap."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.geometry import overlap
from app.lint.rule import DRAWING, Found, at, rule
from app.lint.sheet import Drawn, drawn_elements, is_container
from app.lint.surroundings import Surroundings


@rule(
    "shapes-do-not-overlap",
    DRAWING,
    instead="Move the shapes apart.",
)
def shapes_do_not_overlap(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Where shapes overlap, one hides what the other says.

    A boundary event lies on the border of its activity; a sub-process holds what is drawn in it.
    """
    drawn = sorted(drawn_elements(diagram), key=lambda one: one.box.x)
    for index, one in enumerate(drawn):
        for other in drawn[index + 1 :]:
            if other.box.x >= one.box.right:
                break
            if one.shape.plane == other.shape.plane and overlap(one.box, other.box) and not _belong_together(one, other):
                yield at(other, "Expected %(element)s clear of %(other)s, but found them on top of each other", other=one.title)


def _belong_together(one: Drawn, other: Drawn) -> bool:
    within = one.id in other.around or other.id in one.around
    annotates = "textAnnotation" in (one.kind, other.kind) and (is_container(one) or is_container(other))
    return within or annotates or one.host == other.id or other.host == one.id
