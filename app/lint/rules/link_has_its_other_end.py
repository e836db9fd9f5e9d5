"""The rule link-has-its-other-end."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.graph import is_link, link_name
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "link-has-its-other-end",
    ERROR,
    instead=(
        "Give the throwing and the catching link event the same name, in the same process or sub-process, with one "
        "catching event for each name."
    ),
)
def link_has_its_other_end(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A link event continues at the event of the same name. Without that event the token would have nowhere to go."""
    for process in diagram.processes:
        for element in process.elements.values():
            if not any(definition.kind == "link" for definition in element.definitions):
                continue
            name = link_name(element)
            inside = [other for other in process.inside(element.parent_id) if link_name(other) == name]
            catching = [other for other in inside if is_link(other, "intermediateCatchEvent")]
            if not name:
                yield at(element, "Expected a link name on %(element)s, but found none")
            elif is_link(element, "intermediateThrowEvent") and len(catching) != 1:
                yield at(
                    element, "Expected one catching link event named %(name)s here, but found %(count)s", name=name, count=len(catching)
                )
            elif is_link(element, "intermediateCatchEvent") and len(catching) == len(inside):
                yield at(element, "Expected a throwing link event named %(name)s here, but found none", name=name)
