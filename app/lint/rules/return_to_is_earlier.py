"""The rule return-to-is-earlier."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.properties import listed
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings
from app.lint.ways import Ways


@rule(
    "return-to-is-earlier",
    ERROR,
    instead="Name ids of user tasks that come before this one in the same process or sub-process, separated by commas.",
)
def return_to_is_earlier(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Work is sent back to somebody who had it before, within the same scope: its variables are still there."""
    for process in diagram.processes:
        ways = Ways(process)
        for element in process.elements.values():
            if "returnTo" not in element.properties:
                continue
            for wanted in listed(element.properties["returnTo"]):
                earlier = process.elements.get(wanted)
                if earlier is None or earlier.kind != "userTask":
                    yield at(element, "Expected ids of user tasks as returnTo, but found %(wanted)s", wanted=wanted)
                elif earlier.parent_id != element.parent_id:
                    yield at(
                        element, "Expected tasks of the same process or sub-process as returnTo, but found %(wanted)s", wanted=earlier.title
                    )
                elif not ways.is_earlier(earlier, element):
                    yield at(element, "Expected tasks that come before %(element)s as returnTo, but found %(wanted)s", wanted=earlier.title)
