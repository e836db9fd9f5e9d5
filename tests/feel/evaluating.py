"""A world for expressions, and short ways to evaluate."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from app.feel import FeelWorld, parse_expression, parse_unary_tests

WORLD = FeelWorld(datetime(2026, 3, 4, 16, 30, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))


def value_of(
    text: str,
    variables: Mapping[str, Any] | None = None,
    *,
    names: Iterable[str] = (),
    functions: Mapping[str, Callable[..., Any]] | None = None,
) -> Any:
    """Return the value of a text."""
    world = replace(WORLD, functions=functions or {})
    return parse_expression(text, names).evaluate(variables or {}, world)


def reasons_of(text: str, variables: Mapping[str, Any] | None = None) -> list[str]:
    """Return why a text comes out as null."""
    reasons: list[str] = []
    assert parse_expression(text).evaluate(variables or {}, replace(WORLD, reasons=reasons)) is None
    return reasons


def passes(tests: str, value: Any, variables: Mapping[str, Any] | None = None) -> bool | None:
    """Return whether a value passes unary tests."""
    return parse_unary_tests(tests).matches(value, variables or {}, WORLD)
