"""Names of functions where values belong, and what was probably meant by a misspelt constant or value."""

import pytest

from tests.builders.drawing import script
from tests.dmn.drawing import table
from tests.lint.pages import findings
from tests.lint.test_decisions import DAYS, FEE, found, said
from tests.lint.test_expressions import row
from tests.lint.test_types import of_condition


@pytest.mark.parametrize(
    ("text", "found", "call"),
    [
        ("today", "today", "today()"),
        ("now > since", "now", "now()"),
        ("count", "count", "count(...)"),
        ("1 + sum", "sum", "sum(...)"),
        ("is working day and true", "is working day", "is working day(...)"),
        ("since in (today, null)", "today", "today()"),
    ],
)
def test_a_function_that_is_named_where_its_value_belongs_is_told_with_its_call(text: str, found: str, call: str) -> None:
    (message,) = [each for each in said(text, "decision-reads-known-names") if "function gives" in each]
    assert message.endswith(f"but found {found}; the nearest is {call}")


@pytest.mark.parametrize(
    "text", ["sort([2, 1], odd)", "[count][1]", "[{count: 1}][count = 1]", "for count in [1] return count + 1", "days"]
)
def test_the_name_of_a_function_that_is_handed_over_or_hidden_is_left_alone(text: str) -> None:
    assert said(text, "decision-reads-known-names") == []


def test_a_boxed_invocation_names_its_function_without_calling_it() -> None:
    called = "<literalExpression><text>count</text></literalExpression>"
    binding = '<binding><parameter name="list"/><literalExpression><text>[1]</text></literalExpression></binding>'
    body = f'<decision id="a" name="a"><variable name="a"/><invocation>{called}{binding}</invocation></decision>'
    assert found(body, "decision-reads-known-names") == []


def test_an_input_that_is_named_as_a_function_may_be_a_variable_of_the_caller() -> None:
    assert found(table([("count", "number")], FEE, [("-", "1")]), "decision-reads-known-names") == []


@pytest.mark.parametrize(("text", "near"), [("ture", "true"), ("1 = 1 and flase", "false"), ("nul", "null")])
def test_a_constant_that_is_misspelt_is_told_as_the_nearest(text: str, near: str) -> None:
    assert [each.rpartition(" is ")[2] for each in said(text, "decision-reads-known-names")] == [near]


@pytest.mark.parametrize(
    "body",
    [
        table([("unit", "string", '"a", "b"')], FEE, [('"z"', "1"), ("-", "2")], 'hitPolicy="FIRST"'),
        table(DAYS, [("answer", "string", '"a", "b"')], [("-", '"z"')]),
    ],
)
def test_two_texts_that_share_only_their_quotes_are_not_near(body: str) -> None:
    (message,) = [str(each.message) for each in found(body) if each.severity == "error"]
    assert message.endswith('but found "z"')


@pytest.mark.parametrize(
    ("text", "position", "found", "call"),
    [
        ("since < today", 9, "today", "today()"),
        ("string length > 3", 1, "string length", "string length(...)"),
        ("is working day", 1, "is working day", "is working day(...)"),
        ("amount > 1 and working days between < 3", 16, "working days between", "working days between(...)"),
    ],
)
def test_a_function_that_a_condition_names_without_calling_it_is_told_with_its_call(
    text: str, position: int, found: str, call: str
) -> None:
    assert of_condition(text, "function-is-called") == [
        f"Expected a value, which a function gives only where it is called, in conditionExpression, character {position},"
        f" but found {found}; the nearest is {call}"
    ]


@pytest.mark.parametrize("text", ["count > 3", "now > since", "sort(xs, odd)", "today() > since", "string length(s) > 3", "number"])
def test_a_name_in_a_condition_that_may_be_a_variable_is_let_be(text: str) -> None:
    assert of_condition(text, "function-is-called") == []


def test_a_variable_that_the_diagram_writes_is_no_function() -> None:
    written = row(script("ask", "today", "=today()"), script("late", "n", "=today > since"), ids="ask late")
    assert [each for each in findings(written) if each.rule == "function-is-called"] == []
    other = row(script("ask", "day", "=today()"), script("late", "n", "=today > since"), ids="ask late")
    assert [each.element_id for each in findings(other) if each.rule == "function-is-called"] == ["late"]


@pytest.mark.parametrize(
    ("text", "found", "write"),
    [
        ("kind not in xs", "kind not", "not(kind in xs)"),
        ('kind not in ["a", "b"] and ok', "kind not", 'not(kind in ["a", "b"]) and ok'),
        ("amount not between 1 and 5", "amount not", "not(amount between 1 and 5)"),
        ("today() + P5D > since", "P5D", 'today() + @"P5D" > since'),
    ],
)
def test_a_name_that_swallowed_another_word_or_is_a_duration_is_told_with_what_to_write(text: str, found: str, write: str) -> None:
    (message,) = of_condition(text, "known-name")
    assert message.endswith(f"but found {found}; in FEEL write {write}")
    (same,) = said(text, "decision-reads-known-names")
    assert same.endswith(f"but found {found}; in FEEL write {write}")
