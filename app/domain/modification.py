"""What an operator has a case do outside its course: end elements, begin others, move from one to another.

Names and meaning are those of Camunda 8, process instance modification; keys are those of element instances, ids those of the diagram.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct


class Given(Struct, frozen=True, kw_only=True):
    """Variables that are written before an element begins. scope: the id of the element in whose scope, one around that element or itself;
    empty for the process instance."""

    variables: Mapping[str, Any]
    scope: str = ""


class Begin(Struct, frozen=True, kw_only=True):
    """An element that is begun. ancestor: the key of what it begins in, where that is active several times, or shall be new; None: where it
    belongs."""

    element: str
    ancestor: int | None = None
    given: tuple[Given, ...] = ()


class End(Struct, frozen=True, kw_only=True):
    """One element instance by its key, or all of an element by its id."""

    key: int | None = None
    element: str = ""


class Move(Struct, frozen=True, kw_only=True):
    """What is ended, and the element that is begun for each. within: direct (as `ancestor` says), inferred (in what is around the one that
    is ended, as far out as need be; what is drawn between is opened anew), nearest (the same, but where nothing around it fits where the
    target belongs), or parent (in what it stands in)."""

    source: End
    target: str
    within: str = "direct"
    ancestor: int | None = None
    given: tuple[Given, ...] = ()


class Modification(Struct, frozen=True, kw_only=True):
    begin: tuple[Begin, ...] = ()
    end: tuple[End, ...] = ()
    move: tuple[Move, ...] = ()

    @property
    def given(self) -> list[Given]:
        """All variables that it writes."""
        return [given for begin in self.begin for given in begin.given] + [given for move in self.move for given in move.given]


def written(said: Modification) -> dict[str, Any]:
    """Return a modification as it is recorded."""
    found: dict[str, Any] = msgspec.to_builtins(said, builtin_types=(Decimal,))
    return {name: list(value) for name, value in found.items() if value}


def read_back(recorded: Mapping[str, Any]) -> Modification:
    """Return a modification from what is recorded of it, in which every number is a Decimal; of its own only keys are numbers."""
    whole = {name: [{part: _read(part, value) for part, value in one.items()} for one in ones] for name, ones in recorded.items()}
    return msgspec.convert(whole, Modification)


def _read(name: str, value: Any) -> Any:
    if name == "source":
        return {part: _read(part, inner) for part, inner in value.items()}
    return int(value) if name in ("key", "ancestor") and value is not None else value
