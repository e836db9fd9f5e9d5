"""Which papers the steps of a diagram issue by themselves, and which they draft for a person to issue."""

from typing import Final, NamedTuple

from app.diagram import DiagramElement

BULLETIN: Final = "duban:bulletin"
ISSUED_AT_ONCE: Final = {"duban:notice": True, BULLETIN: False}
"""Whether a paper is issued by the step itself or drafted, for a person to edit and issue; the header `issue` says otherwise."""


class StepPaper(NamedTuple):
    """id: of the paper. is_bulletin: whether the step is drawn as one of a bulletin. at_once: whether the step issues it itself."""

    id: str
    is_bulletin: bool
    at_once: bool


def paper_of(element: DiagramElement) -> StepPaper | None:
    """Return the paper that a step makes; None where it makes none.

    A header `issue` that is neither true nor false stops the case when it comes there; whoever only reads the diagram takes it for none.
    """
    task = element.task_definition
    paper = task.headers.get("paper", "") if task is not None and task.type in ISSUED_AT_ONCE else ""
    if task is None or not paper:
        return None
    at_once = {"true": True, "false": False}.get(task.headers.get("issue", ""), ISSUED_AT_ONCE[task.type])
    return StepPaper(paper, task.type == BULLETIN, at_once)
