"""Which papers the steps of a diagram issue by themselves."""

from typing import Final

from app.diagram import DiagramElement

ISSUED_AT_ONCE: Final = {"duban:notice": True, "duban:bulletin": False}
"""Whether a paper is issued by the step itself or drafted, for a person to edit and issue; the header `issue` says otherwise."""


def issued_paper(element: DiagramElement) -> str | None:
    """Return the id of the paper that a step issues at once; None where it issues none."""
    task = element.task_definition
    if task is None or task.type not in ISSUED_AT_ONCE:
        return None
    at_once = {"true": True, "false": False}.get(task.headers.get("issue", ""), ISSUED_AT_ONCE[task.type])
    return (task.headers.get("paper") or None) if at_once else None
