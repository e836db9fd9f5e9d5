"""Compiling lists, contexts, filters, function literals and calls."""

from typing import Any, Final

from app.feel import syntax
from app.feel.builtins import BUILTINS
from app.feel.compile import Compiler, compiles
from app.feel.compile_names import callee
from app.feel.functions import WrittenFunction, call_function
from app.feel.numbers import whole
from app.feel.run import Code, Env
from app.feel.types import resolve
from app.feel.values import CONTEXT, LIST, NUMBER, Function, kind_of

# They give the same value for the same text wherever and whenever they are called.
_READ_ONCE: Final = frozenset({"date", "time", "date and time", "duration"})


@compiles(syntax.ListLiteral)
def list_literal(compiler: Compiler, node: syntax.ListLiteral) -> Code:
    items = [compiler.code(item) for item in node.items]
    if all(type(item) is syntax.Literal for item in node.items):
        return _list_of([item.value for item in node.items if isinstance(item, syntax.Literal)])

    def make(env: Env) -> Any:
        env.run.spend(len(items))
        return [item(env) for item in items]

    return make


def _list_of(values: list[Any]) -> Code:
    size = len(values)

    def copy(env: Env) -> Any:
        env.run.spend(size)
        return values.copy()

    return copy


@compiles(syntax.ContextLiteral)
def context_literal(compiler: Compiler, node: syntax.ContextLiteral) -> Code:
    """Compile a context, whose entries are computed in the order they are written."""
    entries: list[tuple[str, Code]] = []
    seen: set[str] = set()
    for key, value in node.entries:
        # Each entry sees the ones before it (section 10.3.2.6).
        entries.append((key, compiler.within(seen, value)))
        seen.add(key)

    def make(env: Env) -> Any:
        env.run.spend(len(entries))
        values: dict[str, Any] = {}
        inner = Env(values, env, env.run)
        for key, code in entries:
            values[key] = code(inner)
        return values

    return make


@compiles(syntax.Filter)
def filter_expression(compiler: Compiler, node: syntax.Filter) -> Code:
    """Compile a filter: a condition keeps items, a number takes one (DMN 1.5 section 10.3.2.5)."""
    source = compiler.code(node.source)
    if isinstance(node.condition, syntax.Literal) and kind_of(node.condition.value) == NUMBER:
        return _item_getter(source, node.condition.value)
    condition, frames = compiler.measured(None, node.condition)

    def select(env: Env) -> Any:
        items = _listed(source(env))
        kept: list[Any] = []
        for index, item in enumerate(items):
            env.run.spend(1 + frames, node.at)
            found = condition(_filter_scope(env, item))
            if found is True:
                kept.append(item)
            elif index == 0 and kind_of(found) == NUMBER:
                return _item_at(env, items, found)
            elif found is not False and found is not None:
                return env.run.null(f"Expected true, false or a number in a filter, but found {kind_of(found)}")
        if not items and kind_of(condition(_filter_scope(env, None))) == NUMBER:
            return None
        return kept

    return select


def _item_getter(source: Code, position: Any) -> Code:
    number = whole(position) or 0
    index = number - 1 if number > 0 else number

    def take(env: Env) -> Any:
        items = source(env)
        if type(items) is list and 0 < abs(number) <= len(items):
            return items[index]
        return _item_at(env, _listed(items), position)

    return take


def _listed(value: Any) -> Any:
    """Return a list as it is, null as the empty list, anything else as a list of one (section 10.3.2.5)."""
    return value if kind_of(value) == LIST else [] if value is None else [value]


def _filter_scope(env: Env, item: Any) -> Env:
    """Return the scope of a filter: `item`, and over it the item's own entries where it is a context."""
    scope = Env({"item": item}, env, env.run)
    return Env(item, scope, env.run) if kind_of(item) == CONTEXT else scope


def _item_at(env: Env, items: Any, position: Any) -> Any:
    """Return an item by its place: 1 is the first, -1 the last; null outside the list."""
    number = whole(position)
    if number is None or number == 0 or abs(number) > len(items):
        return env.run.null(f"Expected a place within a list of {len(items)} items, but found {position}")
    return items[number - 1 if number > 0 else number]


@compiles(syntax.FunctionLiteral)
def function_literal(compiler: Compiler, node: syntax.FunctionLiteral) -> Code:
    names = tuple(name for name, _ in node.parameters)
    body, frames = compiler.measured(frozenset(names), node.body)
    if node.external:

        def body(env: Env) -> Any:
            return env.run.null("Expected a function written in FEEL; functions of other languages are never run")

    def make(env: Env) -> Any:
        types = tuple(resolve(kind, env.run.world.types) if kind is not None else None for _, kind in node.parameters)
        return WrittenFunction(names, types, body, env, frames, node.at)

    return make


@compiles(syntax.Call)
def call(compiler: Compiler, node: syntax.Call) -> Code:
    """Compile a call; its arguments are computed in the order they are written."""
    function = callee(compiler, node.function) if isinstance(node.function, syntax.Name) else compiler.code(node.function)
    arguments = [compiler.code(argument) for argument in node.arguments]
    names, at = node.names, node.at
    if isinstance(node.function, syntax.Name) and node.function.name in _READ_ONCE and names is None:
        match node.arguments:
            case (syntax.Literal(value=str(text)),):
                return _read_once(function, BUILTINS[node.function.name], text, at)
    only = arguments[0] if len(arguments) == 1 else None

    def invoke(env: Env) -> Any:
        run = env.run
        run.spend(1, at)
        called = function(env)
        values = [argument(env) for argument in arguments] if only is None else [only(env)]
        return call_function(run, called, values, names)

    return invoke


def _read_once(function: Code, built_in: Function, text: str, at: int) -> Code:
    """Compile `date("2026-03-02")` and the like: read when first evaluated, and then known, unless a variable hides the function."""
    known: list[Any] = []

    def read(env: Env) -> Any:
        run = env.run
        run.spend(1, at)
        called = function(env)
        if called is built_in and known:
            return known[0]
        value = call_function(run, called, [text])
        if called is built_in and value is not None:  # why it is null is told each time
            known.append(value)
        return value

    return read
