"""Where something stands in a decision model."""

from msgspec import Struct

from app.dmn.elements import Element


class Place(Struct, frozen=True):
    """Where a text stands. element_id: of the nearest element with an id. cell: "rule 3, input 2" within a decision table, else ""."""

    element_id: str | None
    line: int | None
    cell: str = ""


def place_of(element: Element | None, cell: str = "") -> Place:
    """Return where an element stands."""
    named = element
    while named is not None and named.get("id") is None:
        named = named.getparent()
    return Place(named.get("id") if named is not None else None, element.sourceline if element is not None else None, cell)
