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
    """Return whether a value passes one test of an input entry: also a condition that is true, over `?` or not."""
    if isinstance(test, syntax.UnaryComparison | syntax.Interval):
        return passes(value_of, test, value, scopes)
    found = value_of(test, scopes)
    if found is None and (syntax.mentions(test, "?") or _asks(test)):
        return None
    named = isinstance(test, syntax.Literal | syntax.Name | syntax.Path | syntax.Filter)
    if isinstance(found, bool) and (syntax.mentions(test, "?") or not named):
        return found
    if found is True and not isinstance(value, bool) and value is not None:
        return True
    return fits(value, found)


def _asks(test: syntax.Node) -> bool:
    """Whether a test is a question by its form: one that cannot be answered is not a null to compare with."""
    if isinstance(test, syntax.Chain):
        return test.links[0].operator in ("and", "or")
    questions = (syntax.Comparison, syntax.Between, syntax.In, syntax.InstanceOf, syntax.Quantified, syntax.Conjunction, syntax.Disjunction)
    return isinstance(test, questions)
