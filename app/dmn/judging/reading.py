"""Texts written out that a function can never read: its value is null, whatever the case is."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.feel.pattern.match import pattern_of
from app.feel.pattern.parts import PatternError
from app.feel.read_temporal import read_date, read_date_time, read_duration, read_time

_LONGEST: Final = 60


def _date(text: str) -> Any:
    return read_date(text) is not None or read_date_time(text) is not None


def _pattern(text: str) -> bool:
    try:
        pattern_of(text, "")
    except PatternError:
        return False
    return True


READERS: Final[Mapping[str, tuple[int, Callable[[str], Any]]]] = {
    "date": (0, _date),
    "time": (0, lambda text: read_time(text) is not None or read_date_time(text) is not None),
    "date and time": (0, lambda text: _date(text)),
    "duration": (0, lambda text: read_duration(text) is not None),
    "matches": (1, _pattern),
    "split": (1, _pattern),
    "extract": (1, _pattern),
}
"""For each function, which argument it reads, and whether it can read a text; patterns are judged without flags."""


def shown_text(text: str) -> str:
    """Return a text in quotes, shortened."""
    return f'"{text}"' if len(text) <= _LONGEST else f'"{text[:_LONGEST]}..."'
