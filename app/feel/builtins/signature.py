"""How built-in functions say what they take."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, Final, TypeVar

from msgspec import Struct

from app.feel.errors import NullResult
from app.feel.run import Run
from app.feel.shown import shown
from app.feel.types import SIMPLE, UNFIT, coerce
from app.feel.values import Function, kind_of, types_of

# What says why arguments do not fit, where somebody reads it.
Why = Callable[[], str]


class Parameter(Struct, frozen=True):
    """kinds: the types it may have, in the order they are tried. nullable: null is a value for it."""

    name: str
    kinds: tuple[str, ...]
    optional: bool
    nullable: bool
    many: bool


class Signature(Struct, frozen=True):
    """One way to call a function. text: as it is written for people.

    arities: how many arguments it takes, None for any number. plain: by parameter the types that need no fitting, None for all.
    """

    text: str
    parameters: tuple[Parameter, ...]
    function: Callable[..., Any]
    arities: frozenset[int] | None
    plain: tuple[frozenset[type] | None, ...]

    def arrange(self, arguments: list[Any], names: tuple[str, ...] | None) -> list[Any] | Why:
        """Return the arguments in order and of the right types, or what says why they do not fit."""
        placed = self._placed(arguments, names)
        if not isinstance(placed, list):
            return placed
        fitted: list[Any] = []
        for parameter, value in placed:
            taken = _fit(parameter, value)
            if taken is UNFIT:
                return partial(_unfit, parameter, self.text, value)
            fitted.append(taken)
        return fitted

    def _placed(self, arguments: list[Any], names: tuple[str, ...] | None) -> list[tuple[Parameter, Any]] | Why:
        if names is not None:
            return self._by_name(dict(zip(names, arguments, strict=True)), len(names))
        if self.arities is None:
            fixed = len(self.parameters) - 1
            if len(arguments) <= fixed:
                return lambda: f"Expected more arguments for {self.text}, but found {len(arguments)}"
            every = list(self.parameters[:fixed]) + [self.parameters[fixed]] * (len(arguments) - fixed)
            return list(zip(every, arguments, strict=True))
        if len(arguments) not in self.arities:
            return lambda: f"Expected the arguments of {self.text}, but found {len(arguments)}"
        return list(zip(self.parameters, arguments, strict=False))

    def _by_name(self, given: dict[str, Any], count: int) -> list[tuple[Parameter, Any]] | Why:
        known = [parameter.name for parameter in self.parameters if not parameter.many]
        if len(given) != count or not given.keys() <= set(known):
            return lambda: f"Expected the arguments of {self.text}, but found {', '.join(given)}"
        placed: list[tuple[Parameter, Any]] = []
        for parameter in self.parameters:
            if parameter.name in given:
                placed.append((parameter, given[parameter.name]))
            elif parameter.optional:
                placed.append((_LEFT_OUT, None))
            else:
                return partial(_missing, parameter, self.text, given)
        return placed


def _unfit(parameter: Parameter, signature: str, value: Any) -> str:
    wanted = " or ".join(parameter.kinds)
    return f"Expected {wanted} for {parameter.name} of {signature}, but found {shown(value)}"


def _in_no_way(signatures: Iterable[Signature], count: int) -> str:
    return f"Expected the arguments of {' or '.join(signature.text for signature in signatures)}, but found {count}"


def _is_unfit(why: Why) -> bool:
    """Whether arguments were of the right number and names for a way to call a function: that way was meant, not another."""
    return isinstance(why, partial) and why.func is _unfit


def _missing(parameter: Parameter, signature: str, given: Iterable[str]) -> str:
    return f"Expected the argument {parameter.name} of {signature}, but found only {', '.join(given) or 'none'}"


def _fit(parameter: Parameter, value: Any) -> Any:
    if value is None:
        return None if parameter.nullable else UNFIT
    for kind in parameter.kinds:
        if kind == "Any":
            return value
        if kind_of(value) == kind:
            return _decimal(value)
    for kind in parameter.kinds:
        fitted = coerce(value, SIMPLE[kind])
        if fitted is not UNFIT:
            return _decimal(fitted)
    return UNFIT


def _decimal(value: Any) -> Any:
    """Return a number as a decimal; the functions then need not know that whole numbers may come as int."""
    return Decimal(value) if type(value) is int else value


_LEFT_OUT: Final = Parameter("", (), True, True, False)


@dataclass(slots=True, eq=False)
class Builtin(Function):
    """A built-in function with all the ways to call it; the first that fits is taken."""

    name: str
    signatures: list[Signature] = field(default_factory=list)

    @property
    def arities(self) -> frozenset[int] | None:
        every: set[int] = set()
        for signature in self.signatures:
            if signature.arities is None:
                return None
            every |= signature.arities
        return frozenset(every)

    def call(self, run: Run, arguments: list[Any], names: tuple[str, ...] | None = None) -> Any:
        reason: Why | None = None
        for signature in self.signatures:
            if names is None and signature.arities is not None and len(arguments) in signature.arities:
                for types, value in zip(signature.plain, arguments, strict=False):
                    if types is not None and type(value) not in types:
                        break
                else:  # as most calls: nothing is to be fitted
                    return signature.function(run, *arguments)
            arranged = signature.arrange(arguments, names)
            if isinstance(arranged, list):
                return signature.function(run, *arranged)
            reason = reason if reason is not None and (_is_unfit(reason) or not _is_unfit(arranged)) else arranged
        if names is None and len(self.signatures) > 1 and reason is not None and not _is_unfit(reason):
            reason = partial(_in_no_way, self.signatures, len(arguments))
        known = {parameter.name for signature in self.signatures for parameter in signature.parameters if not parameter.many}
        raise NullResult(reason or "", next((name for name in names or () if name not in known), ""), known)


REGISTRY: Final[dict[str, Builtin]] = {}
F = TypeVar("F", bound=Callable[..., Any])


def builtin(text: str) -> Callable[[F], F]:
    """Register a function as a way to call a built-in one.

    text: `name(parameter: type, parameter?: type, parameter...: type)`. A parameter with `?` may be left out, one with `...` comes
    any number of times but at least once; a type with `?` takes null; `a|b` takes either.
    """
    name, _, inner = text.partition("(")
    parameters = tuple(_parameter(part) for part in inner.rstrip(")").split(", ") if part)
    plain = tuple(_plain_types(parameter) for parameter in parameters)

    def register(function: F) -> F:
        signature = Signature(text, parameters, function, _arities(parameters), plain)
        REGISTRY.setdefault(name, Builtin(name)).signatures.append(signature)
        return function

    return register


def _parameter(text: str) -> Parameter:
    name, _, kind = text.partition(": ")
    many, optional, nullable = name.endswith("..."), name.endswith("?"), kind.endswith("?")
    return Parameter(name.rstrip(".?"), tuple(kind.rstrip("?").split("|")), optional, nullable or kind == "Any", many)


def _arities(parameters: tuple[Parameter, ...]) -> frozenset[int] | None:
    if any(parameter.many for parameter in parameters):
        return None
    least = sum(not parameter.optional for parameter in parameters)
    return frozenset(range(least, len(parameters) + 1))


def _plain_types(parameter: Parameter) -> frozenset[type] | None:
    """Return the types whose values fit a parameter as they are; whole numbers that come as int do not, they become decimals."""
    if "Any" in parameter.kinds:
        return None
    return frozenset[type]().union(*(types_of(kind) for kind in parameter.kinds)) - {int}
