"""The rule property-in-its-place."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.properties import PLACES, PROCESS, is_label, may_stand_on, owners
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "property-in-its-place",
    ERROR,
    instead="Move the property to an element it means something on, or delete it.",
)
def property_in_its_place(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A property on an element that has no use for it would be passed over in silence."""
    for _, owner in owners(diagram):
        for name in owner.properties:
            place = PROCESS if is_label(name) else PLACES.get(name)
            if place is not None and not may_stand_on(place, owner):
                yield at(owner, "Expected %(name)s on %(place)s, but found it on %(element)s", name=name, place=place)
