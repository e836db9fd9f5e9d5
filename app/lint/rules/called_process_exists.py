"""The rule called-process-exists."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.missing_reference import missing_reference
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "called-process-exists",
    ERROR,
    instead=("Deploy the called process before this one or together with it, and check the spelling of its id and version tag."),
)
def called_process_exists(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A call to a process that is not there stops the case with an incident on the day it is reached."""
    for process in diagram.processes:
        for element in process.elements.values():
            called = element.called_element
            if called is None or not called.process_id or called.process_id.startswith("="):
                continue
            missing = missing_reference(called.process_id, called.binding, around.process_tags(), around.known.processes)
            if missing is not None:
                yield at(element, missing.template, **missing.facts)
