"""The rule inside-task-is-known."""

import difflib
from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "inside-task-is-known",
    ERROR,
    instead=(
        "Choose one of the task types that the product has, or give the work a type of your own without duban: and connect a worker for it."
    ),
)
def inside_task_is_known(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Task types that begin with `duban:` run inside the product. One that it does not have would wait for ever."""
    for process in diagram.processes:
        for element in process.elements.values():
            work = element.task_definition
            known = around.known.inside_types
            if work is not None and known is not None and work.type.startswith("duban:") and work.type not in known:
                near = difflib.get_close_matches(work.type, sorted(known), n=1)
                yield at(element, "Expected one of %(known)s, but found %(type)s", known=", ".join(near or sorted(known)), type=work.type)
