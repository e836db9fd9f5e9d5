"""What the built-in functions take, and how arguments become it (DMN 1.5 section 10.3.4)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.feel.syntax import TypeName
from tests.feel.plain.kinds import UNKNOWN, become
from tests.feel.plain.values import Native, Written

Function = Callable[..., Any]


@dataclass(frozen=True)
class Way:
    """One way to call a function. asks: whether it calls functions itself, by the evaluator handed in first."""

    names: tuple[str, ...]
    types: tuple[tuple[str, ...], ...]
    needed: int
    many: bool
    nulls: tuple[bool, ...]
    function: Function
    asks: bool


NATIVE: dict[str, list[Way]] = {}


def native(name: str, *parameters: str, asks: bool = False) -> Callable[[Function], Function]:
    """Register a way to call a function.

    parameters: `name: type`, `a or b` for two types, a type ending in ` or null`; a name ending in `?` may be left out, the last
    one in `*` comes once or more.
    """
    names, types, nulls = [], [], []
    for parameter in parameters:
        title, _, kinds = parameter.partition(": ")
        wanted = kinds.split(" or ")
        names.append(title.rstrip("?*"))
        nulls.append("null" in wanted or "Any" in wanted)
        types.append(tuple(kind for kind in wanted if kind != "null"))
    needed = sum("?" not in parameter.partition(":")[0] for parameter in parameters)
    many = bool(parameters) and parameters[-1].partition(":")[0].endswith("*")

    def register(function: Function) -> Function:
        NATIVE.setdefault(name, []).append(Way(tuple(names), tuple(types), needed, many, tuple(nulls), function, asks))
        return function

    return register


def arities(function: Written | Native) -> Any:
    """Return how many arguments a function may be called with, as a container of numbers."""
    if isinstance(function, Written):
        return {len(function.node.parameters)}
    ways = NATIVE.get(function.name, [])
    if not ways or any(way.many for way in ways):
        return range(1_000_000)
    return {number for way in ways for number in range(way.needed, len(way.names) + 1)}


def call_native(name: str, arguments: list[Any], names: tuple[str, ...] | None, applied: Function) -> Any:
    """Return what the first way that fits gives, null where none does."""
    for way in NATIVE[name]:
        found = _arranged(way, arguments, names)
        if found is not None:
            return way.function(applied, *found) if way.asks else way.function(*found)
    return None


def _arranged(way: Way, arguments: list[Any], names: tuple[str, ...] | None) -> list[Any] | None:
    given = arguments if names is None else _by_name(way, arguments, names)
    if given is None or len(given) < way.needed or (len(given) > len(way.names) and not way.many):
        return None
    made: list[Any] = []
    for place, value in enumerate(given):
        index = min(place, len(way.names) - 1)
        left_out = names is not None and way.names[index] not in names
        fitted = None if left_out else _fitted(value, way.types[index], way.nulls[index])
        if fitted is UNKNOWN:
            return None
        made.append(fitted)
    return made


def _by_name(way: Way, arguments: list[Any], names: tuple[str, ...]) -> list[Any] | None:
    given = dict(zip(names, arguments, strict=True))
    usable = way.names[:-1] if way.many else way.names
    if len(given) != len(names) or not given.keys() <= set(usable) or not set(way.names[: way.needed]) <= given.keys():
        return None
    return [given.get(name) for name in way.names]


def _fitted(value: Any, types: tuple[str, ...], null: bool) -> Any:
    if value is None:
        return None if null else UNKNOWN
    for wanted in types:
        fitted = become(value, TypeName(0, wanted), arities)
        if fitted is value or (fitted is not UNKNOWN and type(fitted) is type(value)):
            return fitted
    return next((made for made in (become(value, TypeName(0, wanted), arities) for wanted in types) if made is not UNKNOWN), UNKNOWN)
