"""Which forms list the units of the city by name, but not one of them: a form is a file, and its designer adds a new unit."""

from app.store import read_definitions
from app.store.database import Reader

LISTS: int = 3
"""A form that names so many units offers them to be chosen from."""

_MOST = 500


def forms_without(store: Reader, unit: str) -> list[str]:
    """Return the ids of the forms in force that list units, but not this one."""
    known = [row["id"] for row in store.all("SELECT id FROM unit")]
    found = []
    for id in read_definitions.ids(store, "form", _MOST):
        row = read_definitions.bound(store, "form", id)
        text = read_definitions.resource(store, row["digest"]).decode(errors="replace") if row is not None else ""
        listed = {one for one in known if f'"{one}"' in text or f'"{one}\\"' in text}
        if len(listed) >= LISTS and unit not in listed:
            found.append(id)
    return found
