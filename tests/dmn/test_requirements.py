"""Requirements, knowledge models, services, imports and types."""

from typing import Any

import pytest

from app.dmn import DecisionModel, read_decisions
from app.dmn.model_run import MOST_TABLES
from app.domain.rejection import Rejection
from app.feel import FeelError
from tests.dmn.drawing import decided, definitions, literal, needs, table, why_null
from tests.feel.evaluating import WORLD

INPUT = '<inputData id="i" name="Days Left"><variable name="Days Left" typeRef="number"/></inputData>'
SQUARE = (
    '<businessKnowledgeModel id="k" name="square"><variable name="square"/><encapsulatedLogic>'
    '<formalParameter name="n" typeRef="number"/><literalExpression><text>n * n</text></literalExpression>'
    "</encapsulatedLogic></businessKnowledgeModel>"
)


def test_a_decision_sees_the_input_data_and_decisions_that_it_requires() -> None:
    body = INPUT + literal("a", "Days Left + 1", requires=needs("i", "Input")) + literal("b", "a * 2", requires=needs("a"))
    result = decided(body, "b", {"Days Left": 4})
    assert result.value == 10
    assert [(found.decision_id, found.value) for found in result.required] == [("a", 5)]


def test_a_decision_does_not_see_an_element_that_it_does_not_require() -> None:
    assert decided(INPUT + literal("a", "Days Left"), "a", {"Days Left": 4}).value is None


def test_a_decision_required_twice_is_evaluated_once() -> None:
    body = literal("a", "1") + literal("b", "a", requires=needs("a")) + literal("c", "a", requires=needs("a"))
    result = decided(body + literal("d", "b + c + a", requires=needs("b") + needs("c") + needs("a")), "d")
    assert result.value == 3
    assert [found.decision_id for found in result.required] == ["a", "b", "c"]


def test_a_knowledge_model_is_called_by_position_and_by_name() -> None:
    body = SQUARE + literal("a", "square(3) + square(n: 2)", requires=needs("k", "Knowledge"))
    assert decided(body, "a").value == 13


def test_a_knowledge_model_refuses_an_argument_of_another_type() -> None:
    body = SQUARE + literal("a", 'square("x")', requires=needs("k", "Knowledge"))
    model = read_decisions(definitions(body), "m.dmn")
    assert why_null(model, "a", {}) == ['Expected number for n of square, but found "x", a string']


def test_a_decision_service_takes_its_inputs_as_arguments() -> None:
    service = (
        '<decisionService id="s" name="serve"><variable name="serve"/><outputDecision href="#a"/><inputData href="#i"/></decisionService>'
    )
    body = (
        INPUT
        + service
        + literal("a", "Days Left + 1", requires=needs("i", "Input"))
        + literal("b", "serve(9)", requires=needs("s", "Knowledge"))
    )
    model = read_decisions(definitions(body), "m.dmn")
    assert model.evaluate("b", {}, WORLD).value == 10
    assert model.evaluate_service("s", {"Days Left": 1}, WORLD).value == 2
    assert model.services == {"s": "serve"}


SERVED = (
    '<decisionService id="s" name="serve"><variable name="serve"/><outputDecision href="#t"/><encapsulatedDecision href="#k"/>'
    '<inputData href="#i"/></decisionService>' + INPUT + literal("k", "Days Left * 10", requires=needs("i", "Input"))
)


def test_decisions_of_a_service_that_is_called_leave_their_results_once_for_each_call() -> None:
    drawn = table([("k", "number")], [("fee", "number", "")], [("> 20", "k"), ("<= 20", "0")])
    served = SERVED + drawn.replace("<decisionTable", needs("k") + "<decisionTable", 1)
    result = decided(served + literal("b", "serve(1) + serve(9)", requires=needs("s", "Knowledge")), "b")
    assert result.value == 90
    assert [(found.decision_id, found.value) for found in result.required] == [("k", 10), ("t", 0), ("k", 90), ("t", 90)]
    assert [rule.index for found in result.required for rule in found.matched_rules] == [2, 1]


def test_a_table_within_a_called_services_decision_belongs_to_that_decision_alone() -> None:
    inner = table([("k", "number")], [("fee", "number", "")], [("-", "k")])
    drawn = inner[inner.index("<decisionTable") : inner.index("</decision>")]
    boxed = f'<decision id="t" name="t"><variable name="t"/>{needs("k")}<list>{drawn}</list></decision>'
    result = decided(SERVED + boxed + literal("b", "serve(1)", requires=needs("s", "Knowledge")), "b")
    assert result.value == [10]
    assert [len(found.tables) for found in (*result.required, result)] == [0, 1, 0]


def test_a_service_called_for_every_item_of_a_long_list_leaves_the_first_results_only() -> None:
    served = SERVED.replace("#t", "#k").replace('<encapsulatedDecision href="#k"/>', "")
    result = decided(served + literal("b", "count(for i in 1..2000 return serve(i))", requires=needs("s", "Knowledge")), "b")
    assert result.value == 2000
    assert len(result.required) == MOST_TABLES


def test_an_imported_model_is_known_by_the_name_of_its_import() -> None:
    other = read_decisions(definitions(literal("a", "20 + 1"), name="other", own="urn:other"), "other.dmn")
    body = '<import name="Other" namespace="urn:other" importType="DMN"/>' + literal(
        "b", "Other.a * 2", requires='<informationRequirement><requiredDecision href="urn:other#a"/></informationRequirement>'
    )
    model = read_decisions(definitions(body), "m.dmn", [other])
    assert model.evaluate("b", {}, WORLD).value == 42


def imports(*named: tuple[str, str]) -> str:
    """Return imports of models by name and namespace."""
    return "".join(f'<import name="{name}" namespace="urn:{of}" importType="DMN"/>' for name, of in named)


def other(of: str, body: str) -> DecisionModel:
    return read_decisions(definitions(body, name=of, own=f"urn:{of}"), f"{of}.dmn")


def asks(*references: str) -> str:
    return "".join(f'<informationRequirement><requiredDecision href="urn:{each}"/></informationRequirement>' for each in references)


TYPE = '<itemDefinition name="t{}"><typeRef>number</typeRef></itemDefinition>'


def test_what_is_in_models_imported_without_a_name_is_known_as_it_is() -> None:
    both = [other("x", TYPE.format("X") + literal("a", "20")), other("y", TYPE.format("Y") + literal("b", "1"))]
    body = imports(("", "x"), ("", "y")) + literal("c", "a + b", requires=asks("x#a", "y#b"), type_ref="tX")
    assert read_decisions(definitions(body), "m.dmn", both).evaluate("c", {}, WORLD).value == 21


CLASHES = {
    "two imports": (imports(("n", "x"), ("n", "y")), "duplicate-name"),
    "an import and a decision": (imports(("n", "x")) + literal("n", "1"), "duplicate-name"),
    "decisions of two imports without a name": (
        imports(("", "x"), ("", "y")) + literal("c", "a", requires=asks("x#a", "y#a")),
        "duplicate-name",
    ),
    "types of two imports without a name": (imports(("", "x"), ("", "z")), "duplicate-type"),
    "a type and one of an import without a name": (imports(("", "x")) + TYPE.format(""), "duplicate-type"),
}


@pytest.mark.parametrize("what", CLASHES)
def test_a_name_that_could_mean_either_of_two_is_refused(what: str) -> None:
    body, rule = CLASHES[what]
    listed = '<itemDefinition name="t" isCollection="true"><typeRef>number</typeRef></itemDefinition>'
    known = [other("x", listed + literal("a", "1")), other("y", literal("a", "2")), other("z", listed)]
    with pytest.raises(Rejection) as caught:
        read_decisions(definitions(body), "m.dmn", known)
    assert [found.rule for found in caught.value.findings] == [rule]


@pytest.mark.parametrize("kind", ["tFunction", "number"])
def test_the_variable_of_a_service_may_name_its_type_or_that_of_what_it_gives(kind: str) -> None:
    typed = (
        '<itemDefinition name="tFunction"><functionItem outputTypeRef="number"><parameters name="Days Left" typeRef="number"/>'
        '</functionItem></itemDefinition><decisionService id="s" name="serve">'
        f'<variable name="serve" typeRef="{kind}"/><outputDecision href="#a"/><inputData href="#i"/></decisionService>'
    )
    body = typed + INPUT + literal("a", "Days Left * 10", requires=needs("i", "Input"))
    model = read_decisions(definitions(body + literal("b", "serve(4)", requires=needs("s", "Knowledge"))), "m.dmn")
    assert model.evaluate("b", {}, WORLD).value == 40
    assert model.evaluate_service("s", {"Days Left": 4}, WORLD).value == 40


@pytest.mark.parametrize(("given", "expected"), [("2026-03-04", 2026), (None, None), ("soon", None), (5, None)])
def test_input_data_of_a_temporal_type_reads_strings_as_that_type(given: Any, expected: int | None) -> None:
    body = '<inputData id="i" name="day"><variable name="day" typeRef="date"/></inputData>' + literal(
        "a", "day.year", requires=needs("i", "Input")
    )
    assert decided(body, "a", {"day": given}).value == expected


def test_item_definitions_check_components_collections_and_allowed_values() -> None:
    types = (
        '<itemDefinition name="tLevel"><typeRef>string</typeRef><allowedValues><text>"low", "high"</text></allowedValues></itemDefinition>'
        '<itemDefinition name="tCase"><itemComponent name="level"><typeRef>tLevel</typeRef></itemComponent>'
        '<itemComponent name="due on"><typeRef>date</typeRef></itemComponent></itemDefinition>'
        '<itemDefinition name="tCases" isCollection="true"><typeRef>tCase</typeRef></itemDefinition>'
    )
    body = (
        types
        + '<inputData id="i" name="cases"><variable name="cases" typeRef="tCases"/></inputData>'
        + literal("a", "cases[1].due on.month", requires=needs("i", "Input"))
    )
    good = [{"level": "low", "due on": "2026-03-04"}]
    assert decided(body, "a", {"cases": good}).value == 3
    assert decided(body, "a", {"cases": good[0]}).value == 3
    assert decided(body, "a", {"cases": [{"level": "none", "due on": "2026-03-04"}]}).value is None
    assert decided(body, "a", {"cases": [{"level": "low"}]}).value is None


ONE_OF = {
    "date": ("date", ["2026-03-04"], "x.year", 2026),
    "allowed date": ("tDay", ["2026-03-04"], "x.year", 2026),
    "no date": ("date", ["soon"], "x", None),
    "two dates": ("date", ["2026-03-04", "2026-03-05"], "x", None),
    "a date in a list of its own": ("date", [["2026-03-04"]], "x", None),
    "a context with a date": ("tCase", [{"due": "2026-03-04"}], "x.due.year", 2026),
    "a list of dates": ("tDays", ["2026-03-04"], "x[1].year", 2026),
    "number": ("number", [5], "x", 5),
}


@pytest.mark.parametrize("what", ONE_OF)
def test_a_list_of_one_stands_for_its_item_before_texts_are_read_as_dates(what: str) -> None:
    kind, given, text, expected = ONE_OF[what]
    types = (
        '<itemDefinition name="tCase"><itemComponent name="due"><typeRef>date</typeRef></itemComponent></itemDefinition>'
        '<itemDefinition name="tDays" isCollection="true"><typeRef>date</typeRef></itemDefinition>'
        '<itemDefinition name="tDay"><typeRef>date</typeRef><allowedValues><text>&gt; date("2026-01-01")</text></allowedValues>'
        "</itemDefinition>"
    )
    asked = f'<inputData id="i" name="x"><variable name="x" typeRef="{kind}"/></inputData>'
    assert decided(types + asked + literal("a", text, requires=needs("i", "Input")), "a", {"x": given}).value == expected


def test_a_decision_of_a_type_gives_null_for_any_other_value() -> None:
    assert decided(literal("a", '"x"', type_ref="number"), "a").value is None
    assert decided(literal("a", "[5]", type_ref="number"), "a").value == 5


def test_the_inputs_of_a_decision_are_known_with_their_types() -> None:
    body = INPUT + literal("a", "Days Left", requires=needs("i", "Input")) + literal("b", "a", requires=needs("a"))
    assert read_decisions(definitions(body), "m.dmn").inputs("b") == {"Days Left": "number"}


def test_an_unknown_decision_is_not_found() -> None:
    model = read_decisions(definitions(literal("a", "1")), "m.dmn")
    with pytest.raises(Rejection) as caught:
        model.evaluate("b", {}, WORLD)
    assert caught.value.code == "not_found"


def test_a_chain_of_two_hundred_decisions_is_evaluated() -> None:
    body = literal("d0", "1") + "".join(literal(f"d{n}", f"d{n - 1} + 1", requires=needs(f"d{n - 1}")) for n in range(1, 200))
    assert decided(body, "d199").value == 200


def test_a_table_may_be_the_logic_of_a_knowledge_model() -> None:
    drawn = table([("n", "number")], [("x", "string", "")], [("> 5", '"big"'), ("<= 5", '"small"')])
    inner = drawn[drawn.index("<decisionTable") : drawn.index("</decision>")]
    logic = f'<encapsulatedLogic><formalParameter name="n"/>{inner}</encapsulatedLogic>'
    model = f'<businessKnowledgeModel id="k" name="size">{logic}</businessKnowledgeModel>'
    assert decided(model + literal("a", "size(7)", requires=needs("k", "Knowledge")), "a").value == "big"


def test_a_knowledge_model_may_call_itself_some_hundreds_of_times() -> None:
    total = (
        '<businessKnowledgeModel id="total" name="total"><variable name="total"/><encapsulatedLogic><formalParameter name="n"/>'
        "<literalExpression><text>if n = 0 then 0 else n + total(n - 1)</text></literalExpression>"
        "</encapsulatedLogic></businessKnowledgeModel>"
    )
    assert decided(total + literal("d", "total(300)", requires=needs("total", "Knowledge")), "d").value == 45_150
    with pytest.raises(FeelError, match="call each other at most 333 deep"):
        decided(total + literal("d", "total(400)", requires=needs("total", "Knowledge")), "d")
