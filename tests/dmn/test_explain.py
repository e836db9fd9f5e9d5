"""Trying a decision: each null is explained at its decision, cell and character."""

from dataclasses import replace
from typing import Any

import pytest

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
    assert why(body, applicant={"agee": "old"}) == [Explained("Table: Expected number for the input applicant.agee", "t")]


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
    body = table([("days", "number")], FEE, [("> 1", "1"), ("> 2", "2")])
    assert why(body, days=9) == [Explained("Table: Expected at most one rule to hit, but found 2", "t")]


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
