"""A model that cannot be run is refused, by element and with the reason."""

import pytest

from app.dmn import read_decisions
from app.domain.rejection import Rejection
from tests.dmn.drawing import definitions, literal, needs, refusal, table
from tests.feel.evaluating import WORLD

CASES = {
    "duplicate_id": (literal("a", "1") + literal("a", "2"), "a", "Expected each id once, but found a again"),
    "unknown_reference": (
        literal("a", "1", requires=needs("nothing")),
        "a",
        "Expected a reference to an element of this model or an imported one, but found #nothing",
    ),
    "cycle": (
        literal("a", "b", requires=needs("b")) + literal("b", "a", requires=needs("a")),
        "a",
        "Expected requirements without a circle, but found a -> b -> a",
    ),
    "unknown_type": (literal("a", "1", type_ref="tNothing"), "a", "Expected the name of a type, but found tNothing"),
    "hit_policy": (
        table([("a", "number")], [("x", "number", "")], [("1", "1")], 'hitPolicy="LAST"'),
        "dt",
        "Expected one of UNIQUE, FIRST, PRIORITY, ANY, COLLECT, RULE ORDER, OUTPUT ORDER, but found LAST",
    ),
    "rule_width": (table([("a", "number")], [("x", "number", "")], [("1", "1", "2")]), "r1", "Expected a rule with 1 outputs, but found 2"),
    "output_names": (
        table([("a", "number")], [("x", "number", ""), ("x", "number", "")], [("1", "1", "2")]),
        "dt",
        "Expected several outputs to have each a name of its own",
    ),
    "priority": (
        table([("a", "number")], [("x", "number", "")], [("1", "1")], 'hitPolicy="PRIORITY"'),
        "dt",
        "Expected output values, whose order is the priority that PRIORITY asks for",
    ),
    "no_input": (
        table([("", "number")], [("x", "number", "")], [("1", "1")]),
        "i1",
        "Expected an expression for the input, but found none",
    ),
    "unknown_import": (
        '<import name="o" namespace="urn:o" importType="x"/>',
        "d_m",
        "Expected the model of the namespace urn:o beside this one",
    ),
    "language": (
        '<decision id="a" name="a"><literalExpression id="l" expressionLanguage="http://x/JavaScript"><text>1</text></literalExpression></decision>',
        "l",
        "Expected FEEL, but found the language javascript",
    ),
}


@pytest.mark.parametrize("rule", list(CASES))
def test_a_model_that_cannot_be_run_is_refused_at_its_element(rule: str) -> None:
    body, element, message = CASES[rule]
    rejection = refusal(definitions(body))
    found = rejection.findings[0]
    assert rejection.code == "bad_decision"
    assert (found.rule, found.element_id, str(found.message)) == (rule, element, message)
    assert found.line is not None


def test_an_expression_that_cannot_be_read_is_refused_with_a_caret() -> None:
    rejection = refusal(definitions(literal("a", "1 + ")))
    assert rejection.findings[0].element_id == "a_l"
    assert str(rejection.findings[0].message) == ("character 4: Expected an expression, but found the end of the text\n1 +\n   ^")


def test_a_cell_that_cannot_be_read_is_refused_at_its_rule_by_number_and_character() -> None:
    rejection = refusal(definitions(table([("a", "number")], [("x", "number", "")], [("1", "1"), ("> ", "1 1")])))
    assert [finding.element_id for finding in rejection.findings] == ["r2", "r2"]
    assert str(rejection.findings[0].message).startswith("rule 2, input 1, character 2: Expected an expression")
    assert str(rejection.findings[1].message).startswith("rule 2, output 1, character 3: Expected an operator")


def test_every_error_of_a_model_is_found_at_once() -> None:
    body = literal("a", "1 +") + literal("b", "1", type_ref="tNo") + literal("c", "1", requires=needs("no"))
    assert [finding.rule for finding in refusal(definitions(body)).findings] == ["unknown_type", "unknown_reference", "feel"]


def test_a_lenient_reader_makes_an_expression_that_cannot_be_read_null() -> None:
    model = read_decisions(definitions(literal("a", "1 +")), "m.dmn", lenient=True)
    assert model.evaluate("a", {}, WORLD).value is None


def test_a_type_that_contains_itself_is_refused() -> None:
    body = '<itemDefinition name="t"><itemComponent name="inner"><typeRef>t</typeRef></itemComponent></itemDefinition>'
    assert "inside itself" in str(refusal(definitions(body)).findings[0].message)


def test_a_decision_that_requires_itself_is_refused() -> None:
    assert refusal(definitions(literal("a", "1", requires=needs("a")))).findings[0].rule == "cycle"


@pytest.mark.parametrize(
    "raw", [b"", b"<a/>", b"<!DOCTYPE a><definitions/>", b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>']
)
def test_what_is_no_decision_model_is_refused(raw: bytes) -> None:
    with pytest.raises(Rejection) as caught:
        read_decisions(raw, "m.dmn")
    assert caught.value.code in ("bad_xml", "bad_decision")


def test_foreign_elements_and_attributes_are_left_alone() -> None:
    body = '<x:thing xmlns:x="urn:x" id="a"/>' + literal("a", "1").replace("<decision ", '<decision xmlns:x="urn:x" x:y="1" ', 1)
    assert read_decisions(definitions(body), "m.dmn").evaluate("a", {}, WORLD).value == 1
