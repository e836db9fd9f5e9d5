"""Compiling ranges and unary tests."""

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from app.feel import syntax
from app.feel.compare import contains, equal, order
from app.feel.compile import Compiler, compiles
from app.feel.run import Code, Env
from app.feel.size import spend_walk
from app.feel.values import LIST, NULL, RANGE, Range, kind_of

INPUT: Final = "?"
Test = Callable[[Env, Any], "bool | None"]
Order = Callable[[Any, Any], bool]
_CONDITIONS: Final = (
    *(syntax.Comparison, syntax.Between, syntax.In, syntax.InstanceOf, syntax.Quantified, syntax.Conjunction, syntax.Disjunction),
)
_ORDERS: Final[dict[str, Order]] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


@compiles(syntax.Interval)
def interval(compiler: Compiler, node: syntax.Interval) -> Code:
    low = compiler.code(node.low) if node.low is not None else None
    high = compiler.code(node.high) if node.high is not None else None
    low_included, high_included = node.low_included, node.high_included
    constant = _constant(node)
    if constant is not None:
        written = Range(*constant[:2], low_included, high_included)
        return lambda env: written

    def make(env: Env) -> Any:
        start = low(env) if low is not None else None
        end = high(env) if high is not None else None
        return make_range(env, start, end, low_included, high_included)

    return make


def make_range(env: Env, start: Any, end: Any, low_included: bool, high_included: bool) -> Any:
    """Return a range; null with a reason where its ends cannot be compared or are the wrong way round."""
    if start is None or end is None:
        return env.run.null("Expected two ends of a range, but found null")
    found = order(start, end)
    if found is None:
        return env.run.null(f"Expected two comparable ends of a range, but found {kind_of(start)} and {kind_of(end)}")
    if found > 0:
        return env.run.null("Expected a range whose low end comes first")
    return Range(start, end, low_included, high_included)


@compiles(syntax.UnaryComparison)
def unary_comparison(compiler: Compiler, node: syntax.UnaryComparison) -> Code:
    """A comparison without a left side, as a value, is a range open to one side (DMN 1.5 section 10.3.2.7)."""
    end, sign = compiler.code(node.end), node.operator

    def make(env: Env) -> Any:
        value = end(env)
        if value is None:
            return env.run.null(f"Expected a value after {sign}, but found null")
        if sign in ("<", "<="):
            return Range(None, value, False, sign == "<=")
        if sign in (">", ">="):
            return Range(value, None, sign == ">=", False)
        if sign == "=":
            return Range(value, value, True, True)
        return env.run.null("Expected != within a unary test only")

    return make


def positive_test(compiler: Compiler, node: syntax.Node) -> Test:
    """Return the test that a positive unary test makes on a value (DMN 1.5 section 7.3.3 and table 55)."""
    if isinstance(node, syntax.UnaryComparison):
        return _comparison_test(compiler, node)
    if isinstance(node, syntax.Interval):
        return _interval_test(compiler, node)
    code = compiler.code(node)
    return lambda env, value: matches(env, value, code(env))


def _interval_test(compiler: Compiler, node: syntax.Interval) -> Test:
    code = compiler.code(node)
    constant = _constant(node)

    def test(env: Env, value: Any) -> bool | None:
        wanted = code(env)
        # A range that could not be made holds and leaves out nothing: the answer is unknown.
        return None if wanted is None else matches(env, value, wanted)

    if constant is None:
        return test
    low, high, low_test, high_test = constant

    def test_number(env: Env, value: Any) -> bool | None:
        if type(value) is Decimal:
            return low_test(low, value) and high_test(value, high)
        return test(env, value)

    return test_number


def _constant(node: syntax.Interval) -> tuple[Decimal, Decimal, Order, Order] | None:
    """Return the ends of a range that is written out in numbers, with how each compares; most cells of tables are such."""
    if not (isinstance(node.low, syntax.Literal) and isinstance(node.high, syntax.Literal)):
        return None
    low, high = node.low.value, node.high.value
    if not (type(low) is Decimal and type(high) is Decimal and low <= high):
        return None
    return low, high, operator.le if node.low_included else operator.lt, operator.le if node.high_included else operator.lt


def matches(env: Env, value: Any, wanted: Any) -> bool | None:
    """Whether a value is the wanted one, lies in the wanted range, or is in the wanted list, whose items may be ranges."""
    kind = kind_of(wanted)
    spend_walk(env.run, wanted)
    if kind == RANGE and kind_of(value) != RANGE:
        return contains(wanted, value)
    if kind == LIST:
        if kind_of(value) == LIST and equal(value, wanted) is True:
            return True
        results = [contains(item, value) if kind_of(item) == RANGE else equal(value, item) for item in wanted]
        return True in results
    return equal(value, wanted)


def _comparison_test(compiler: Compiler, node: syntax.UnaryComparison) -> Test:
    end, sign = compiler.code(node.end), node.operator
    if sign in ("=", "!="):
        wanted = sign == "="

        def test_equal(env: Env, value: Any) -> bool | None:
            spend_walk(env.run, value)
            found = equal(value, end(env))
            return None if found is None else found is wanted

        return test_equal
    compare = _ORDERS[sign]

    def test_order(env: Env, value: Any) -> bool | None:
        limit = end(env)
        if type(value) is Decimal and type(limit) is Decimal:
            return compare(value, limit)
        found = order(value, limit)
        return None if found is None else compare(found, 0)

    return test_order


def any_of(tests: tuple[Test, ...], node: syntax.UnaryTestList) -> Test:
    """Return the test of a whole input entry: true where any of its tests holds, or none of them inside `not(...)`."""
    if node.any_value:
        return lambda env, value: True
    negated = node.negated
    if len(tests) == 1 and not negated:
        return tests[0]
    words = _words(node)

    def decide(env: Env, value: Any) -> bool | None:
        result: bool | None = False
        for test in tests:
            found = test(env, value)
            if found is True:
                result = True
                break
            if found is None:
                result = None
        if negated:
            return None if result is None else not result
        return result

    if words is None:
        return decide
    return lambda env, value: (value in words) is not negated if type(value) is str else decide(env, value)


def _words(node: syntax.UnaryTestList) -> frozenset[str] | None:
    """Return the strings that an input entry lists, None where it holds anything else."""
    words = [test.value for test in node.tests if isinstance(test, syntax.Literal) and type(test.value) is str]
    return frozenset(words) if len(words) == len(node.tests) else None


def entry_test(compiler: Compiler, node: syntax.Node) -> Test:
    """Compile one test of an input entry (DMN 1.5 section 7.3.3).

    A value that is written out or looked up is compared with the input's (alternatives a and b). A condition is itself the answer: one
    over `?` (d), and any other, whatever the input's value is, null too (c).
    """
    if isinstance(node, syntax.UnaryComparison):
        return _comparison_test(compiler, node)
    if isinstance(node, syntax.Interval):
        return _interval_test(compiler, node)
    if isinstance(node, syntax.Literal) and type(node.value) in (str, Decimal):
        return _literal_test(node.value)
    code = compiler.code(node)
    asks = syntax.mentions(node, INPUT) or is_condition(node)
    answers = asks or not names_a_value(node)

    def test(env: Env, value: Any) -> bool | None:
        found = code(env)
        if (answers and isinstance(found, bool)) or (asks and found is None):
            return found
        # Here the standard's words fall out: `true` is true whatever it is applied to, but does not pass false, nor null, which a truth
        # value may be (TCK 0004, 0036 and 0087).
        if found is True and not isinstance(value, bool) and kind_of(value) != NULL:
            return True
        return matches(env, value, found)

    return test


def is_condition(node: syntax.Node) -> bool:
    """Whether an expression is true, false or unknown by its form."""
    return isinstance(node, _CONDITIONS) or (isinstance(node, syntax.Chain) and node.links[0].operator in ("and", "or"))


def names_a_value(node: syntax.Node) -> bool:
    """Whether an expression is a value as it is written or looked up, so that true and false are values like any other."""
    return isinstance(node, syntax.Literal | syntax.Name | syntax.Path | syntax.Filter)


def _literal_test(wanted: Any) -> Test:
    kind = type(wanted)
    return lambda env, value: value == wanted if type(value) is kind else equal(value, wanted)
