"""A null says why it came out, at which character, and which name was probably meant."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from app.feel import FeelError, parse_expression, parse_unary_tests
from app.feel.reasons import Reason, Where, traced
from app.feel.run import MOST_REASONS, Env, Run
from tests.feel.evaluating import WORLD


def reasons_of(text: str, variables: Mapping[str, Any], *, tracing: bool = True) -> list[str]:
    reasons: list[str] = []
    parse_expression(text, variables, tracing=tracing).evaluate(variables, replace(WORLD, reasons=reasons))
    return reasons


def first(text: str, **variables: Any) -> tuple[str, int | None]:
    reason = reasons_of(text, variables)[0]
    assert isinstance(reason, Reason)
    return str(reason), reason.where.at


@pytest.mark.parametrize(
    ("text", "at", "nearest"),
    [
        ("1 + dayz", 4, "days"),
        ("cuont([1])", 0, "count"),
        ("since.yaer", 5, "year"),
        ('@"P1D".day', 6, "days"),
        ("person.nmae", 6, "name"),
        ("days instance of nubmer", 5, "number"),
        ("days = 2 or ture", 12, "true"),
        ("flase", 0, "false"),
        ("[1] instance of list<numbr>", 4, "number"),
        ("person instance of context<name: strng>", 7, "string"),
        ('substring(string: "a", strat position: 1)', 0, "start position"),
        ('substring(string: "a", start: 1)', 0, "start position"),
        ("(function(amount) amount)(amuont: 1)", 1, "amount"),
    ],
)
def test_a_name_that_means_nothing_is_named_with_its_place_and_the_nearest(text: str, at: int, nearest: str) -> None:
    reason, where = first(text, days=1, since=date(2026, 1, 1), person={"name": "x"})
    assert (reason.partition("; the nearest is ")[2], where) == (nearest, at)


@pytest.mark.parametrize(
    ("text", "at", "reason"),
    [
        ('1 + (2 * "a")', 7, "Expected values that * can join, but found number and string"),
        ("if 1 then 2 else 3", 0, "Expected true or false after if, but found number"),
        ('[1, 2][item > "a"]', 12, "Expected two comparable values around >, but found number and string"),
        ("days(1)", 0, "Expected a known name, but found days; the nearest is day"),
    ],
)
def test_a_reason_names_the_innermost_part_that_gave_null(text: str, at: int, reason: str) -> None:
    said, where = first(text, day=1)
    assert (said, where) == (reason, at)


def test_an_expression_that_is_traced_gives_the_same_value_and_the_same_reasons() -> None:
    for text in ("1 + dayz * 2", "[1, 2][item > 1]", "{a: 1, b: a + x}.b", "for i in 1..3 return i + y", "1 + 1"):
        plain, traced_ = (parse_expression(text, tracing=tracing) for tracing in (False, True))
        found = [(expression.evaluate({}, replace(WORLD, reasons=(why := []))), why) for expression in (plain, traced_)]
        assert found[0] == found[1]


def test_nothing_is_likened_where_nobody_reads_reasons_or_enough_are_there() -> None:
    assert parse_expression("dayz").evaluate({"days": 1}, WORLD) is None
    assert len(reasons_of("for i in 1..500 return dayz", {"days": 1})) == MOST_REASONS


def test_a_budget_that_is_used_up_says_in_which_part() -> None:
    with pytest.raises(FeelError) as caught:
        parse_expression("1 + count(for i in 1..10000 return i)", tracing=True).evaluate({}, replace(WORLD, max_steps=100))
    assert caught.value.where == Where(10)


def test_a_part_of_something_larger_adds_its_place_but_keeps_the_character() -> None:
    reasons: list[str] = []
    tests = parse_unary_tests("> limitt", tracing=True)
    env = Env({"limit": 1}, None, _run(reasons))
    traced(lambda inner: tests.matches_within(1, inner), Where(place="rule 1, input 1"))(env)
    assert [(reason, reason.where) for reason in reasons if isinstance(reason, Reason)] == [
        ("Expected a known name, but found limitt; the nearest is limit", Where(2, "rule 1, input 1"))
    ]


def _run(reasons: list[str]) -> Run:
    return Run(replace(WORLD, reasons=reasons), "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("upper case(1)", "Expected string for string of upper case(string: string), but found 1, a number"),
        ("string length(null)", "Expected string for string of string length(string: string), but found null"),
        ('not("a")', 'Expected boolean for negand of not(negand: boolean?), but found "a", a string'),
        ('string join(["a", 1])', "Expected a list of strings for string join, but found 1, a number, in it"),
        ("mean([])", "Expected a list with at least one item, but found an empty one"),
        ('get value({aa: 1}, "ab")', "Expected an entry ab, but found a context with aa"),
        ('get value({colour: 1}, "color")', "Expected an entry color, but found a context with colour; the nearest is colour"),
        ("(function(a) a)(1, 2)", "Expected 1 argument for the function, but found 2"),
        ("(function(a: number) a)({b: 1})", "Expected number for a, but found a context with b"),
    ],
)
def test_a_call_says_what_it_was_given(text: str, reason: str) -> None:
    assert first(text)[0] == reason


def test_a_reason_is_only_made_up_where_somebody_reads_it() -> None:
    def fail() -> str:
        raise AssertionError("Expected that nobody asks")

    assert Run(WORLD, "").null_for(fail) is None
    assert _run(["full"] * MOST_REASONS).null_for(fail) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('@"2024-02-30"', 'Expected a date, time or duration that there is after @, but found "2024-02-30"'),
        ('[@"foo"]', 'Expected a date, time or duration that there is after @, but found "foo"'),
        ("2 ** 100000000", "Expected a result of ** below 10**6145, but found one beyond"),
        ("10 ** 6000 * 10 ** 6000", "Expected a result of * below 10**6145, but found one beyond"),
        ("0 ** -1", "Expected a power of 0 that is not negative, but found -1"),
        ("(-2) ** 0.5", "Expected a whole power of a negative number, but found 0.5"),
        ("1 / 0", "Expected a divisor other than zero, but found 0"),
        ('@"P1D" / @"P0D"', "Expected a divisor other than zero, but found PT0S"),
        ('date("999999999-12-31") + duration("P1D")', "Expected a result of + up to the year 999999999, but found one beyond"),
        ('@"P1Y" * 10 ** 20', "Expected a result of * that a duration can hold, but found one beyond"),
        ('@"10:00:00Z" - @"10:00:00"', "Expected two values with a time zone or two without, but found one of each"),
        ('"a" - 1', "Expected values that - can join, but found string and number"),
    ],
)
def test_a_null_says_truly_why_it_is_null(text: str, reason: str) -> None:
    assert first(text)[0] == reason


def test_the_first_words_of_a_parameter_are_likened_too() -> None:
    assert first('substring(string: "abc", strat: 1)')[0].endswith("; the nearest is start position")


@pytest.mark.parametrize("text", ["amont", "a?b"])
def test_a_function_is_not_offered_for_a_variable_that_it_is_only_a_little_like(text: str) -> None:
    assert first(text)[0] == f"Expected a known name, but found {text}"


def test_a_range_read_from_a_text_with_half_a_character_is_null_and_says_so() -> None:
    (reason,) = reasons_of(r'range("[\"\\ud800\"..\"z\"]")', {})
    assert reason.startswith("Expected whole characters, but found U+D800, half of one (a lone surrogate)")
