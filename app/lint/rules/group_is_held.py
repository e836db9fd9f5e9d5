"""The rule group-is-held."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.domain.roles import is_group
from app.lint.groups import candidate_groups
from app.lint.rule import WARNING, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "group-is-held",
    WARNING,
    instead="Give somebody the role, or name another group, before the first case reaches the task.",
)
def group_is_held(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A task for a group that nobody holds waits until an operator sees it."""
    held = around.known.held_groups
    for group in candidate_groups(diagram):
        if held is not None and is_group(group.name) and group.name not in held:
            yield at(group.owner, "Expected somebody to hold %(group)s, but found nobody", group=group.name)
