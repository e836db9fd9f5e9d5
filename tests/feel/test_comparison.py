"""Equality and order of values."""

from decimal import Decimal
from typing import Any

import pytest

from tests.feel.evaluating import reasons_of, value_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 = 1.0", True),
        ("1.00 = 1", True),
        ("1 = true", None),
        ('"1" = 1', None),
        ("null = null", True),
        ("1 = null", False),
        ("1 != null", True),
        ("[1, 2] = [1, 2]", True),
        ("[1, 2] = [2, 1]", False),
        ('[1] = ["1"]', False),
        ("{a: 1, b: 2} = {b: 2, a: 1}", True),
        ("{a: 1} = {a: 1, b: null}", False),
        ("[1..3] = [1..3]", True),
        ("[1..3] = (1..3]", False),
        ('"a" < "b"', True),
        ('"Z" < "a"', True),
        ('"\U00010000" > "\uffff"', True),
        ("1 < null", None),
        ('1 < "2"', None),
        ("true < false", None),
        ('@"2026-01-01" < @"2026-01-02"', True),
        ('@"2026-01-01T08:00:00+08:00" = @"2026-01-01T00:00:00Z"', True),
        ('@"2026-01-01T08:00:00" < @"2026-01-01T00:00:01Z"', None),
        ('@"P1D" = @"PT24H"', True),
        ('@"P1Y" = @"P12M"', True),
        ('@"P1Y" = @"P365D"', None),
        ("5 between 1 and 5", True),
        ("5 between 6 and 9", False),
        ('"5" between 1 and 9', None),
        ("(2 + 3) between (0 + 1) and (2 * 3)", True),
        ('@"2026-01-02" between @"2026-01-01" and @"2026-01-03"', True),
        ("5 between null and 6", None),
        ("5 between null and 4", False),
        ("5 between 6 and null", False),
        ("3 in [1..3]", True),
        ("3 in [1..3)", False),
        ("3 in (1, 2, > 2)", True),
        ("3 in [1, [2..4]]", True),
        ("null in [1, null]", True),
    ],
)
def test_a_comparison_has_the_answer_of_the_standard(text: str, expected: bool | None) -> None:
    assert value_of(text) is expected


def test_a_whole_number_of_python_is_a_number_and_true_is_none() -> None:
    assert value_of("n = 1", {"n": 1}) is True
    assert value_of("n = 1", {"n": True}) is None
    assert value_of("n + 1", {"n": True}) is None


def test_a_binary_fraction_is_no_number() -> None:
    assert value_of("n = 0.5", {"n": 0.5}) is None
    assert value_of("n + 1", {"n": 0.5}) is None


def test_order_follows_code_points_not_the_units_of_an_encoding() -> None:
    assert value_of("a < b", {"a": "\ufffd", "b": "\U0001f600"}) is True


def test_comparing_two_types_says_which() -> None:
    assert reasons_of("1 < x", {"x": "2"}) == ["Expected two comparable values around <, but found number and string"]


def test_the_nearest_known_name_is_told() -> None:
    assert reasons_of("amuont", {"amount": Decimal(1)}) == ["Expected a known name, but found amuont; the nearest is amount"]


@pytest.mark.parametrize("kind", ["list", "context"])
def test_equal_values_of_the_same_shape_are_found_however_large(kind: str) -> None:
    made: Any = list(range(1000)) if kind == "list" else {str(n): n for n in range(1000)}
    assert value_of("a = b", {"a": made, "b": type(made)(made)}) is True
