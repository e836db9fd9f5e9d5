"""How large a value is, counted before anything walks all of it.

A value may hold the same list many times over, so that a short expression could make one of a size without bounds. Each list and
context is therefore counted once and its size remembered while the whole is measured.
"""

from typing import Any, Final

from app.feel.errors import FeelError
from app.feel.run import Run

# Deeper values than this no form and no table has; walking them takes two calls a level.
MAX_VALUE_DEPTH: Final = 100


def size_of(value: Any, text: str = "") -> int:
    """Return the number of values within a value, itself among them, long strings counting one for each 16 characters.

    Raises FeelError where lists and contexts are nested too deep.
    """
    kind = type(value)
    if kind is list or kind is dict:
        return _measured(value, {}, 1, text)
    return 1 + (len(value) >> 4) if kind is str else 1


def _measured(value: Any, known: dict[int, int], depth: int, text: str) -> int:
    if depth > MAX_VALUE_DEPTH:
        raise FeelError("Expected values nested at most %(limit)s deep", text, limit=MAX_VALUE_DEPTH)
    total = 1
    for item in value.values() if type(value) is dict else value:
        kind = type(item)
        if kind is list or kind is dict:
            size = known.get(id(item))
            if size is None:
                size = known[id(item)] = _measured(item, known, depth + 1, text)
            total += size
        else:
            total += 1 + (len(item) >> 4) if kind is str else 1
    return total


def spend_walk(run: Run, value: Any) -> None:
    """Use up what walking all of a value costs. Raises FeelError where that is more than what is left."""
    kind = type(value)
    if kind is list or kind is dict:
        run.spend(size_of(value, run.text))


def returned(run: Run, value: Any) -> Any:
    """Return the value of an evaluation. Raises FeelError where it is larger than the world allows a value to be."""
    kind = type(value)
    if kind is list or kind is dict:
        size = size_of(value, run.text)
        if size > run.world.max_size:
            raise FeelError(
                "Expected a value of at most %(limit)s parts, but found %(found)s", run.text, limit=run.world.max_size, found=str(size)
            )
    return value
