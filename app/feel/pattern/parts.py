"""The parts of a regular expression, and the program they become."""

from collections.abc import Callable

from msgspec import Struct

Test = Callable[[str], bool]


class Character(Struct, frozen=True):
    """One character that passes a test."""

    test: Test


class Anchor(Struct, frozen=True):
    """kind: ^ or $."""

    kind: str


class BackReference(Struct, frozen=True):
    group: int


class Group(Struct, frozen=True):
    """number: None where the group keeps nothing."""

    number: int | None
    inner: "Part"


class Sequence(Struct, frozen=True):
    parts: tuple["Part", ...]


class Choice(Struct, frozen=True):
    parts: tuple["Part", ...]


class Repeat(Struct, frozen=True):
    """most: None without a limit."""

    inner: "Part"
    least: int
    most: int | None
    lazy: bool


Part = Character | Anchor | BackReference | Group | Sequence | Choice | Repeat


class PatternError(Exception):
    """A pattern that is no regular expression; the message says what was expected."""
