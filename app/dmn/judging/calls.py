"""Judging calls of functions: whether an argument may ever be of a type that the function takes."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Final

from msgspec import Struct

from app.dmn.judging.kinds import bare, kind_name, may_become, shown_type
from app.feel.builtins import BUILTINS
from app.feel.builtins.signature import Parameter, Signature
from app.feel.types import ANY, SIMPLE, FeelType, ListType
from app.feel.values import BOOLEAN, DATE, DATE_TIME, NUMBER, STRING


class Parameters(Struct, frozen=True):
    """A function of the model. kinds: of its parameters, by name, in order. result: the type of what it gives."""

    kinds: Mapping[str, FeelType]
    result: FeelType = ANY


Callables = Mapping[str, Parameters]

_MOMENT: Final = (DATE, DATE_TIME)
_CALENDAR: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "add working days": {"date": _MOMENT, "n": (NUMBER,)},
    "working days between": {"a": _MOMENT, "b": _MOMENT},
    "is working day": {"date": _MOMENT},
    "is provisional": {"date": _MOMENT},
    "office hours between": {"a": _MOMENT, "b": _MOMENT},
    "close of business": {"date": _MOMENT},
}
"""What the calendar's functions take (app.domain.calendar_functions); they make nothing fit."""


# Functions of a list with the type that its items must be of; the others of them give something for an empty list all the same.
_OF_ITEMS: Final = {
    **dict.fromkeys(("sum", "mean", "product", "median", "stddev", "mode"), NUMBER),
    **dict.fromkeys(("all", "any"), BOOLEAN),
    "string join": STRING,
}
_OF_NO_EMPTY_LIST: Final = ("sum", "mean", "product", "median", "stddev")


class Misfit(Struct, frozen=True):
    """place: which argument, from 0. function: as it is written for people."""

    place: int
    function: str
    parameter: str
    expected: str


def of_model(name: str, function: Parameters, given: Sequence[FeelType], names: Sequence[str] | None) -> Misfit | None:
    """Return the first argument that never fits a function of the model; None where all may, or where it is called wrongly."""
    order = list(names) if names is not None else list(function.kinds)
    if len(order) != len(given) or set(order) != set(function.kinds):
        return None
    shown = f"{name}({', '.join(function.kinds)})"
    for place, (parameter, kind) in enumerate(zip(order, given, strict=True)):
        if not may_become(kind, function.kinds[parameter]):
            return Misfit(place, shown, parameter, shown_type(function.kinds[parameter]))
    return None


def of_calendar(name: str, given: Sequence[FeelType], names: Sequence[str] | None) -> Misfit | None:
    """The same of a function of the calendar."""
    taken = _CALENDAR.get(name, {})
    shown = f"{name}({', '.join(taken)})"
    for place, (parameter, kind) in enumerate(zip(names if names is not None else taken, given, strict=False)):
        kinds = taken.get(parameter)
        if kinds is not None and kind_name(kind) not in (None, *kinds):
            return Misfit(place, shown, parameter, " or ".join(kinds))
    return None


def built_in(name: str, given: Sequence[FeelType], names: Sequence[str] | None) -> Misfit | None:
    """The same of a built-in function: an argument that fits in none of the ways in which the function may be called so."""
    misfits = [_misfit(signature, placed, given) for signature, placed in _ways(name, len(given), names)]
    if not misfits or None in misfits:
        return None
    first = [each for each in misfits if each is not None]
    found = max(first, key=lambda misfit: misfit.place)
    kinds = dict.fromkeys(kind for misfit in first if misfit.place == found.place for kind in misfit.expected.split(" or "))
    return Misfit(found.place, found.function, found.parameter, " or ".join(kinds))


def of_items(name: str, given: Sequence[FeelType], names: Sequence[str] | None) -> Misfit | None:
    """Return the list given to a built-in function whose items are never of the type that it works on, or the one item given for a list."""
    wanted, place = _OF_ITEMS.get(name), 0 if names is None else list(names).index("list") if "list" in names else None
    if wanted is None or place is None or not given or (len(given) > 1 and name != "string join"):
        return None
    kind = bare(given[place])
    item = bare(kind.item) if isinstance(kind, ListType) else kind
    if kind_name(item) in (None, wanted) or (isinstance(kind, ListType) and name not in _OF_NO_EMPTY_LIST):
        return None
    return Misfit(place, BUILTINS[name].signatures[0].text, "list", f"{wanted} or list<{wanted}>")


def _ways(name: str, count: int, names: Sequence[str] | None) -> Iterator[tuple[Signature, list[Parameter]]]:
    """Yield the ways to call a function with so many arguments, or with arguments of these names, and each argument's parameter."""
    for signature in BUILTINS[name].signatures:
        parameters = signature.parameters
        if names is not None:
            known = {parameter.name: parameter for parameter in parameters if not parameter.many}
            if set(names) <= set(known) and all(each.optional or each.name in names for each in parameters):
                yield signature, [known[each] for each in names]
        elif signature.arities is None:
            if count >= len(parameters):
                every = chain(parameters, repeat(parameters[-1]))
                yield signature, [next(every) for _ in range(count)]
        elif count in signature.arities:
            yield signature, list(parameters[:count])


def _misfit(signature: Signature, parameters: list[Parameter], given: Sequence[FeelType]) -> Misfit | None:
    for place, (parameter, kind) in enumerate(zip(parameters, given, strict=True)):
        if "Any" not in parameter.kinds and not any(may_become(kind, SIMPLE[wanted]) for wanted in parameter.kinds):
            return Misfit(place, signature.text, parameter.name, " or ".join(parameter.kinds))
    return None


HANDED: Final = {name: tuple(taken) for name, taken in _CALENDAR.items()}
"""The calendar's functions, each with the names of the parameters that it must be given."""
