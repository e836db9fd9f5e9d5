"""Compiling arithmetic, comparison and logic."""

import operator
from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any, Final

from app.feel import syntax
from app.feel.arithmetic import calculate, negate, steps_of_power
from app.feel.compare import equal, order
from app.feel.compile import Compiler, compiles
from app.feel.compile_tests import positive_test
from app.feel.no_result import why_no_result
from app.feel.numbers import CONTEXT
from app.feel.run import Code, Env
from app.feel.size import spend_walk
from app.feel.values import NULL, kind_of

_ORDERS: Final[dict[str, Callable[[Any, Any], bool]]] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
NUMBERS: Final[dict[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": CONTEXT.add, "-": CONTEXT.subtract, "*": CONTEXT.multiply, "/": CONTEXT.divide,
}  # fmt: skip


@compiles(syntax.Comparison)
def comparison(compiler: Compiler, node: syntax.Comparison) -> Code:
    left, right = compiler.code(node.left), compiler.code(node.right)
    if node.operator == "=":
        return _equality(left, right)
    if node.operator == "!=":
        equality = _equality(left, right)

        def unequal(env: Env) -> Any:
            result = equality(env)
            return None if result is None else not result

        return unequal
    return _ordering(node.operator, left, right)


def _equality(left: Code, right: Code) -> Code:
    def compare(env: Env) -> Any:
        a, b = left(env), right(env)
        kind = type(a)
        if kind is type(b) and (kind is Decimal or kind is str):
            return a == b
        spend_walk(env.run, a)
        result = equal(a, b)
        if result is None:
            env.run.null(f"Expected two values of one type around =, but found {kind_of(a)} and {kind_of(b)}")
        return result

    return compare


def _ordering(sign: str, left: Code, right: Code) -> Code:
    test = _ORDERS[sign]

    def compare(env: Env) -> Any:
        a, b = left(env), right(env)
        kind = type(a)
        if kind is type(b) and (kind is Decimal or kind is str):
            return test(a, b)
        found = order(a, b)
        if found is None:
            return env.run.null(f"Expected two comparable values around {sign}, but found {kind_of(a)} and {kind_of(b)}")
        return test(found, 0)

    return compare


@compiles(syntax.Between)
def between(compiler: Compiler, node: syntax.Between) -> Code:
    """Compile `between`, both of whose ends count (table 55), with a short way for three numbers."""
    value, low, high = compiler.code(node.value), compiler.code(node.low), compiler.code(node.high)
    lowest, highest = (end.value if isinstance(end, syntax.Literal) else None for end in (node.low, node.high))
    if type(lowest) is Decimal and type(highest) is Decimal:

        def compare_with_constants(env: Env) -> Any:
            tested = value(env)
            return lowest <= tested <= highest if type(tested) is Decimal else _between(env, tested, lowest, highest)

        return compare_with_constants

    def compare(env: Env) -> Any:
        tested, least, most = value(env), low(env), high(env)
        if type(tested) is Decimal and type(least) is Decimal and type(most) is Decimal:
            return least <= tested <= most
        return _between(env, tested, least, most)

    return compare


def _between(env: Env, tested: Any, least: Any, most: Any) -> Any:
    above, below = order(tested, least), order(tested, most)
    # It stands for two comparisons joined by `and`: one that fails decides, whatever the other is (table 55, rule 49b).
    if (above is not None and above < 0) or (below is not None and below > 0):
        return False
    if above is None or below is None:
        return env.run.null("Expected three comparable values for between")
    return True


@compiles(syntax.Arithmetic)
def arithmetic(compiler: Compiler, node: syntax.Arithmetic) -> Code:
    """Compile + - * / and **, with a short way for two numbers."""
    left, right, sign = compiler.code(node.left), compiler.code(node.right), node.operator
    fast = NUMBERS.get(sign)

    def compute(env: Env) -> Any:
        a, b = left(env), right(env)
        if fast is not None and type(a) is Decimal and type(b) is Decimal:
            try:
                return fast(a, b)
            except DecimalException:
                pass
        return join(env, sign, a, b)

    return compute


def join(env: Env, sign: str, a: Any, b: Any) -> Any:
    """Return what an operator gives for any two values; null with a reason where it gives nothing."""
    if sign == "**":
        env.run.spend(steps_of_power(b))
    result = calculate(sign, a, b)
    if result is None:
        return env.run.null_for(lambda: why_no_result(sign, a, b))
    if type(result) is str:
        env.run.spend_text(len(result))
    return result


@compiles(syntax.Negation)
def negation(compiler: Compiler, node: syntax.Negation) -> Code:
    operand = compiler.code(node.operand)

    def compute(env: Env) -> Any:
        value = operand(env)
        result = negate(value)
        return env.run.null(f"Expected a number or a duration after -, but found {kind_of(value)}") if result is None else result

    return compute


@compiles(syntax.Conjunction)
def conjunction(compiler: Compiler, node: syntax.Conjunction) -> Code:
    return _logic("and", False, compiler.code(node.left), compiler.code(node.right))


@compiles(syntax.Disjunction)
def disjunction(compiler: Compiler, node: syntax.Disjunction) -> Code:
    return _logic("or", True, compiler.code(node.left), compiler.code(node.right))


def _logic(word: str, decisive: bool, left: Code, right: Code) -> Code:
    """Return three-valued logic (table 49): one decisive side settles it; anything but true and false counts as null."""
    other = not decisive

    def decide(env: Env) -> Any:
        first = left(env)
        if first is decisive:
            return decisive
        second = right(env)
        if second is decisive:
            return decisive
        if first is other and second is other:
            return other
        for value in (first, second):
            if value is not other:
                return env.run.null(f"Expected true or false around {word}, but found {kind_of(value)}")
        return None

    return decide


@compiles(syntax.If)
def if_expression(compiler: Compiler, node: syntax.If) -> Code:
    condition, then, otherwise = compiler.code(node.condition), compiler.code(node.then), compiler.code(node.otherwise)

    def choose(env: Env) -> Any:
        value = condition(env)
        if value is True:
            return then(env)
        if value is not False and kind_of(value) != NULL:
            env.run.null(f"Expected true or false after if, but found {kind_of(value)}")
        return otherwise(env)

    return choose


@compiles(syntax.In)
def in_expression(compiler: Compiler, node: syntax.In) -> Code:
    """Compile `in`: true where any of the tests holds, null where none holds and one cannot tell."""
    value = compiler.code(node.value)
    tests = [positive_test(compiler, test) for test in node.tests]

    def decide(env: Env) -> Any:
        tested = value(env)
        result: bool | None = False
        for test in tests:
            found = test(env, tested)
            if found is True:
                return True
            if found is None:
                result = None
        if result is None:
            env.run.null("Expected a value that the tests after in can be made on")
        return result

    return decide
