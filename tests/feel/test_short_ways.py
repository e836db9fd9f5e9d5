"""The short ways that common expressions take give what the long ways give."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from app.feel import FeelWorld, parse_expression
from tests.feel.evaluating import WORLD, value_of


def reasons(text: str, world: FeelWorld) -> list[str]:
    told: list[str] = []
    assert parse_expression(text).evaluate({}, replace(world, reasons=told)) is None
    return told


def test_a_written_date_is_the_same_each_time_it_is_evaluated() -> None:
    expression = parse_expression('date("2026-03-02")')
    assert [expression.evaluate({}, WORLD) for _ in range(3)] == [date(2026, 3, 2)] * 3


def test_a_function_that_hides_a_built_in_one_hides_it_after_the_built_in_one_was_used_too() -> None:
    expression = parse_expression('date("2026-03-02")')
    hidden = value_of('function(text) text + "!"')
    assert expression.evaluate({}, WORLD) == date(2026, 3, 2)
    assert expression.evaluate({"date": hidden}, WORLD) == "2026-03-02!"
    assert expression.evaluate({}, replace(WORLD, functions={"date": lambda text: f"handed {text}"})) == "handed 2026-03-02"
    assert expression.evaluate({"date": "no function"}, WORLD) == date(2026, 3, 2)


def test_a_text_that_is_no_date_gives_its_reason_each_time() -> None:
    assert reasons('date("2026-02-30")', WORLD) == reasons('date("2026-02-30")', WORLD) != []


def test_a_written_list_is_a_new_one_each_time() -> None:
    expression = parse_expression("[1, 2]")
    first = expression.evaluate({}, WORLD)
    first.append("changed by the caller")
    assert expression.evaluate({}, WORLD) == [1, 2]


def test_whole_numbers_that_come_as_int_reach_functions_as_decimals() -> None:
    found = value_of("abs(n)", {"n": -3})
    assert (type(found), found) == (Decimal, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('list contains(["1"], 1)', False),
        ('list contains([1, "1"], "1")', True),
        ("list contains([true], 1)", False),
        ("true = 1", None),
        ('date("2026-03-02") < date and time("2026-03-02T00:00:00")', None),
        ('date("2026-03-02") < date("2026-03-03")', True),
        ('duration("P1D") = duration("PT24H")', True),
        ("not(true)", False),
        ("not(negand: true)", False),
        ("count(1)", Decimal(1)),
        ("(function() 1)()", Decimal(1)),
    ],
)
def test_values_of_one_kind_meet_as_before_and_of_two_kinds_do_not(text: str, expected: Any) -> None:
    assert value_of(text) == expected


def plus(first: Any, second: Any = Decimal(10)) -> Any:
    return first + second


@pytest.mark.parametrize(("text", "expected"), [("plus(1)", 11), ("plus(1, 2)", 3), ("plus(first: 1, second: 2)", 3)])
def test_a_function_handed_in_takes_as_many_arguments_as_it_has_parameters(text: str, expected: int) -> None:
    assert value_of(text, functions={"plus": plus}) == expected


@pytest.mark.parametrize("text", ["plus()", "plus(1, 2, 3)", "plus(third: 1)"])
def test_a_function_handed_in_that_is_called_wrongly_gives_null_with_a_reason(text: str) -> None:
    assert "plus" in reasons(text, replace(WORLD, functions={"plus": plus}))[0]


def test_a_function_handed_in_with_parameters_by_name_alone_is_called_by_name() -> None:
    def named(*, first: Any) -> Any:
        return first

    assert value_of("named(first: 1)", functions={"named": named}) == 1
    assert value_of("named(1)", functions={"named": named}) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2026-03-02") - duration("PT1H")', "2026-03-01"),
        ('date("2026-03-02") - duration("PT36H")', "2026-02-28"),
        ('date("2026-03-02") + duration("PT36H")', "2026-03-03"),
        ('duration("-PT1H") + date("2026-03-02")', "2026-03-01"),
        ('date("9999-12-31") + duration("P1D")', "10000-01-01"),
        ('date("0001-01-01") - duration("P1D")', "0000-12-31"),
        ('date and time("9999-12-31T23:30:00") + duration("PT1H")', "10000-01-01T00:30:00"),
        ('date and time("2026-03-02T23:30:00") + duration("PT0.0000005S")', "2026-03-02T23:30:00.0000005"),
        ('date and time("2026-03-02T23:30:00") - duration("PT24H")', "2026-03-01T23:30:00"),
        ('date("2026-03-02") - date("2026-02-28")', "P2D"),
        ('date("12026-03-02") - date("2026-03-02")', "P3652425D"),
    ],
)
def test_dates_move_as_far_by_python_as_by_day_numbers(text: str, expected: str) -> None:
    assert value_of(f"string({text})") == expected


@pytest.mark.parametrize("year", ["2026", "12026"])
def test_the_parts_of_a_moment_are_the_same_whoever_holds_it(year: str) -> None:
    parts = value_of("[m.year, m.month, m.day, m.hour, m.minute]", {"m": value_of(f'date and time("{year}-03-02T09:30:00")')})
    assert parts == [int(year), 3, 2, 9, 30]
