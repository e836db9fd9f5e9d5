"""Values under dotted names, in objects inside objects."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

MAX_ROWS = 200
# In a row: which of the stored rows it was made from. Pages send it, so that what is read-only stays with its row when one above is
# removed.
ORIGIN = "_from"
Place = tuple[str | int, ...]


def field_name(place: Place) -> str:
    """Return the name of a field as pages and errors write it; rows with their number: `items.0.amount`."""
    return ".".join(str(part) for part in place)


def has(holder: Any, path: tuple[str, ...]) -> bool:
    for name in path:
        if not isinstance(holder, Mapping) or name not in holder:
            return False
        holder = holder[name]
    return True


def get(holder: Any, path: tuple[str, ...]) -> Any:
    """Return what lies under a path, None where nothing does."""
    for name in path:
        if not isinstance(holder, Mapping) or name not in holder:
            return None
        holder = holder[name]
    return holder


def put(answers: dict[str, Any], stored: Mapping[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Lay a value under a path. An object on the way begins as a copy of the stored one, so that its other names stay."""
    holder = answers
    for depth, name in enumerate(path[:-1]):
        below = holder.get(name)
        if not isinstance(below, dict):
            kept = get(stored, path[: depth + 1])
            below = deepcopy(dict(kept)) if isinstance(kept, Mapping) else {}
            holder[name] = below
        holder = below
    holder[path[-1]] = value
