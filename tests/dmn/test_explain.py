"""Trying a decision: each null is explained at its decision, cell and character."""

from typing import Any

import pytest
from msgspec.structs import replace

from app.dmn import Explained, explain
from tests.dmn.drawing import definitions, literal, needs, table
from tests.feel.evaluating import WORLD

FEE = [("fee", "number", "")]


def why(body: str, key: str = "t", **variables: Any) -> list[Explained]:
    return list(explain(definitions(body), "m.dmn", key, variables, WORLD).reasons)


def test_a_reason_in_a_cell_names_decision_rule_input_and_character() -> None:
    body = table([("days", "number")], FEE, [("> limitt", "1"), ("-", "days * rate")], 'hitPolicy="FIRST"')
    assert why(body, days=1, limit=2)[0] == Explained(
        "Table, rule 1, input 1, character 3: Expected a known name, but found limitt; the nearest is limit", "r1"
    )
    assert why(body, days=1, limit=2)[-1] == Explained(
        "Table, rule 2, output 1, character 6: Expected values that * can join, but found number and null", "r2"
    )


def test_a_reason_in_an_input_names_it() -> None:
    body = table([("applicant.agee", "number")], FEE, [("-", "1")])
    assert [each.message for each in why(body, applicant={"age": 3})] == [
        "Table, input 1, character 10: Expected an entry agee, but found a context with age; the nearest is age"
    ]
    assert why(body, applicant={"agee": "old"}) == [
        Explained('Table, input 1: Expected number for the input applicant.agee, but found "old", a string', "i1")
    ]


def test_a_reason_in_a_decision_that_is_required_names_that_decision() -> None:
    body = literal("inner", "1 + x") + literal("outer", "inner + 1", requires=needs("inner"))
    found = why(body, "outer", y=1)
    assert [each.message.partition(": ")[0] for each in found] == ["inner, character 5", "inner, character 3", "outer, character 7"]
    assert [each.element_id for each in found] == ["inner_l", "inner_l", "outer_l"]


def test_a_reason_in_a_function_of_the_model_names_the_function() -> None:
    function = (
        '<businessKnowledgeModel id="b" name="rate"><variable name="rate"/><encapsulatedLogic><formalParameter name="days"/>'
        '<literalExpression id="bl"><text>days.yaer</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>'
    )
    found = why(function + literal("a", 'rate(date("2026-01-01"))', requires=needs("rate", "Knowledge").replace("#rate", "#b")), "a")
    assert found == [Explained("rate, character 5: Expected a value with the property yaer, but found date; the nearest is year", "bl")]


def test_a_missing_input_is_named_with_the_decision_that_asks_for_it() -> None:
    drawn = '<inputData id="days" name="days"><variable name="days" typeRef="number"/></inputData>'
    found = why(drawn + literal("a", "days", requires=needs("days", "Input")), "a")
    assert found == [Explained("days: Expected a value for the input days, but found none", "days")]


def test_a_contradiction_is_explained_at_its_table() -> None:
    body = table([("days", "number")], FEE, [("> 1", "1"), ("> 20", "2"), ("> 2", "2")])
    assert why(body, days=9) == [Explained("Table: Expected at most one rule to hit, but found the rules 1, 3", "t")]


def test_outputs_that_differ_are_explained_with_the_rules_that_gave_them() -> None:
    body = table([("days", "number")], FEE, [("> 1", "1"), ("> 20", "2"), ("> 2", "2")], 'hitPolicy="ANY"')
    said = "Table: Expected all rules that hit to give the same, but found different outputs of the rules 1, 3"
    assert why(body, days=9) == [Explained(said, "t")]


@pytest.mark.parametrize(
    "policy", ["UNIQUE", "FIRST", "ANY", *(f'COLLECT" aggregation="{name}' for name in ("SUM", "MIN", "MAX", "COUNT"))]
)
def test_a_table_without_a_hit_names_its_inputs(policy: str) -> None:
    body = table([("days", "number"), ("kind", "string")], FEE, [("> 9", '"a"', "1")], f'hitPolicy="{policy}"')
    assert why(body, days=1, kind="b") == [Explained('Table: Expected a rule to hit for days 1, kind "b", but found none', "dt")]


def test_no_hit_is_no_null_where_there_is_a_default_or_a_list() -> None:
    assert why(table([("days", "number")], FEE, [("> 9", "1")], default="3"), days=1) == []
    assert why(table([("days", "number")], FEE, [("> 9", "1")], 'hitPolicy="COLLECT"'), days=1) == []


def test_a_decision_without_logic_says_so() -> None:
    assert why('<decision id="a" name="Bare"/>', "a") == [Explained("Bare: Expected the logic of the decision, but found none drawn", "a")]


def test_what_gives_a_value_needs_no_explanation() -> None:
    assert why(table([("days", "number")], FEE, [("> 1", "1"), ("<= 1", "2")]), days=9) == []


@pytest.mark.parametrize("cell", ["count(for i in 1..10000 return i)", "sum(for i in 1..10000 return i)"])
def test_a_budget_that_is_used_up_is_explained_at_its_cell(cell: str) -> None:
    body = table([("days", "number")], FEE, [("-", cell)])
    found = explain(definitions(body), "m.dmn", "t", {"days": 1}, replace(WORLD, max_steps=500))
    assert found.failure == Explained(
        "Table, rule 1, output 1, character 7: Expected an evaluation of at most 500 steps, but it needs more"
        if cell.startswith("count")
        else "Table, rule 1, output 1, character 5: Expected an evaluation of at most 500 steps, but it needs more",
        "r1",
    )


AGE = '<itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemDefinition>'
COLOUR = (
    '<itemDefinition name="tColour"><typeRef>string</typeRef><allowedValues><text>"red", "green"</text></allowedValues></itemDefinition>'
)
PERSON = (
    '<itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>'
    '<itemComponent name="age"><typeRef>tAge</typeRef></itemComponent></itemDefinition>'
)
AGES = '<itemDefinition name="tAges" isCollection="true"><typeRef>tAge</typeRef></itemDefinition>'


def first_of_input(kind: str, value: Any) -> str:
    """Return the first reason where an input of a type is given a value."""
    drawn = f'<inputData id="p" name="p"><variable name="p" typeRef="{kind}"/></inputData>'
    return why(AGE + COLOUR + PERSON + AGES + drawn + literal("a", "p", requires=needs("p", "Input")), "a", p=value)[0].message


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("tPerson", {"name": "a", "age": 200}, "tAge, one of [0..150], for age of the input p, but found 200; the nearest is 150"),
        ("tPerson", {"name": 1, "age": 20}, "string for name of the input p, but found 1, a number"),
        ("tPerson", {"name": "a", "aeg": 20}, "an entry age for the input p, but found a context with name, aeg; the nearest is aeg"),
        ("tPerson", "a", 'tPerson, a context with name, age, for the input p, but found "a", a string'),
        ("tAges", [1, 200], "tAge, one of [0..150], for item 2 of the input p, but found 200; the nearest is 150"),
        ("tAges", -3, "tAge, one of [0..150], for the input p, but found -3; the nearest is 0"),
        ("tAges", ["x"], 'number for item 1 of the input p, but found "x", a string'),
        ("tColour", "gren", 'tColour, one of "red", "green", for the input p, but found "gren"; the nearest is "green"'),
        ("tColour", "blue", 'tColour, one of "red", "green", for the input p, but found "blue"'),
    ],
)
def test_an_input_of_the_wrong_type_says_which_part_is_wrong_and_what_would_be_right(kind: str, value: Any, reason: str) -> None:
    assert first_of_input(kind, value) == f"p: Expected {reason}"


def test_a_value_of_the_wrong_type_is_named() -> None:
    assert why(literal("a", '"x"', type_ref="number"), "a")[0].message == 'a: Expected number as the value of a, but found "x", a string'


def test_an_output_that_is_not_allowed_is_named_at_its_cell_with_the_nearest() -> None:
    drawn = table([("days", "number")], [("p", "string", '"high", "low"')], [("1", '"hihg"'), ("2", "days")], default='"lo"')
    cells = drawn.replace("<outputEntry>", '<outputEntry id="c1">', 1).replace("<defaultOutputEntry>", '<defaultOutputEntry id="d1">')
    allowed = 'one of "high", "low" for the output p'
    assert why(cells, days=1) == [Explained(f'Table, rule 1, output 1: Expected {allowed}, but found "hihg"; the nearest is "high"', "c1")]
    assert why(cells, days=2) == [Explained("Table, rule 2, output 1: Expected string for the output p, but found 2, a number", "r2")]
    assert why(cells, days=3) == [
        Explained(f'Table, the default of output 1: Expected {allowed}, but found "lo"; the nearest is "low"', "d1")
    ]


def test_an_output_without_a_name_is_called_the_output() -> None:
    drawn = table([("days", "number")], [("", "number", "")], [("1", '"x"')])
    assert [each.message for each in why(drawn, days=1)] == [
        'Table, rule 1, output 1: Expected number for the output, but found "x", a string'
    ]


def test_an_input_that_is_not_allowed_is_named_with_what_is() -> None:
    drawn = table([("days", "number", "[1..5], 9")], FEE, [("1", "1")])
    assert why(drawn, days=8) == [
        Explained("Table, input 1: Expected one of [1..5], 9 for the input days, but found 8; the nearest is 9", "i1")
    ]


def test_a_reason_in_a_boxed_context_names_the_entry() -> None:
    entries = "".join(
        f'<contextEntry id="e_{name}"><variable name="{name}"/><literalExpression><text>{text}</text></literalExpression></contextEntry>'
        for name, text in (("fee", "1"), ("late fee", "1 + x"))
    )
    found = why(f'<decision id="a" name="a"><context id="c">{entries}</context></decision>', "a", y=1)
    assert (found[0].message.partition(": ")[0], found[0].element_id) == ("a, entry late fee, character 5", "e_late fee")


def test_a_missing_input_is_named_with_the_nearest_that_was_given() -> None:
    drawn = '<inputData id="i" name="amount"><variable name="amount" typeRef="number"/></inputData>'
    found = why(drawn + literal("a", "amount", requires=needs("i", "Input")), "a", amont=3)
    assert found[0].message == "amount: Expected a value for the input amount, but found none; the nearest is amont"


def test_an_entry_of_another_type_is_named_itself() -> None:
    logic = "<literalExpression><text>given</text></literalExpression>"
    entry = f'<contextEntry id="e"><variable name="n" typeRef="number"/>{logic}</contextEntry>'
    result = "<contextEntry><literalExpression><text>1</text></literalExpression></contextEntry>"
    found = why(f'<decision id="t" name="t"><context id="c">{entry}{result}</context></decision>', given="old")
    assert found == [Explained('t, entry n: Expected number as the value, but found "old", a string', "e")]
