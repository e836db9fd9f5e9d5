"""Functions as values: written in an expression, or handed in by the caller."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from app.feel.errors import NullResult
from app.feel.misfit import misfit
from app.feel.run import Code, Env, Run
from app.feel.shown import counted
from app.feel.size import spend_walk
from app.feel.types import UNFIT, FeelType, coerce
from app.feel.values import Function, kind_of


def arranged(name: str, parameters: tuple[str, ...], arguments: list[Any], names: tuple[str, ...] | None) -> list[Any]:
    """Return arguments in the order of the parameters. Raises NullResult where they do not match."""
    if names is None:
        if len(arguments) != len(parameters):
            raise NullResult(lambda: f"Expected {counted(len(parameters), 'argument')} for {name}, but found {len(arguments)}")
        return arguments
    given = dict(zip(names, arguments, strict=True))
    if len(given) != len(names) or given.keys() != set(parameters):
        stray = next((each for each in names if each not in parameters), "")
        raise NullResult(f"Expected the arguments {', '.join(parameters)} for {name}, but found {', '.join(names)}", stray, parameters)
    return [given[parameter] for parameter in parameters]


@dataclass(frozen=True, slots=True, eq=False)
class WrittenFunction(Function):
    """A function literal, with the scope it was written in. types: of the parameters, where written."""

    parameters: tuple[str, ...]
    types: tuple[FeelType | None, ...]
    body: Code
    scope: Env
    frames: int
    at: int
    name: str = ""

    @property
    def arities(self) -> frozenset[int] | None:
        return frozenset({len(self.parameters)})

    def call(self, run: Run, arguments: list[Any], names: tuple[str, ...] | None = None) -> Any:
        values = arranged("the function", self.parameters, arguments, names)
        for index, kind in enumerate(self.types):
            if kind is not None:
                spend_walk(run, values[index])
                values[index] = fitted(values[index], kind, self.parameters[index])
        run.spend(1 + self.frames, self.at)
        inner = Env(dict(zip(self.parameters, values, strict=True)), self.scope, run)
        return run.within(self.body, inner, self.frames + 4, self.at)


def fitted(value: Any, kind: FeelType, parameter: str) -> Any:
    """Return an argument as the parameter's type. Raises NullResult where it cannot be one."""
    taken = coerce(value, kind)
    if taken is UNFIT:
        raise NullResult(lambda: misfit(value, kind).of(f"for {parameter}"))
    return taken


@lru_cache(maxsize=256)
def _signature(function: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(function)


_BY_POSITION: Final = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


@lru_cache(maxsize=256)
def _counts(function: Callable[..., Any]) -> frozenset[int]:
    """Return how many arguments by position are sure to fit; () for a function whose parameters are not so plain."""
    parameters = _signature(function).parameters.values()
    if any(parameter.kind not in _BY_POSITION for parameter in parameters):
        return frozenset()
    least = sum(parameter.default is inspect.Parameter.empty for parameter in parameters)
    return frozenset(range(least, len(parameters) + 1))


@dataclass(frozen=True, slots=True, eq=False)
class HandedFunction(Function):
    """A function of Python that the caller handed in. Parameters with underscores have spaces in FEEL."""

    name: str
    function: Callable[..., Any]

    @property
    def arities(self) -> frozenset[int] | None:
        return None

    def call(self, run: Run, arguments: list[Any], names: tuple[str, ...] | None = None) -> Any:
        run.spend(10)
        if names is None and len(arguments) in _counts(self.function):
            return self.function(*arguments)
        named = {} if names is None else {name.replace(" ", "_"): value for name, value in zip(names, arguments, strict=True)}
        positional = arguments if names is None else []
        try:
            _signature(self.function).bind(*positional, **named)
        except TypeError:
            known = [name.replace("_", " ") for name in _signature(self.function).parameters]
            stray = next((name for name in names or () if name not in known), "")
            found = ", ".join(names) if names is not None else str(len(arguments))
            raise NullResult(f"Expected the arguments {', '.join(known)} for {self.name}, but found {found}", stray, known) from None
        return self.function(*positional, **named)


def call_function(run: Run, function: Any, arguments: list[Any], names: tuple[str, ...] | None = None) -> Any:
    """Call a value as a function; null with a reason where it is none or the arguments do not fit."""
    if not isinstance(function, Function):
        return run.null(f"Expected a function, but found {kind_of(function)}")
    try:
        return function.call(run, arguments, names)
    except NullResult as reason:
        return run.null(f"{reason}{run.hint(reason.name, reason.known)}") if run.read else None
