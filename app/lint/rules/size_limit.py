"""The rule size-limit."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.limits import MAX_ELEMENTS, MAX_NESTING, MAX_PARTS, MAX_WAYPOINTS, elements_in, nesting_of, parts_in, waypoints_in
from app.lint.rule import ERROR, Found, on_line, rule
from app.lint.surroundings import Surroundings


@rule(
    "size-limit",
    ERROR,
    instead="Split the procedure: move a part that stands by itself into a process of its own and call it.",
)
def size_limit(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A drawing with more elements can be neither read nor checked by a person, and would cost every other case its speed."""
    sizes = {
        "elements": (elements_in(diagram), MAX_ELEMENTS),
        "parts": (parts_in(diagram), MAX_PARTS),
        "waypoints": (waypoints_in(diagram), MAX_WAYPOINTS),
        "sub-processes in each other": (nesting_of(diagram), MAX_NESTING),
    }
    for what, (count, limit) in sizes.items():
        if count > limit:
            yield on_line(
                None,
                None,
                "Expected at most %(limit)s %(what)s in a file, but found %(count)s",
                {"limit": limit, "what": what, "count": count},
            )
