"""Functions: built in, written, handed in."""

from decimal import Decimal
from typing import Any

import pytest

from app.feel.builtins import BUILTINS
from tests.feel.evaluating import reasons_of, value_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(function(a, b) a - b)(3, 1)", 2),
        ("(function(a, b) a - b)(b: 3, a: 1)", -2),
        ('(function(a: number) a)("x")', None),
        ("(function(a: list<number>) a)(1)", [1]),
        ("(function(a) a)(1, 2)", None),
        ("(function(f) f(2))(function(x) x * x)", 4),
        ("{n: 5, f: function(x) x + n}.f(1)", 6),
        ('(function(a) external {java: {class: "X", method signature: "y()"}})(1)', None),
        ("abs(n: -1)", 1),
        ('substring(string: "abc", start position: 2)', "bc"),
        ("abs(-1, 2)", None),
        ("abs([-1])", 1),
        ("nothing(1)", None),
        ("5(1)", None),
        ("string(1.50)", "1.5"),
        ('string([1, "a", null])', '[1, "a", null]'),
        ('string({a: "x", "b c": [1..2]})', '{a: "x", b c: [1..2]}'),
        ('number("1,000.5", ",", ".")', Decimal("1000.5")),
        ('number("abc")', None),
        ('string join(["a", null, "b"], "-")', "a-b"),
        ('substring("\U0001f600ab", 2)', "ab"),
        ('string length("\U0001f600")', 1),
        ('split("a1b2c", "[0-9]")', ["a", "b", "c"]),
        ('replace("2026-03-04", "(\\d+)-(\\d+)-(\\d+)", "$3.$2.$1")', "04.03.2026"),
        ('matches("370000199001011234", "^\\d{17}[\\dX]$")', True),
        ('matches("某市", "^\\p{IsCJKUnifiedIdeographs}+$")', True),
        ('extract("a1b22", "[0-9]+")', ["1", "22"]),
        ("is defined(null)", False),
        ("get or else(null, 1)", 1),
        ('range("[1..3]") = [1..3]', True),
        ("before(1, [2..3])", True),
        ("includes([1..3], 3)", True),
        ("overlaps([1..3], [3..5])", True),
        ("overlaps([1..3), [3..5])", False),
        ("1 instance of number", True),
        ("[1] instance of list<string>", False),
        ("123 instance of list", False),
        ("123 instance of list<Any>", False),
        ("[123] instance of list", True),
        ("abs instance of function<number> -> number", True),
        ("null instance of Any", False),
        ("null instance of Null", True),
        ("1 instance of Null", False),
        ("[null] instance of list<Null>", True),
        ("[1] instance of list<Null>", False),
        ("{a: null} instance of context<a: Null>", True),
        ("(function(x: Null) x)(1)", None),
        ("nowhere instance of Null", True),
        ("nowhere instance of string", False),
    ],
)
def test_a_function_gives_its_value_or_null(text: str, expected: Any) -> None:
    assert value_of(text) == expected


def test_a_function_handed_in_gets_and_gives_values_of_the_language() -> None:
    seen: list[Any] = []

    def add_days(start_date: Any, n: Any) -> Any:
        seen.append(n)
        return start_date

    functions = {"add days": add_days}
    assert value_of('add days(@"2026-03-04", 2).day', functions=functions) == 4
    assert value_of('add days(n: 2, start date: @"2026-03-04").day', functions=functions) == 4
    assert value_of("add days(1)", functions=functions) is None
    assert seen == [2, 2]
    assert all(type(n) is Decimal for n in seen)


def test_a_variable_that_holds_no_function_does_not_hide_a_function() -> None:
    assert value_of("count(xs)", {"count": 5, "xs": [1, 2]}) == 2
    assert value_of("count + 1", {"count": 5}) == 6


def test_a_call_that_does_not_fit_says_what_it_takes() -> None:
    assert reasons_of('sqrt("x")') == ['Expected number for number of sqrt(number: number), but found "x", a string']
    assert reasons_of('mean(1, 2, "a")') == ['Expected number for n of mean(n...: number), but found "a", a string']
    assert reasons_of('date(2026, 1, "a")') == [
        'Expected number for day of date(year: number, month: number, day: number), but found "a", a string'
    ]
    assert reasons_of("mean()") == ["Expected the arguments of mean(list: list) or mean(n...: number), but found 0"]
    assert reasons_of("sqrt(n: 4)") == ["Expected the arguments of sqrt(number: number), but found n"]


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_no_built_in_function_fails_on_null_or_on_values_of_other_types(name: str) -> None:
    width = max(len(signature.parameters) for signature in BUILTINS[name].signatures)
    for filler in (
        "null",
        "1",
        '"a"',
        "true",
        "[]",
        "[null]",
        "{}",
        '@"2026-01-01"',
        '@"P1D"',
        "[1..2]",
        "abs",
        "-1.5",
        "99999999999999999999",
    ):
        for count in range(width + 2):
            value_of(f"{name}({', '.join([filler] * count)})")
