"""The rule known-property."""

import difflib
from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.properties import PLACES, is_label, is_translation, owners
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings

_OURS = ("deadline.", "light.", "receipt.")


@rule(
    "known-property",
    ERROR,
    instead=("Write the name as the diagram guide lists it; a name of another product must not begin with deadline., light. or receipt."),
)
def known_property(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A misspelt property would be passed over in silence, and a deadline would never run."""
    for _, owner in owners(diagram):
        for name in owner.properties:
            if is_translation(name) or is_label(name):
                continue
            near = difflib.get_close_matches(name, sorted(PLACES), n=1, cutoff=0.75)
            if name not in PLACES and (near or name.startswith(_OURS)):
                yield at(owner, "Expected %(near)s, but found %(name)s", near=near[0] if near else ", ".join(sorted(PLACES)), name=name)
