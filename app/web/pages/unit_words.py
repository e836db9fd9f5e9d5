"""Units by the names that people know."""

from flask import g

from app.queries.units import unit_names
from app.web.surface import surface


def unit_words(unit: str) -> str:
    """Return a unit's name, asked for once in a request; its id where it is not registered."""
    if "unit_names" not in g:
        g.unit_names = surface().door.ask(unit_names)
    return str(g.unit_names.get(unit, unit))
