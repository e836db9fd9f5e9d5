"""Names of several words, and what a text reads."""

import pytest

from app.feel import FeelError, parse_expression
from tests.feel.evaluating import value_of


@pytest.mark.parametrize(
    ("text", "variables", "expected"),
    [
        ("Full Name", {"Full Name": "Li"}, "Li"),
        ("Full   Name", {"Full Name": "Li"}, "Li"),
        ("a-b", {"a-b": 1, "a": 5, "b": 2}, 1),
        ("a - b", {"a": 5, "b": 2}, 3),
        ("profit and loss", {"profit and loss": 1}, 1),
        ("in process", {"in process": 1}, 1),
        ("x in process", {"x in process": 1}, 1),
        ("receipt no. 5", {"receipt no. 5": 1}, 1),
        ("收件 编号 + 1", {"收件 编号": 1}, 2),
        ("天数", {"天数": 3}, 3),
        ("order.line item", {"order": {"line item": 4}}, 4),
        ("date", {"date": 7}, 7),
        ('date("2026-01-01").day', {"date": 7}, 1),
        ("count of cases", {"count of cases": 7}, 7),
    ],
)
def test_the_longest_known_name_is_taken(text: str, variables: dict[str, object], expected: object) -> None:
    assert value_of(text, variables, names=variables) == expected


def test_plain_words_side_by_side_are_one_name_without_being_known() -> None:
    assert value_of("two words + 1", {"two words": 1}) == 2


def test_a_function_handed_in_may_have_a_name_with_a_keyword_in_it() -> None:
    functions = {"working days between": lambda a, b: b - a}
    assert value_of("working days between(1, 3)", names=functions, functions=functions) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("working days between(1, 3)", 2),
        ("working days between(1, 3) = 2 and x > 1", True),
        ("x between (1) and (3)", True),
        ("working days between working days between(1, 2) and 3", False),
        ("[working days between([1, 2][1], 3)]", [2]),
    ],
)
def test_between_with_several_arguments_ends_a_name_that_nobody_named_beforehand(text: str, expected: object) -> None:
    functions = {"working days between": lambda a, b: b - a}
    assert value_of(text, {"x": 2, "working days": 5}, functions=functions) == expected


def test_the_variables_read_and_the_functions_called_are_known_beforehand() -> None:
    expression = parse_expression("for x in orders return {y: x + rate, z: y}.z + string length(note) + f(function(p) p + q)")
    assert expression.names == {"orders", "rate", "note", "q"}
    assert expression.functions == {"string length", "f"}


def test_a_name_within_a_filter_counts_only_where_it_is_known_as_a_variable() -> None:
    assert parse_expression("orders[amount > limit]").names == {"orders"}
    assert parse_expression("orders[amount > limit]", ["limit"]).names == {"orders", "limit"}


def test_the_same_text_with_other_names_is_another_expression() -> None:
    assert value_of("a-b", {"a-b": 1, "a": 5, "b": 2}, names=["a-b"]) == 1
    assert value_of("a-b", {"a-b": 1, "a": 5, "b": 2}) == 3


def test_a_variable_is_looked_up_only_when_it_is_needed() -> None:
    class Loud(dict[str, object]):
        def __missing__(self, name: str) -> object:
            raise AssertionError(name)

    assert value_of("if true then a else b", Loud(a=1)) == 1


@pytest.mark.parametrize("text", ["then", "1 + and", "in", "return 1"])
def test_a_keyword_is_no_name(text: str) -> None:
    with pytest.raises(FeelError):
        parse_expression(text)
