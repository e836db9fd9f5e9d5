"""Saying what is wrong with a value that does not fit a type: which part of it, what was expected there, and what was found."""

from typing import Any

from msgspec import Struct

from app.feel.nearest import nearest_name
from app.feel.shown import LONGEST, shown
from app.feel.types import AllowedType, ContextType, FeelType, ListType
from app.feel.values import CONTEXT, LIST, kind_of


class Misfit(Struct, frozen=True):
    """part: words for the part of the value at fault, "" for the whole. nearest: the allowed value most like the found one, if any."""

    part: str
    expected: str
    found: str
    nearest: str = ""

    def of(self, subject: str) -> str:
        """Return the sentence. subject: what the value is for, with the word before it: "for the input days"."""
        word, _, rest = subject.partition(" ")
        place = f"{word} {self.part} of {rest}" if self.part else subject
        hint = f"; the nearest is {self.nearest}" if self.nearest else ""
        return f"Expected {self.expected} {place}, but found {self.found}{hint}"


def misfit(value: Any, kind: FeelType) -> Misfit:
    """Return why a value that `coerce` found unfit for a type is so."""
    return _within(value, kind, "")


def _within(value: Any, kind: FeelType, part: str) -> Misfit:
    if isinstance(kind, AllowedType):
        return outside(value, kind, part) if kind.base.holds(value) else _within(value, kind.base, part)
    if isinstance(kind, ListType) and kind_of(value) != LIST and not kind.item.holds(value):
        return _within(value, kind.item, part)
    if isinstance(kind, ListType) and kind_of(value) == LIST:
        for place, item in enumerate(value, 1):
            if not kind.item.holds(item):
                return _within(item, kind.item, _part(f"item {place}", part))
    if isinstance(kind, ContextType) and kind_of(value) == CONTEXT:
        for name, inner in kind.fields.items():
            if name not in value:
                near = nearest_name(name, value)
                return Misfit(part, f"an entry {name}", shown(value), near)
            if not inner.holds(value[name]):
                return _within(value[name], inner, _part(name, part))
    if isinstance(kind, ContextType) and kind.fields:
        return Misfit(part, f"{kind.name}, a context with {', '.join(kind.fields)[:LONGEST]},", shown(value))
    return Misfit(part, kind.name, shown(value))


def _part(inner: str, outer: str) -> str:
    return f"{inner} of {outer}" if outer else inner


def outside(value: Any, kind: AllowedType, part: str = "") -> Misfit:
    """Return the misfit of a value that is not among a type's allowed ones."""
    allowed = f"one of {kind.text[:LONGEST]}"
    expected = f"{kind.name}, {allowed}," if kind.name else allowed
    return Misfit(part, expected, shown(value, with_kind=False), kind.nearest(value))
