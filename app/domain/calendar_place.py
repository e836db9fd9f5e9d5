"""Where in a text the calendar of a year is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

_FOUND: Final = ("typed", "day", "found", "until", "begin", "first")
"""Facts of a refusal that stand in the text as they are, those that are wrong before those beside which they are."""

_TWICE: Final = "twice"


def line_of(lines: Sequence[str], template: str, facts: Mapping[str, Any]) -> int:
    """Return the number of the line, from 1, that holds what a refusal of the calendar found; 0 where none does.

    Of a day that is there twice it is the second one.
    """
    for name in _FOUND:
        found = str(facts.get(name, ""))
        places = [number for number, line in enumerate(lines, 1) if found and found in line]
        if places:
            return places[1] if _TWICE in template and len(places) > 1 else places[0]
    return 0
