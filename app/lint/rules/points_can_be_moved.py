"""The rule points-can-be-moved."""

from collections.abc import Iterator

from app.diagram import Diagram, DiagramElement, Process
from app.domain.points import PROPERTY, TABLE, UNIT_PROPERTY
from app.lint.properties import has_deadline, owners
from app.lint.rule import WARNING, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "points-can-be-moved",
    WARNING,
    instead=(
        "Deploy the table points, give the element a deadline, and say in points.unit whose points they are, "
        'as FEEL that gives the id of a unit, such as "=unit".'
    ),
)
def points_can_be_moved(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Lateness moves points where the element has a deadline, the table points says how many, and it is known whose they are: those
    of the unit in points.unit, for a user task else of the unit to whose posts it is offered. Otherwise nothing is moved, in silence.
    """
    for _, owner in owners(diagram):
        if PROPERTY not in owner.properties or not isinstance(owner, Process | DiagramElement):
            continue
        if TABLE not in around.decisions and TABLE not in around.known.decisions:
            yield at(owner, "Expected the decision table %(table)s to be there, but found none", table=TABLE)
        if not has_deadline(owner):
            yield at(owner, "Expected a deadline on what names a points rule, but found none")
        if UNIT_PROPERTY not in owner.properties and not _is_of_one_unit(owner):
            yield at(owner, "Expected points.unit to say whose points they are, but found none")


def _is_of_one_unit(owner: Process | DiagramElement) -> bool:
    """Say whether the element is a task that may be offered to posts of a unit; of an expression that is taken to be so."""
    if not isinstance(owner, DiagramElement) or owner.kind != "userTask" or owner.assignment is None:
        return False
    groups = owner.assignment.candidate_groups or ""
    return groups.startswith("=") or "@" in groups
