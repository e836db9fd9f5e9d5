"""The rule four-eyes-is-earlier."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings
from app.lint.ways import Ways


@rule(
    "four-eyes-is-earlier",
    ERROR,
    instead="Name the id of one user task that comes before this one.",
)
def four_eyes_is_earlier(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Four eyes means: whoever did the earlier task may not do this one. The earlier task must be one that a person did
    before.
    """
    for process in diagram.processes:
        ways = Ways(process)
        for element in process.elements.values():
            wanted = element.properties.get("fourEyes")
            if wanted is None:
                continue
            earlier = process.elements.get(wanted.strip())
            if earlier is None or earlier.kind != "userTask":
                yield at(element, "Expected the id of a user task as fourEyes, but found %(wanted)s", wanted=wanted)
            elif not ways.is_earlier(earlier, element):
                yield at(element, "Expected a task that comes before %(element)s as fourEyes, but found %(wanted)s", wanted=earlier.title)
