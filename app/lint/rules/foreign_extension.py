"""The rule foreign-extension."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.properties import PLACES, is_label, is_translation, owners
from app.lint.rule import NOTE, Found, at, on_line, rule
from app.lint.surroundings import Surroundings


@rule(
    "foreign-extension",
    NOTE,
    instead="Leave it if another product needs it; otherwise say the same with the properties that the diagram guide lists.",
)
def foreign_extension(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """The file may carry the parts of other products. They are kept and passed over; a designer should know which of them do
    nothing here.
    """
    for part in diagram.foreign:
        yield on_line(
            part.owner_id,
            part.line,
            "Expected only extension elements that are read here, but found %(name)s, which does nothing",
            {"name": part.name},
        )
    for _, owner in owners(diagram):
        for name in owner.properties:
            if name not in PLACES and not is_translation(name) and not is_label(name):
                yield at(owner, "Expected only properties that are read here, but found %(name)s, which does nothing", name=name)
