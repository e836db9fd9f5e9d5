"""Parts of an expression whose value is the same whenever they are asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from app.feel import FeelError, FeelWorld, syntax
from app.feel.builtins import BUILTINS
from app.feel.compile import Compiler
from app.feel.compile_tests import INPUT
from app.feel.run import Env, Run
from app.feel.size import spend_walk

# No constant bears on the clock; one that takes many steps is not worth them.
NO_WORLD: Final = FeelWorld(datetime(2000, 1, 1, tzinfo=UTC), ZoneInfo("UTC"), max_steps=1000)
_CHANGING: Final = frozenset({"now", "today"})


class _Purse(Struct):
    left: int


# Of the table that is being judged. Each of its cells is worth few steps, but a file may hold any number of cells.
_PURSE: Final[ContextVar[_Purse]] = ContextVar("purse")


class Unclear(Struct, frozen=True):
    """What cannot be told beforehand, and why."""

    reason: str


def bare_env(text: str = "") -> Env:
    """Return a scope that holds nothing."""
    return Env({}, None, Run(NO_WORLD, text))


@contextmanager
def steps_for_all(steps: int) -> Iterator[None]:
    """Let all evaluations within use up so many steps together; with none left, each fails as one that needs too many."""
    token = _PURSE.set(_Purse(steps))
    try:
        yield
    finally:
        _PURSE.reset(token)


@contextmanager
def counted_env(text: str = "", *, free: int = 0, most: int = NO_WORLD.max_steps) -> Iterator[Env]:
    """Give a scope that holds nothing, for one evaluation of at most so many steps. free: those that are not counted.

    Within it, a FeelError says that the steps did not suffice.
    """
    env, purse = bare_env(text), _PURSE.get()
    env.run.steps = given = min(most, purse.left + free)
    try:
        yield env
    finally:
        purse.left -= max(0, given - max(0, env.run.steps) - free)


def steps_are_left() -> bool:
    return _PURSE.get().left > 0


def constant(node: syntax.Node, text: str) -> Any:
    """Return the value of a part that reads no variable and calls nothing that changes; Unclear for any other."""
    if isinstance(node, syntax.Literal):
        return node.value
    compiler = Compiler(text)
    try:
        code = compiler.code(node)
        unclear = _unclear(compiler)
        if unclear is not None:
            return unclear
        with counted_env(text) as env:
            value = code(env)
            # Contexts that hold one another twice over are small, but as a text they would never end.
            spend_walk(env.run, value)
            return value
    except (FeelError, RecursionError):
        return Unclear("it needs too many steps")


def _unclear(compiler: Compiler) -> Unclear | None:
    read = compiler.read | compiler.read_in_filters
    if INPUT in read:
        return Unclear("it is a condition on ? of its own")
    called = sorted(name for name in compiler.called if name in _CHANGING or name not in BUILTINS)
    if called:
        return Unclear(f"it calls {called[0]}")
    return Unclear(f"it reads {min(read)}") if read else None
