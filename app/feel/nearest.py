"""The known name that somebody probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from typing import Final

_LONGEST: Final = 100
_MOST: Final = 300
_BEGINS_ALIKE: Final = 0.78


def nearest_name(name: str, known: Iterable[str], alike: float = 0.6) -> str:
    """Return the known name most like one, or that begins with it; "" where none is. alike: from 0 to 1, how much it must be.

    Likening takes long: of thousands of names the first must do, and a name that is very long is like none.
    """
    if not name or len(name) > _LONGEST:
        return ""
    names = sorted(set(islice(known, _MOST)))
    close = get_close_matches(name, names, n=1, cutoff=alike)
    if close:
        return close[0]
    return next((each for each in names if each.startswith(f"{name} ")), "")


def nearest_beginning(name: str, known: Iterable[str]) -> str:
    """Return the known name of several words whose first ones are most like a name; "" where none is. It likens as nearest_name does."""
    words = name.count(" ") + 1
    beginnings = {" ".join(each.split(" ")[:words]): each for each in islice(known, _MOST) if each.count(" ") >= words}
    near = nearest_name(name, beginnings, _BEGINS_ALIKE)
    return beginnings[near] if near else ""
