"""Unary tests: what stands after `in` and in the cells of a decision table (DMN 1.5 section 7.3.3, table 55, rule 49c)."""

from collections.abc import Callable
from typing import Any

from app.feel import syntax
from tests.feel.plain.comparing import compared, equal, inside
from tests.feel.plain.values import Span

Scopes = list[dict[str, Any]]
Value = Callable[[syntax.Node, Scopes], Any]


def passes(value_of: Value, test: syntax.Node, value: Any, scopes: Scopes) -> bool | None:
    """Return whether a value passes one positive unary test."""
    if isinstance(test, syntax.UnaryComparison):
        return compared(test.operator, value, value_of(test.end, scopes))
    wanted = value_of(test, scopes)
    if isinstance(test, syntax.Interval) and wanted is None:
        return None
    return fits(value, wanted)


def fits(value: Any, wanted: Any) -> bool | None:
    """Return whether a value is the wanted one, or lies in the wanted range or list."""
    if isinstance(wanted, Span) and not isinstance(value, Span):
        return inside(wanted, value)
    if isinstance(wanted, list):
        if isinstance(value, list) and equal(value, wanted):
            return True
        return any((inside(item, value) if isinstance(item, Span) else equal(value, item)) is True for item in wanted)
    return equal(value, wanted)


def entry_passes(value_of: Value, test: syntax.Node, value: Any, scopes: Scopes) -> bool | None:
    """Return whether a value passes one test of an input entry: also an expression over `?` that is true."""
    if isinstance(test, syntax.UnaryComparison | syntax.Interval):
        return passes(value_of, test, value, scopes)
    found = value_of(test, scopes)
    if syntax.mentions(test, "?") and (found is None or isinstance(found, bool)):
        return found
    if found is True and not isinstance(value, bool) and value is not None:
        return True
    return fits(value, found)
