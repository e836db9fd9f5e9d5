"""Texts written out that a function can never read: its value is null, whatever the case is."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.feel.read_temporal import read_date, read_date_time, read_duration, read_time

_LONGEST: Final = 60


def _date(text: str) -> Any:
    return read_date(text) is not None or read_date_time(text) is not None


READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "date": _date,
    "time": lambda text: read_time(text) is not None or read_date_time(text) is not None,
    "date and time": _date,
    "duration": lambda text: read_duration(text) is not None,
}
"""For each function that reads its first argument, whether it can read a text."""


def shown_text(text: str) -> str:
    """Return a text in quotes, shortened."""
    return f'"{text}"' if len(text) <= _LONGEST else f'"{text[:_LONGEST]}..."'
