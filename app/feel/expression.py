"""Expressions and unary tests, read once and evaluated as often as needed."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from msgspec import Struct

from app.feel import compile_chains, compile_collections, compile_loops, compile_names, compile_operators
from app.feel.compile import Compiler
from app.feel.compile_tests import INPUT, Test, any_of, entry_test
from app.feel.errors import FeelError
from app.feel.grammar import read_expression, read_unary_tests
from app.feel.kept import Kept, key_of
from app.feel.run import Code, Env, FeelWorld, Run
from app.feel.size import returned
from app.feel.syntax import Literal

_COMPILERS = (compile_chains, compile_collections, compile_loops, compile_names, compile_operators)
# Longer texts are kept by their length: thousands of them would fill the memory.
_SHORT: Final = 2000


class Expression(Struct, frozen=True, eq=False):
    """A compiled expression; immutable, so any number of threads may evaluate it at once.

    written: the value, where the text is nothing but one. names: the variables it reads; those within a filter may mean an item's
    own entries and are not among them, unless they were given as known. functions: the names it calls.
    """

    text: str
    names: frozenset[str]
    functions: frozenset[str]
    code: Code
    written: Literal | None = None

    def evaluate(self, variables: Mapping[str, Any], world: FeelWorld) -> Any:
        """Return the value. Raises FeelError where a budget is used up; a wrong type gives null, with a reason in the world."""
        if self.written is not None:
            return self.written.value
        run = Run(world, self.text)
        try:
            value = self.code(Env(variables, None, run))
            # Only these two are measured; asking here saves a call for every other value.
            return returned(run, value) if type(value) is list or type(value) is dict else value
        except RecursionError:
            raise FeelError("Expected values nested less deep", self.text) from None

    def evaluate_within(self, env: Env) -> Any:
        """Return the value within an evaluation that is going on, drawing on its budgets."""
        return self.code(env)


class UnaryTests(Struct, frozen=True, eq=False):
    """The compiled tests of one input entry; names and functions as in Expression."""

    text: str
    names: frozenset[str]
    functions: frozenset[str]
    test: Test
    tests: tuple[Test, ...]

    @property
    def passes_all(self) -> bool:
        """Whether they are the dash, which any value passes."""
        return not self.tests

    def matches(self, value: Any, variables: Mapping[str, Any], world: FeelWorld) -> bool | None:
        """Whether a value passes; null where that cannot be told. Raises FeelError as Expression.evaluate does."""
        return self.matches_within(value, Env(variables, None, Run(world, self.text)))

    def matches_within(self, value: Any, env: Env) -> bool | None:
        """The same within an evaluation that is going on."""
        try:
            return self.test(Env({INPUT: value}, env, env.run), value)
        except RecursionError:
            raise FeelError("Expected values nested less deep", self.text) from None

    def place_within(self, value: Any, env: Env) -> int | None:
        """Return which of the tests a value passes first, from 0; None where it passes none."""
        inner = Env({INPUT: value}, env, env.run)
        return next((place for place, test in enumerate(self.tests) if test(inner, value) is True), None)


_LONG_EXPRESSIONS: Final[Kept[Expression]] = Kept()
_LONG_TESTS: Final[Kept[UnaryTests]] = Kept()


def parse_expression(text: str, names: Iterable[str] = (), *, tracing: bool = False) -> Expression:
    """Return the compiled expression of a text, without a leading `=`.

    names: names of several words, or with signs in them, that the text may use; every other name is found by itself.
    tracing: whether the reasons of an evaluation say at which character (app.feel.reasons); that makes it slower.

    Raises FeelError that points at the character where the text cannot be read.
    """
    key = key_of(text, names)
    if tracing:
        return _compiled(*key, tracing=True)
    return _expression(*key) if len(text) <= _SHORT else _LONG_EXPRESSIONS.get(key, lambda: _compiled(*key, tracing=False))


def parse_unary_tests(text: str, names: Iterable[str] = (), *, tracing: bool = False) -> UnaryTests:
    """Return the compiled unary tests of an input entry: `-`, `> 5, 3`, `not("a")`. The rest as parse_expression."""
    key = key_of(text, names)
    if tracing:
        return _compiled_tests(*key, tracing=True)
    return _unary_tests(*key) if len(text) <= _SHORT else _LONG_TESTS.get(key, lambda: _compiled_tests(*key, tracing=False))


@lru_cache(maxsize=4096)
def _expression(text: str, names: tuple[str, ...]) -> Expression:
    return _compiled(text, names, tracing=False)


@lru_cache(maxsize=4096)
def _unary_tests(text: str, names: tuple[str, ...]) -> UnaryTests:
    return _compiled_tests(text, names, tracing=False)


def _compiled(text: str, names: tuple[str, ...], *, tracing: bool) -> Expression:
    compiler = Compiler(text, tracing=tracing)
    node = read_expression(text, names)
    code = compiler.code(node)
    written = node if type(node) is Literal else None
    return Expression(text, _read(compiler, names), frozenset(compiler.called), code, written)


def _compiled_tests(text: str, names: tuple[str, ...], *, tracing: bool) -> UnaryTests:
    compiler = Compiler(text, tracing=tracing)
    compiler.scopes.append(frozenset({INPUT}))
    node = read_unary_tests(text, names)
    tests = tuple(entry_test(compiler, test) for test in node.tests)
    return UnaryTests(text, _read(compiler, names), frozenset(compiler.called), any_of(tests, node), tests)


def _read(compiler: Compiler, names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(compiler.read | (compiler.read_in_filters & set(names))) - {INPUT}
