"""The allowed value that somebody probably meant."""

from typing import Any

from app.feel import syntax
from app.feel.errors import FeelError
from app.feel.grammar import read_unary_tests
from app.feel.nearest import nearest_name
from app.feel.values import NUMBER, STRING, kind_of
from app.feel.write_value import quoted, write_value


def nearest_allowed(value: Any, allowed: str) -> str:
    """Return the allowed string or number nearest to one that is not allowed, "" where none is near, or where only evaluating tells."""
    kind = kind_of(value)
    try:
        written = [each for test in read_unary_tests(allowed).tests for each in _constants(test)] if kind in (STRING, NUMBER) else []
    except FeelError:
        return ""
    same = [each for each in written if kind_of(each) == kind]
    if kind == STRING:
        near = nearest_name(value, same)
        return quoted(near) if near else ""
    return write_value(min(same, key=lambda each: abs(each - value))) if same else ""


def _constants(test: syntax.Node) -> list[Any]:
    """Return the values that a test lets pass by name, or with which its range begins or ends."""
    if isinstance(test, syntax.Literal):
        return [test.value]
    ends: list[syntax.Node | None] = []
    if isinstance(test, syntax.Interval):
        ends = [test.low if test.low_included else None, test.high if test.high_included else None]
    elif isinstance(test, syntax.UnaryComparison) and test.operator in ("<=", ">=", "="):
        ends = [test.end]
    return [end.value for end in ends if isinstance(end, syntax.Literal)]
