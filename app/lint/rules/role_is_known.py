"""The rule role-is-known."""

import difflib
from collections.abc import Iterator

from app.diagram import Diagram
from app.domain.roles import ROLES
from app.lint.properties import owners
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "role-is-known",
    ERROR,
    instead="Write one of the city's roles, for example hotline or investment-office.",
)
def role_is_known(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """The owner of a procedure sees all its cases, and who may enter a past receipt can set when a deadline began: both must
    be roles that people hold.
    """
    for _, owner in owners(diagram):
        for name in ("owner", "receipt.backdating"):
            role = owner.properties.get(name)
            if role is not None and role not in ROLES:
                near = difflib.get_close_matches(role, sorted(ROLES), n=1)
                yield at(
                    owner,
                    "Expected %(roles)s as %(name)s, but found %(role)s",
                    roles=", ".join(near or sorted(ROLES)),
                    name=name,
                    role=role,
                )
