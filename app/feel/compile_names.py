"""Compiling literals, names, paths and types."""

from collections.abc import Iterator
from typing import Any, Final

from app.feel import syntax
from app.feel.builtins import BUILTINS
from app.feel.compile import Compiler, compiles
from app.feel.functions import HandedFunction
from app.feel.known_names import CONSTANTS
from app.feel.meant import meant_function, meant_name
from app.feel.properties import property_of
from app.feel.run import Code, Env
from app.feel.shown import shown
from app.feel.size import spend_walk
from app.feel.types import NAMED, NOTHING, beneath, resolve
from app.feel.unknown_type import unknown_type
from app.feel.values import Function

_MISSING: Final = object()
# There are so many functions that one is a little like any name; who meant `amount` is not helped by `count`.
_FUNCTION_ALIKE: Final = 0.8
_CONSTANT_ALIKE: Final = 0.75


@compiles(syntax.Literal)
def literal(compiler: Compiler, node: syntax.Literal) -> Code:
    value = node.value
    return lambda env: value


@compiles(syntax.UnreadLiteral)
def unread_literal(compiler: Compiler, node: syntax.UnreadLiteral) -> Code:
    reason = f"Expected a date, time or duration that there is after @, but found {shown(node.text, with_kind=False)}"
    return lambda env: env.run.null(reason)


@compiles(syntax.Name)
def name(compiler: Compiler, node: syntax.Name) -> Code:
    wanted = node.name
    bound, steps = _place(compiler, wanted)
    if not bound:
        (compiler.read_in_filters if steps is None else compiler.read).add(wanted)
    return _reader(wanted, bound, steps)


def _place(compiler: Compiler, wanted: str) -> tuple[bool, int | None]:
    """Return whether a name is bound in the text itself, and how many scopes out it lies; None where only the values at run time tell."""
    dynamic = False
    for steps, scope in enumerate(reversed(compiler.scopes)):
        if scope is None:
            dynamic = True
        elif wanted in scope:
            return True, None if dynamic else steps
    return False, None if dynamic else len(compiler.scopes)


def _reader(wanted: str, bound: bool, steps: int | None) -> Code:
    if steps is None:
        return lambda env: lookup(env, wanted)
    if steps == 0:
        return (lambda env: env.values[wanted]) if bound else _global(wanted)

    def read(env: Env) -> Any:
        scope: Any = env
        for _ in range(steps):
            scope = scope.outer
        return scope.values[wanted] if bound else lookup(scope, wanted)

    return read


def _global(wanted: str) -> Code:
    def read(env: Env) -> Any:
        try:
            return env.values[wanted]
        except KeyError:
            return lookup(env, wanted)

    return read


def find(env: Env, wanted: str) -> Any:
    """Return the innermost value of a name, a marker where no scope has it."""
    scope: Env | None = env
    while scope is not None:
        # Most names that get here are of functions, which no scope has: asking costs less than a KeyError.
        value = scope.values.get(wanted, _MISSING)
        if value is not _MISSING:
            return value
        scope = scope.outer
    return _MISSING


def lookup(env: Env, wanted: str) -> Any:
    value = find(env, wanted)
    return known_function(env, wanted) if value is _MISSING else value


def known_function(env: Env, wanted: str) -> Any:
    """Return the function of that name, handed in or built in; null with a reason where there is none."""
    handed = env.run.world.functions.get(wanted)
    if handed is not None:
        return HandedFunction(wanted, handed)
    built_in = BUILTINS.get(wanted)
    if built_in is not None:
        return built_in
    if env.run.world.reasons is not None:
        functions = [*env.run.world.functions, *BUILTINS]
        # Who writes in capitals has it from a spreadsheet.
        meant = (wanted.isupper() and meant_function(wanted, functions)) or meant_name(wanted)
        likely = env.run.hint(wanted, _in_sight(env)) or env.run.hint(wanted, functions, _FUNCTION_ALIKE)
        likely = likely or env.run.hint(wanted, CONSTANTS, _CONSTANT_ALIKE)
        hint = f"; in FEEL write {meant}" if meant else likely
        env.run.null(f"Expected a known name, but found {wanted}{hint}")
    return None


def _in_sight(env: Env) -> Iterator[str]:
    scope: Env | None = env
    while scope is not None:
        yield from scope.values
        scope = scope.outer


def callee(compiler: Compiler, node: syntax.Name) -> Code:
    """Compile the name of a function. A variable of that name hides a built-in function only where it holds a function."""
    wanted = node.name
    compiler.called.add(wanted)
    bound, steps = _place(compiler, wanted)
    if bound:
        return _reader(wanted, bound, steps)

    built_in = BUILTINS.get(wanted)

    def function(env: Env) -> Any:
        scope: Env | None = env
        value: Any = _MISSING
        while scope is not None and value is _MISSING:  # as find, without a call
            value, scope = scope.values.get(wanted, _MISSING), scope.outer
        if value is _MISSING and built_in is not None and wanted not in env.run.world.functions:
            return built_in
        if not isinstance(value, Function):
            known = known_function(env, wanted)
            return value if known is None and value is not _MISSING else known
        return value

    return function


@compiles(syntax.Path)
def path(compiler: Compiler, node: syntax.Path) -> Code:
    source, wanted = compiler.code(node.source), node.name

    def read(env: Env) -> Any:
        value = source(env)
        if type(value) is dict:
            try:
                return value[wanted]
            except KeyError:
                pass
        return property_of(env.run, value, wanted)

    return read


@compiles(syntax.InstanceOf)
def instance_of(compiler: Compiler, node: syntax.InstanceOf) -> Code:
    """Ask for the type of a value. The types are known only when it runs; an unknown one is null, and its innermost name told."""
    source, wanted = compiler.code(node.value), node.type

    def check(env: Env) -> Any:
        value = source(env)
        kind = resolve(wanted, env.run.world.types)
        if kind is None:
            found = unknown_type(wanted, env.run.world.types).name
            return env.run.null(f"Expected a known type, but found {found}{env.run.hint(found, [*NAMED, *env.run.world.types])}")
        if value is None:
            # So does an operand that nothing is known by: the name of it has the value null, and is of no other type (table 61).
            return beneath(kind) is NOTHING
        spend_walk(env.run, value)
        return beneath(kind).conforms(value)

    return check
