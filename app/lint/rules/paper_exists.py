"""The rule paper-exists."""

import difflib
from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "paper-exists",
    ERROR,
    instead="Deploy the paper together with the diagram, and check the spelling of its id in the header paper.",
)
def paper_exists(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A step that issues a paper which is not there would stop the case."""
    for process in diagram.processes:
        for element in process.elements.values():
            work = element.task_definition
            wanted = work.headers.get("paper") if work is not None and work.type.startswith("duban:") else None
            known = {*around.papers, *around.known.papers}
            if wanted and wanted not in known:
                near = difflib.get_close_matches(wanted, sorted(known), n=1)
                ending = "but found only %(near)s" if near else "but found nothing by that id"
                yield at(element, "Expected %(wanted)s to be there, " + ending, wanted=wanted, **({"near": near[0]} if near else {}))
