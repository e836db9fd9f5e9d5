"""Judging ranges and unary tests."""

from typing import TypeGuard

from app.dmn.judging.kinds import bare, kind_name, may_be_equal, may_be_ordered, shown_type
from app.dmn.judging.operators import order
from app.dmn.judging.problem import HOLLOW, MEMBER, NEVER, NULL, REVERSED
from app.dmn.judging.sight import Sight, judges
from app.dmn.judging.written_values import order_of_ends, shown_ends
from app.feel import syntax
from app.feel.compile_tests import INPUT
from app.feel.types import ANY, SIMPLE, FeelType, ListType, RangeType
from app.feel.values import BOOLEAN


@judges(syntax.Interval)
def interval(node: syntax.Interval, sight: Sight) -> FeelType:
    """Judge a range: whether its ends have an order, and where they are written, whether the low one comes first."""
    kind = _range(node, sight)
    if order_of_ends(node.low, node.high, sight) == 1:
        sight.find(node.at, REVERSED, node, NULL, sign="..", **shown_ends(node.low, node.high, sight))
    return kind


def _range(node: syntax.Interval, sight: Sight) -> FeelType:
    low, high = sight.judge(node.low), sight.judge(node.high)
    order(sight, node, "..", low, high)
    return RangeType(bare(low) if kind_name(low) is not None else bare(high))


@judges(syntax.UnaryComparison)
def unary_comparison(node: syntax.UnaryComparison, sight: Sight) -> FeelType:
    return RangeType(bare(sight.judge(node.end)))


@judges(syntax.In)
def in_(node: syntax.In, sight: Sight) -> FeelType:
    value = sight.judge(node.value)
    for test in node.tests:
        kind = sight.judge(test)
        if not _may_pass(value, kind, test):
            sight.find(test.at, MEMBER, node, f"{NEVER} by {node.tests.index(test)}", left=shown_type(value), right=shown_type(kind))
        elif _holds_nothing(test, sight):
            sight.find(test.at, HOLLOW, node, f"{NEVER} by {node.tests.index(test)}", **shown_ends(test.low, test.high, sight))
    return SIMPLE[BOOLEAN]


def _holds_nothing(test: syntax.Node, sight: Sight) -> TypeGuard[syntax.Interval]:
    """Whether a test is a range from a written value to the same, of which one end at least does not count."""
    if not isinstance(test, syntax.Interval) or (test.low_included and test.high_included):
        return False
    return order_of_ends(test.low, test.high, sight) == 0


def _may_pass(value: FeelType, kind: FeelType, test: syntax.Node) -> bool:
    """Whether a value of one type may pass a test that is of the other."""
    if isinstance(test, syntax.UnaryComparison):
        end = bare(kind).item if isinstance(bare(kind), RangeType) else ANY  # type: ignore[attr-defined]
        return may_be_equal(value, end) if test.operator in ("=", "!=") else may_be_ordered(value, end)
    return _may_match(value, bare(kind))


def _may_match(value: FeelType, kind: FeelType) -> bool:
    found = kind_name(value)
    if found is None or kind_name(kind) == found:
        return True
    if isinstance(kind, RangeType):
        return may_be_ordered(value, kind.item)
    if isinstance(kind, ListType):
        item = bare(kind.item)
        return may_be_ordered(value, item.item) if isinstance(item, RangeType) else may_be_equal(value, item)
    return may_be_equal(value, kind)


@judges(syntax.UnaryTestList)
def unary_tests(node: syntax.UnaryTestList, sight: Sight) -> FeelType:
    """Judge an input entry. Whether values written in it are of the type of their input is judged with the table."""
    value = sight.scope.get(INPUT, ANY)
    for test in node.tests:
        # Of a range written as a cell, whether it holds anything is judged with the table, too.
        kind = _range(test, sight) if isinstance(test, syntax.Interval) else sight.judge(test)
        asks = syntax.mentions(test, INPUT) or kind_name(kind) == BOOLEAN
        if not asks and not _is_written(test) and not _may_pass(value, kind, test):
            sight.find(test.at, MEMBER, test, NEVER, left=shown_type(value), right=shown_type(kind))
    return SIMPLE[BOOLEAN]


def _is_written(test: syntax.Node) -> bool:
    """Whether a test holds nothing but written values, which the table's own analysis judges."""
    if isinstance(test, syntax.UnaryComparison):
        return isinstance(test.end, syntax.Literal)
    if isinstance(test, syntax.Interval):
        return isinstance(test.low, syntax.Literal | None) and isinstance(test.high, syntax.Literal | None)
    return isinstance(test, syntax.Literal | syntax.ListLiteral)
