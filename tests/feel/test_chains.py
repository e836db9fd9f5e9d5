"""A chain of operators is flat: it may have thousands of terms, and is worked out from the left."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from app.feel import FeelError, parse_expression, parse_unary_tests
from tests.feel.evaluating import WORLD, reasons_of, value_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" or ".join(f'a = "{number}"' for number in range(3000)), True),
        (" and ".join(f'a != "{number}"' for number in range(2000)), True),
        ("1" + "+1" * 9999, 10_000),
        ("1" + "+1-1" * 3000, 1),
        ("1" + "*2/2" * 3000, 1),
        ("2" + " - 1" * 5000, -4998),
        ('"a"' + '+"b"' * 5000, "a" + "b" * 5000),
    ],
    ids=["or", "and", "sum", "sum and difference", "product", "difference", "text"],
)
def test_a_chain_of_thousands_of_terms_is_evaluated(text: str, expected: Any) -> None:
    assert value_of(text, {"a": "2999"}) == expected


def test_a_cell_may_hold_a_chain_of_thousands_of_terms() -> None:
    tests = parse_unary_tests(" or ".join(f"? = {number}" for number in range(2000)))
    assert tests.matches(Decimal(1999), {}, WORLD) is True
    assert tests.matches(Decimal(2000), {}, WORLD) is False


def test_a_traced_chain_of_thousands_of_terms_says_at_which_operator_it_failed() -> None:
    text = "1" + "+1" * 3000 + '-"a"' + "+1" * 3000
    reasons: list[Any] = []
    assert parse_expression(text, tracing=True).evaluate({}, replace(WORLD, reasons=reasons)) is None
    assert [(str(reason), reason.where.at) for reason in reasons] == [
        ("Expected values that - can join, but found number and string", text.index("-"))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 - 3 - 2", 5),
        ("2 * 3 + 4 * 5 - 6 / 3", 24),
        ("100 / 5 / 2", 10),
        ("10 - (3 - 2)", 9),
        ('"a" + "b" + "c"', "abc"),
        ('@"2026-01-31" + @"P1M" + @"P1D"', value_of('@"2026-03-01"')),
        ("null or 1 or true", True),
        ("true and null and false", False),
        ("true and null and true", None),
        ("false or null or false", None),
        ("1 / 0 + 1 + 1", None),
        ("true or false and false and false", True),
    ],
)
def test_a_chain_is_worked_out_from_the_left(text: str, expected: Any) -> None:
    assert value_of(text) == expected


def test_a_chain_that_comes_to_null_says_why_once() -> None:
    assert reasons_of('1 + "a" + 1 + 1') == ["Expected values that + can join, but found number and string"]
    assert reasons_of("true and 1 and true and true") == ["Expected true or false around and, but found number"]


def test_the_terms_of_a_long_chain_are_steps() -> None:
    with pytest.raises(FeelError, match="at most 100 steps"):
        parse_expression("1" + "+1" * 200).evaluate({}, replace(WORLD, max_steps=100))


def test_a_long_text_is_bounded_while_it_is_joined() -> None:
    with pytest.raises(FeelError, match="at most 50 characters, but found 51"):
        parse_expression('"a"' + '+"b"' * 100).evaluate({}, replace(WORLD, max_size=50))


@pytest.mark.parametrize("text", ["x" + ".a" * 300, "2" + "**2" * 300, "x" + "[1]" * 300])
def test_what_is_nested_too_deep_names_the_limit(text: str) -> None:
    with pytest.raises(FeelError, match="nested at most 200 deep"):
        parse_expression(text)
