"""The rule public-has-a-name."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.properties import owners
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "public-has-a-name",
    ERROR,
    instead="Write publicName as a citizen should read it, for example 正在办理; or take public away.",
)
def public_has_a_name(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """The public page shows a step by its public name. The name for staff may say more than the public should read."""
    for _, owner in owners(diagram):
        said = owner.properties
        if said.get("public") == "true" and not said.get("publicName", "").strip():
            yield at(owner, "Expected publicName on %(element)s, which is public, but found none")
        elif "publicName" in said and said.get("public") != "true":
            yield at(owner, "Expected public=true beside publicName on %(element)s, but found none")
