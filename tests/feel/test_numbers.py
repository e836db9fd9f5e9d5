"""Numbers: decimals of 34 digits, the same on every thread."""

from decimal import ROUND_UP, Decimal, getcontext, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.feel.numbers import CONTEXT, read_number, write_number
from tests.feel.evaluating import value_of

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=8)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1 + 0.2", "0.3"),
        ("1 / 3", "0.3333333333333333333333333333333333"),
        ("2 / 3", "0.6666666666666666666666666666666667"),
        ("10 / 4", "2.5"),
        ("-2 ** 2", "4"),
        ("2 ** 3 ** 2", "64"),
        ("2 ** -1", "0.5"),
        ("1 - 2 - 3", "-4"),
        ("2 + 3 * 4", "14"),
        (".5 + 1.", "error"),
        ("1.50", "1.5"),
        ("1E3", "1000"),
        ("-0", "0"),
        ("100000000000000000000000000000000000", "100000000000000000000000000000000000"),
        ("1 / 0", "null"),
        ("0 / 0", "null"),
        ("10 ** 7000", "null"),
        ("9 ** 0.5", "3"),
        ("-8 ** 0.5", "null"),
        ("0 ** -1", "null"),
        ("0 ** 0", "1"),
        ("9999999999999999999999999999999999 ** 0.5", "99999999999999999.99999999999999999"),
    ],
)
def test_arithmetic_is_exact_to_34_digits_and_rounds_half_to_even(text: str, expected: str) -> None:
    if expected == "error":
        with pytest.raises(Exception, match="Expected"):
            value_of(text)
    else:
        found = value_of(text)
        assert ("null" if found is None else write_number(found)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("decimal(2.5, 0)", 2),
        ("decimal(3.5, 0)", 4),
        ("round half up(2.5, 0)", 3),
        ("round half down(2.5, 0)", 2),
        ("round up(-1.01, 1)", Decimal("-1.1")),
        ("round down(-1.09, 1)", Decimal("-1.0")),
        ("floor(-1.5)", -2),
        ("ceiling(-1.5)", -1),
        ("decimal(1234, -2)", 1200),
        ("modulo(-10, 3)", 2),
        ("modulo(-1E6144, 7)", 6),
        ("modulo(1E6144, -7)", -6),
        ("modulo(1E6144, 1E-6143)", 0),
        ("modulo(1, 0)", None),
        ("abs(-1)", 1),
        ("even(4)", True),
        ("odd(2.5)", False),
        ("sqrt(16)", 4),
        ("sum([0.1, 0.2])", Decimal("0.3")),
        ("median([1, 4, 2, 3])", Decimal("2.5")),
        ("mode([1, 2, 2, 1])", [1, 2]),
        ("product([2, 3, 4])", 24),
        ("odd(9999999999999999999999999999999999)", True),
        ("even(1E6144)", True),
        ("sum([9999999999999999999999999999999999, 1E33, 6, -1922.097])", Decimal("10999999999999999999999999999998080")),
        ("mean([1E33, 1E33, 0.354])", Decimal("666666666666666666666666666666666.8")),
        ("mean([9E6144, 9E6144])", Decimal("9E6144")),
        ("product([1E6000, 1E6000, 1E-6000])", Decimal("1E6000")),
        ("stddev([1E6144, 1E6144])", 0),
    ],
)
def test_a_numeric_function_gives_its_value(text: str, expected: object) -> None:
    assert value_of(text) == expected


@given(NUMBERS)
def test_a_number_written_out_reads_back_the_same(number: Decimal) -> None:
    text = write_number(CONTEXT.plus(number))
    assert read_number(text) == CONTEXT.plus(number)
    assert "E" not in text
    assert text == "0" or not text.startswith("-0") or "." in text
    assert "." not in text or not text.endswith("0")


@given(NUMBERS, NUMBERS)
def test_sums_and_products_commute_and_differences_undo_sums(a: Decimal, b: Decimal) -> None:
    variables = {"a": a, "b": b}
    assert value_of("a + b = b + a", variables) is True
    assert value_of("a * b = b * a", variables) is True
    assert value_of("a + b - b = a", variables) is True


@given(NUMBERS, NUMBERS)
def test_the_rest_of_a_division_has_the_sign_of_the_divisor_and_is_smaller(a: Decimal, b: Decimal) -> None:
    rest = value_of("modulo(a, b)", {"a": a, "b": b})
    if b == 0:
        assert rest is None
    else:
        assert abs(rest) < abs(b)
        assert rest == 0 or (rest < 0) == (b < 0)


def test_the_context_of_the_thread_has_no_say() -> None:
    with localcontext() as context:
        context.prec = 3
        context.rounding = ROUND_UP
        assert value_of("1 / 3") == Decimal("0.3333333333333333333333333333333333")
        assert value_of("1.23456 + 1") == Decimal("2.23456")
        assert value_of("sum([1.11111, 2.22222])") == Decimal("3.33333")
        assert value_of("a > 1.2345", {"a": Decimal("1.23456")}) is True
    assert getcontext().prec == 28
