"""How far the demo city is seeded, so that a seeding that was cut off goes on where it was. No command: it changes no case."""

from app.store.database import Reader
from app.store.unit_of_work import next_number

CITY, CASES, WHOLE = "demo city", "demo cases", "demo city whole"
"""Of the city the steps that are done; of its cases those that were begun; whether all of it is there."""


def note_seeding(store: Reader, part: str) -> None:
    """Note that one more step of a part is done."""
    next_number(store, part)


def seeded(store: Reader, part: str) -> int:
    """Return how many steps of a part are done."""
    return int(store.value("SELECT value FROM counter WHERE name = :part", part=part) or 0)
