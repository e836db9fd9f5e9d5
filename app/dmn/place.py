"""Where something stands in a decision model."""

from msgspec import Struct

from app.dmn.elements import Element, called


class Place(Struct, frozen=True):
    """Where a text stands. element_id: of the nearest element with an id, or the name of one that has none.

    cell: "rule 3, input 2" within a decision table, else "".
    """

    element_id: str | None
    line: int | None
    cell: str = ""


def place_of(element: Element | None, cell: str = "") -> Place:
    """Return where an element stands."""
    named, known = element, None
    while named is not None and (known := named.get("id") or called(named)) is None:
        named = named.getparent()
    return Place(known, element.sourceline if element is not None else None, cell)
