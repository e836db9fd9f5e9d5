"""The rule four-eyes-is-earlier."""

from collections.abc import Iterator

from app.diagram import Diagram, DiagramElement, Process
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings
from app.lint.ways import Ways


@rule(
    "four-eyes-is-earlier",
    ERROR,
    instead="Name ids of user tasks that come before this one, or of the start event, separated by commas.",
)
def four_eyes_is_earlier(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Four eyes means: whoever did an earlier step may not do this one. Each step must be one that a person did before: a task, or
    the start of the case.
    """
    for process in diagram.processes:
        ways = Ways(process)
        for element in process.elements.values():
            for wanted in filter(None, map(str.strip, element.properties.get("fourEyes", "").split(","))):
                earlier = process.elements.get(wanted)
                if earlier is None or not (earlier.kind == "userTask" or _starts(process, earlier)):
                    yield at(element, "Expected ids of user tasks or of the start event as fourEyes, but found %(wanted)s", wanted=wanted)
                elif not ways.is_earlier(earlier, element):
                    yield at(
                        element, "Expected a task that comes before %(element)s as fourEyes, but found %(wanted)s", wanted=earlier.title
                    )


def _starts(process: Process, element: DiagramElement) -> bool:
    return element.kind == "startEvent" and element.parent_id == process.id
