"""Tables within a larger logic leave what they were given and which rules hit, as tables of decisions do."""

from typing import Any

import pytest

from app.dmn import DecisionResult
from app.dmn.model_run import MOST_TABLES
from tests.dmn.drawing import decided, literal, needs, table

ROWS = (["< 10", '"small"'], [">= 10", '"big"'])


def inner(key: str = "inner") -> str:
    """Return the element of a table, without a decision around it."""
    drawn = table([("n", "number")], [("", "string", "")], ROWS)
    only = drawn[drawn.index("<decisionTable") : drawn.index("</decision>")]
    return only.replace(' id="', f' id="{key}-').replace(f'id="{key}-dt"', f'id="{key}"')


def context(*entries: str) -> str:
    drawn = "".join(f'<contextEntry><variable name="e{at}"/>{entry}</contextEntry>' for at, entry in enumerate(entries, 1))
    return f'<decision id="d" name="D"><context>{drawn}</context></decision>'


SIZE = (
    '<businessKnowledgeModel id="k" name="size"><variable name="size"/><encapsulatedLogic><formalParameter name="n"/>'
    f"{inner('kt')}</encapsulatedLogic></businessKnowledgeModel>"
)


def said(result: DecisionResult) -> list[tuple[Any, ...]]:
    return [
        (one.decision_id, one.value, [(given.name, given.value) for given in one.inputs], [rule.index for rule in one.matched_rules])
        for one in result.tables
    ]


def test_tables_in_a_boxed_context_are_told_with_the_decision() -> None:
    result = decided(context(inner("first"), inner("second")), "d", {"n": 12})
    assert result.value == {"e1": "big", "e2": "big"}
    assert said(result) == [("first", "big", [("n", 12)], [2]), ("second", "big", [("n", 12)], [2])]
    assert [output.value for one in result.tables for output in one.outputs] == ["big", "big"]


def test_the_table_of_a_knowledge_model_is_told_once_for_each_call() -> None:
    result = decided(SIZE + literal("a", "[size(3), size(30)]", requires=needs("k", "Knowledge")), "a")
    assert said(result) == [("kt", "small", [("n", 3)], [1]), ("kt", "big", [("n", 30)], [2])]


def test_each_decision_tells_its_own_tables() -> None:
    first = literal("a", "size(3)", requires=needs("k", "Knowledge"))
    result = decided(SIZE + first + literal("b", "size(30) + a", requires=needs("k", "Knowledge") + needs("a")), "b")
    assert [one[0:2] for one in said(result)] == [("kt", "big")]
    assert [one[0:2] for one in said(result.required[0])] == [("kt", "small")]


def test_a_decision_that_is_a_table_has_none_within_it() -> None:
    assert decided(table([("n", "number")], [("", "string", "")], ROWS), "t", {"n": 1}).tables == ()


def test_rules_that_contradict_each_other_within_a_larger_logic_are_told() -> None:
    clash = inner().replace("&gt;= 10", "&lt; 20")
    assert [one.contradictory for one in decided(context(clash), "d", {"n": 5}).tables] == [True]


def test_of_a_table_asked_very_often_only_the_first_answers_are_kept() -> None:
    result = decided(SIZE + literal("a", "for i in 1..500 return size(i)", requires=needs("k", "Knowledge")), "a")
    assert len(result.tables) == MOST_TABLES


def test_of_a_table_given_long_lists_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "{long: for i in 1..2000 return i, r: for i in 1..30 return echo(long)}.r[1]"
    echo = (
        '<businessKnowledgeModel id="e" name="echo"><variable name="echo"/><encapsulatedLogic><formalParameter name="n"/>'
        '<decisionTable id="et"><input id="ei"><inputExpression><text>n</text></inputExpression></input><output id="eo"/>'
        '<rule id="er"><inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>'
        "</encapsulatedLogic></businessKnowledgeModel>"
    )
    monkeypatch.setattr("app.dmn.model_run.MOST_PARTS", 5 * 2004)
    result = decided(echo + literal("a", text, requires=needs("e", "Knowledge")), "a")
    assert result.value == 1
    assert len(result.tables) == 5
