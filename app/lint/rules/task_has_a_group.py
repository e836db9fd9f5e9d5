"""The rule task-has-a-group."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import NOTE, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "task-has-a-group",
    NOTE,
    instead="Name the candidate groups on the task or on its lane.",
)
def task_has_a_group(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Without a group, an assignee or a lane that names one, a task goes to the procedure's owner, else to who started the
    case.
    """
    for process in diagram.processes:
        for element in process.elements.values():
            said = element.assignment
            named = said is not None and bool(said.assignee or said.candidate_users)
            if element.kind == "userTask" and not named and not process.groups_of(element):
                yield at(element, "Expected candidate groups for %(element)s or its lane, but found none")
