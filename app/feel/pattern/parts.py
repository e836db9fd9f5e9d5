"""The parts of a regular expression, and the program they become."""

from collections.abc import Callable
from dataclasses import dataclass

Test = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Character:
    """One character that passes a test."""

    test: Test


@dataclass(frozen=True, slots=True)
class Anchor:
    """kind: ^ or $."""

    kind: str


@dataclass(frozen=True, slots=True)
class BackReference:
    group: int


@dataclass(frozen=True, slots=True)
class Group:
    """number: None where the group keeps nothing."""

    number: int | None
    inner: "Part"


@dataclass(frozen=True, slots=True)
class Sequence:
    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """most: None without a limit."""

    inner: "Part"
    least: int
    most: int | None
    lazy: bool


Part = Character | Anchor | BackReference | Group | Sequence | Choice | Repeat


class PatternError(Exception):
    """A pattern that is no regular expression; the message says what was expected."""
