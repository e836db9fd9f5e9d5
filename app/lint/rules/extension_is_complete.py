"""The rule extension-is-complete."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.properties import owners
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "extension-is-complete",
    ERROR,
    instead=(
        "Fill in deadline.noticeDays (calendar days before the deadline) and deadline.extensionApprover (a candidate "
        "group), or take deadline.extendable away."
    ),
)
def extension_is_complete(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Who asks for an extension must know how long ahead, and who decides.

    Source: opinions, articles 1, 5, 7 and 8.
    """
    for _, owner in owners(diagram):
        said = owner.properties
        extendable = said.get("deadline.extendable") == "true"
        for name in ("deadline.noticeDays", "deadline.extensionApprover"):
            if extendable and not said.get(name):
                yield at(owner, "Expected %(name)s on %(element)s, which is extendable, but found none", name=name)
            elif not extendable and name in said:
                yield at(owner, "Expected deadline.extendable beside %(name)s on %(element)s, but found none", name=name)
