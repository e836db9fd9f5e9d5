"""The rule known-function."""

import re
from collections.abc import Iterator

from app.diagram import Diagram
from app.feel import FeelError
from app.feel.meant import meant_function
from app.feel.nearest import nearest_name
from app.lint.feel_texts import FUNCTIONS, feel_texts
from app.lint.rule import ERROR, Found, on_line, rule
from app.lint.surroundings import Surroundings

# A text that makes functions of its own may call those.
_OWN = re.compile(r"\bfunction\s*\(")


@rule(
    "known-function",
    ERROR,
    instead="Use a function of FEEL or of the calendar, spelt as the guide lists it.",
)
def known_function(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A function that does not exist gives null, and the case goes the wrong way without a word."""
    for said in feel_texts(diagram):
        try:
            called = said.parsed().functions
        except FeelError:
            continue
        for name in sorted(called - FUNCTIONS):
            if not _OWN.search(said.text):
                near = meant_function(name, sorted(FUNCTIONS)) or nearest_name(name, FUNCTIONS)
                template = (
                    "Expected the known function %(near)s in %(where)s, but found %(name)s"
                    if near
                    else "Expected a known function in %(where)s, but found %(name)s"
                )
                yield on_line(said.owner.id, said.line, template, {"where": said.where, "name": name, "near": near})
