"""Decision tables: hit policies, types of inputs, defaults, what an evaluation says of itself."""

from datetime import date
from typing import Any

import pytest

from app.dmn import EvaluatedInput, EvaluatedOutput, MatchedRule, read_decisions
from tests.dmn.drawing import NAMESPACE, decided, definitions, table, why_null

AGES = [("< 18", '"child"', "1"), (">= 18", '"adult"', "2"), ("> 60", '"old"', "3")]
OUTPUTS = [("who", "string", '"old", "adult", "child"'), ("rank", "number", "")]


def ages(policy: str, outputs: list[tuple[str, str, str]] | None = None, **more: Any) -> str:
    wanted = outputs or OUTPUTS
    rules = [rule[: 1 + len(wanted)] for rule in AGES]
    return table([("age", "number")], wanted, rules, policy, **more)


@pytest.mark.parametrize(
    ("policy", "age", "expected"),
    [
        ('hitPolicy="UNIQUE"', 10, {"who": "child", "rank": 1}),
        ('hitPolicy="UNIQUE"', 70, None),
        ("", 10, {"who": "child", "rank": 1}),
        ('hitPolicy="FIRST"', 70, {"who": "adult", "rank": 2}),
        ('hitPolicy="ANY"', 70, None),
        ('hitPolicy="PRIORITY"', 70, {"who": "old", "rank": 3}),
        ('hitPolicy="COLLECT"', 70, [{"who": "adult", "rank": 2}, {"who": "old", "rank": 3}]),
        ('hitPolicy="RULE ORDER"', 70, [{"who": "adult", "rank": 2}, {"who": "old", "rank": 3}]),
        ('hitPolicy="OUTPUT ORDER"', 70, [{"who": "old", "rank": 3}, {"who": "adult", "rank": 2}]),
        ('hitPolicy="COLLECT"', None, []),
        ('hitPolicy="FIRST"', None, None),
    ],
)
def test_a_hit_policy_settles_what_the_rules_come_to(policy: str, age: Any, expected: Any) -> None:
    assert decided(ages(policy), "t", {"age": age}).value == expected


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", 5), ("MIN", 2), ("MAX", 3), ("COUNT", 2)])
def test_an_aggregator_gives_one_figure_of_all_hits(aggregation: str, expected: int) -> None:
    policy = f'hitPolicy="COLLECT" aggregation="{aggregation}"'
    body = table([("age", "number")], [("rank", "number", "")], [(rule[0], rule[2]) for rule in AGES], policy)
    assert decided(body, "t", {"age": 70}).value == expected


def test_any_gives_the_value_where_all_rules_agree() -> None:
    body = table([("age", "number")], [("ok", "boolean", "")], [("> 1", "true"), ("> 2", "true")], 'hitPolicy="ANY"')
    assert decided(body, "t", {"age": 5}).value is True


def test_the_default_comes_out_where_no_rule_hits() -> None:
    body = table([("age", "number")], [("who", "string", "")], [("> 100", '"x"')], default='"nobody"')
    assert decided(body, "t", {"age": 5}).value == "nobody"


def test_a_result_names_its_inputs_the_rules_that_hit_and_their_outputs() -> None:
    result = decided(ages('hitPolicy="FIRST"'), "t", {"age": 70})
    outputs = (EvaluatedOutput("o1", "who", "adult"), EvaluatedOutput("o2", "rank", 2))
    assert result.decision_id == "t"
    assert result.decision_name == "Table"
    assert result.inputs == (EvaluatedInput("i1", "age", 70),)
    assert result.matched_rules[0] == MatchedRule("r2", 2, outputs)
    assert result.outputs[:2] == outputs


@pytest.mark.parametrize(
    ("kind", "cell", "given"),
    [
        ("date", '>= @"2026-01-01"', "2026-03-04"),
        ("time", '> @"08:00:00"', "08:30:00"),
        ("date and time", '> @"2026-01-01T00:00:00Z"', "2026-03-04T05:06:07Z"),
        ("dateTime", '> @"2026-01-01T00:00:00Z"', "2026-03-04T05:06:07Z"),
        ("days and time duration", '> @"P1D"', "PT36H"),
        ("years and months duration", '[@"P1Y"..@"P2Y"]', "P18M"),
    ],
)
def test_a_string_for_a_temporal_input_is_read_as_that_type(kind: str, cell: str, given: str) -> None:
    body = table([("since", kind)], [("ok", "boolean", "")], [(cell, "true")])
    assert decided(body, "t", {"since": given}).value is True


def test_a_date_of_python_is_a_date_too() -> None:
    body = table([("since", "date")], [("ok", "boolean", "")], [('= @"2026-03-04"', "true")])
    assert decided(body, "t", {"since": date(2026, 3, 4)}).value is True


def test_an_input_of_the_wrong_type_makes_the_table_null_and_says_so() -> None:
    model = read_decisions(definitions(ages('hitPolicy="FIRST"')), "m.dmn")
    assert why_null(model, "t", {"age": "seventy"}) == ['Expected number for the input age, but found "seventy", a string']


def test_a_table_reads_variables_that_no_input_data_is_drawn_for() -> None:
    body = table([("case.days + extra", "number")], [("ok", "boolean", "")], [("> 5", "true"), ("<= 5", "false")])
    assert decided(body, "t", {"case": {"days": 4}, "extra": 2}).value is True


def test_an_empty_cell_passes_everything_and_an_empty_output_is_null() -> None:
    body = table([("a", "number"), ("b", "string")], [("x", "string", "")], [("", "-", "")])
    result = decided(body, "t", {"a": 1, "b": "z"})
    assert result.value is None
    assert [rule.rule_id for rule in result.matched_rules] == ["r1"]


@pytest.mark.parametrize(
    "version", ["http://www.omg.org/spec/DMN/20180521/MODEL/", NAMESPACE, "https://www.omg.org/spec/DMN/20230324/MODEL/"]
)
def test_every_namespace_from_1_2_to_1_5_is_read(version: str) -> None:
    raw = definitions(ages('hitPolicy="FIRST"'), namespace=version)
    assert read_decisions(raw, "m.dmn").decisions == {"t": "Table"}


def test_an_input_that_the_table_refuses_is_told_as_it_was_given() -> None:
    drawn = table([("kind", "string", '"a","b"'), ("days", "number")], [("fee", "number", "")], [("-", "-", "1")])
    found = decided(drawn, "t", {"kind": "c", "days": {"from": 1}})
    assert (found.value, [each.value for each in found.inputs]) == (None, ["c", {"from": 1}])
