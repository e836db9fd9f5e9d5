"""Names of functions where values belong, and what was probably meant by a misspelt constant or value."""

import pytest

from tests.dmn.drawing import table
from tests.lint.test_decisions import DAYS, FEE, found, said


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
