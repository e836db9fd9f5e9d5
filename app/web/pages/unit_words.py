"""Units by the names that people know."""

from flask import g

from app.queries.units import unit_names
from app.web.surface import surface


def unit_words(unit: str) -> str:
    """Return a unit's name; its id where it is not registered."""
    return known_unit(unit) or unit


def known_unit(unit: str) -> str:
    """Return a unit's name, asked for once in a request; empty where it is not registered."""
    if "unit_names" not in g:
        g.unit_names = surface().door.ask(unit_names)
    return str(g.unit_names.get(unit, ""))
