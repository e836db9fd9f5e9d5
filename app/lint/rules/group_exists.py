"""The rule group-exists."""

import difflib
from collections.abc import Iterator

from app.diagram import Diagram
from app.domain.roles import is_group
from app.lint.groups import candidate_groups
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "group-exists",
    ERROR,
    instead=(
        "Write role@unit for roles held in units (handler@health-bureau), or the role alone for those held once in the city (hotline)."
    ),
)
def group_exists(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A task for a group that does not exist reaches nobody."""
    for group in candidate_groups(diagram):
        unit = group.name.partition("@")[2]
        if not is_group(group.name):
            yield at(group.owner, "Expected a role of the city or role@unit, but found %(group)s", group=group.name)
        elif unit and around.known.units is not None and unit not in around.known.units:
            near = difflib.get_close_matches(unit, sorted(around.known.units), n=1)
            yield at(
                group.owner,
                "Expected %(units)s, but found the unit %(unit)s",
                units=", ".join(near or sorted(around.known.units)),
                unit=unit,
            )
