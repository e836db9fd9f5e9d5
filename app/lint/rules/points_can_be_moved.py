"""The rule points-can-be-moved."""

from collections.abc import Iterator

from app.diagram import Diagram, DiagramElement, Process
from app.domain.points import PROPERTY, STEP_TYPE, TABLE, UNIT_PROPERTY
from app.lint.properties import has_deadline, listed, owners
from app.lint.rule import WARNING, Found, at, rule
from app.lint.surroundings import Surroundings
from app.lint.ways import Ways


@rule(
    "points-can-be-moved",
    WARNING,
    instead=(
        "Deploy the table points, give the element a deadline or a way back to it, and say in points.unit whose points they are, "
        'as FEEL that gives the id of a unit, such as "=unit". A step of the type duban:points needs the header rule and the input unit.'
    ),
)
def points_can_be_moved(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Lateness and returns move points where the element has a deadline or can be come back to, the table points says how many, and it
    is known whose they are: those of the unit in points.unit, for a user task else of the unit to whose posts it is offered. Otherwise
    nothing is moved, in silence; a step that moves points would stop with an incident.
    """
    there = TABLE in around.decisions or TABLE in around.known.decisions
    for process, owner in owners(diagram):
        if not isinstance(owner, Process | DiagramElement):
            continue
        steps = isinstance(owner, DiagramElement) and owner.task_definition is not None and owner.task_definition.type == STEP_TYPE
        if not steps and PROPERTY not in owner.properties:
            continue
        if not there:
            yield at(owner, "Expected the decision table %(table)s to be there, but found none", table=TABLE)
        if steps:
            yield from _of_a_step(owner)
            continue
        if not has_deadline(owner) and not (isinstance(owner, DiagramElement) and _comes_back(process, owner)):
            yield at(owner, "Expected a deadline on what names a points rule, or a way back to it, but found neither")
        if UNIT_PROPERTY not in owner.properties and not _is_of_one_unit(owner):
            yield at(owner, "Expected points.unit to say whose points they are, but found none")


def _of_a_step(element: Process | DiagramElement) -> Iterator[Found]:
    if not isinstance(element, DiagramElement) or element.task_definition is None:
        return
    if not element.task_definition.headers.get("rule"):
        yield at(element, "Expected the header %(header)s on a step that moves points, but found none", header="rule")
    if all(mapping.target != "unit" for mapping in element.io.inputs):
        yield at(element, "Expected the input %(input)s on a step that moves points, but found none", input="unit")


def _comes_back(process: Process, element: DiagramElement) -> bool:
    """Say whether work can come back to the element: by a way drawn, or by a step that may be sent back to it."""
    named = (listed(other.properties.get("returnTo", "")) for other in process.elements.values())
    return any(element.id in ids for ids in named) or Ways(process).on_a_circle(element.id)


def _is_of_one_unit(owner: Process | DiagramElement) -> bool:
    """Say whether the element is a task that may be offered to posts of a unit; of an expression that is taken to be so."""
    if not isinstance(owner, DiagramElement) or owner.kind != "userTask" or owner.assignment is None:
        return False
    groups = owner.assignment.candidate_groups or ""
    return groups.startswith("=") or "@" in groups
