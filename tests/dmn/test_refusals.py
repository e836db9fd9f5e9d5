"""A model that cannot be run is refused, by element and with the reason."""

import pytest

from app.dmn import read_decisions
from app.domain.rejection import Rejection
from tests.dmn.drawing import definitions, literal, needs, refusal, table
from tests.feel.evaluating import WORLD

ONE = "<literalExpression><text>1</text></literalExpression>"


def function(key: str, needed: str) -> str:
    """Return a knowledge model that requires another."""
    logic = f"<encapsulatedLogic>{ONE}</encapsulatedLogic>"
    return f'<businessKnowledgeModel id="{key}" name="{key}">{logic}{needs(needed, "Knowledge")}</businessKnowledgeModel>'


TWO = [("x", "number", ""), ("y", "number", "")]


CASES = {
    "duplicate-id": (literal("a", "1") + literal("a", "2"), "a", "Expected each id once, but found a again"),
    "unknown-reference": (
        literal("a", "1", requires=needs("nothing")),
        "a",
        "Expected a reference to an element of this model or an imported one, but found #nothing",
    ),
    "cycle": (
        literal("a", "b", requires=needs("b")) + literal("b", "a", requires=needs("a")),
        "a",
        "Expected requirements without a circle, but found a -> b -> a",
    ),
    "unknown-type": (literal("a", "1", type_ref="tNothing"), "a", "Expected the name of a type, but found tNothing"),
    "hit-policy": (
        table([("a", "number")], [("x", "number", "")], [("1", "1")], 'hitPolicy="LAST"'),
        "dt",
        "Expected one of UNIQUE, FIRST, PRIORITY, ANY, COLLECT, RULE ORDER, OUTPUT ORDER, but found LAST",
    ),
    "rule-width": (
        table([("a", "number")], [("x", "number", "")], [("1", "1", "2")]),
        "r1",
        "Expected a rule with one output, but found 2",
    ),
    "output-names": (
        table([("a", "number")], [("x", "number", ""), ("x", "number", "")], [("1", "1", "2")]),
        "dt",
        "Expected several outputs to have each a name of its own",
    ),
    "priority": (
        table([("a", "number")], [("x", "number", "")], [("1", "1")], 'hitPolicy="PRIORITY"'),
        "dt",
        "Expected output values, whose order is the priority that PRIORITY asks for",
    ),
    "no-input": (
        table([("", "number")], [("x", "number", "")], [("1", "1")]),
        "i1",
        "Expected an expression for the input, but found none",
    ),
    "unknown-import": (
        '<import name="o" namespace="urn:o" importType="x"/>',
        "o",
        "Expected the model of the namespace urn:o, imported as o, beside this one",
    ),
    "language": (
        '<decision id="a" name="a"><literalExpression id="l" expressionLanguage="http://x/JavaScript"><text>1</text></literalExpression></decision>',
        "l",
        "Expected FEEL, but found the language javascript",
    ),
    "aggregation": (
        table([("a", "number")], [("x", "number", "")], [("1", "1")], 'hitPolicy="COLLECT" aggregation="MEAN"'),
        "dt",
        "Expected one of SUM, MIN, MAX, COUNT, but found MEAN",
    ),
    "duplicate-name": (
        literal("a", "1") + '<decision id="b" name="a"><literalExpression><text>2</text></literalExpression></decision>',
        "b",
        "Expected each name once in a model, but found a again",
    ),
    "wrong-reference": (
        '<inputData id="age" name="age"/>' + literal("a", "age", requires=needs("age")),
        "a",
        "Expected requiredDecision to name an element of the kind decision, but found #age of the kind inputData",
    ),
    "no-output": (table([("a", "number")], [], [("1",)]), "dt", "Expected a table with at least one output"),
    "no-name": (
        '<decision id="a"><literalExpression><text>1</text></literalExpression></decision>',
        "a",
        "Expected an element with a name",
    ),
    "duplicate-type": (
        '<itemDefinition id="one" name="t"><typeRef>string</typeRef></itemDefinition>'
        '<itemDefinition id="two" name="t"><typeRef>number</typeRef></itemDefinition>',
        "two",
        "Expected each type once, but found t again",
    ),
    "no-expression": (
        f'<decision id="a" name="a"><conditional id="c"><if>{ONE}</if></conditional></decision>',
        "c",
        "Expected the part then, but found none",
    ),
    "row-width": (
        '<decision id="a" name="a"><relation id="r"><column name="x"/><column name="y"/><row id="w"><literalExpression><text>1</text>'
        "</literalExpression></row></relation></decision>",
        "w",
        "Expected a row of 2 cells, but found 1",
    ),
    "iterator": (
        '<decision id="a" name="a"><for id="f"><in><literalExpression><text>[1]</text></literalExpression></in>'
        "<return><literalExpression><text>1</text></literalExpression></return></for></decision>",
        "f",
        "Expected a name for the iterator variable",
    ),
}


@pytest.mark.parametrize(
    ("outputs", "rule", "aggregation", "message"),
    [
        (TWO, ("1", "1", "2"), "SUM", "Expected one output for SUM to be computed of, but found 2"),
        (
            [("x", "number", ""), ("y", "number", "")],
            ("1", "1", "2"),
            "COUNT",
            "Expected one output for COUNT to be computed of, but found 2",
        ),
        ([("x", "string", "")], ("1", '"a"'), "SUM", "Expected numbers to add up, but found outputs of the type string"),
        ([("x", "", "")], ("1", '"a"'), "SUM", "Expected numbers to add up, but found outputs of the type string"),
        ([("x", "", "")], ("1", "[1]"), "SUM", ""),
        ([("x", "", "")], ("1", "a"), "SUM", ""),
        ([("x", "string", "")], ("1", '"a"'), "MAX", ""),
    ],
)
def test_a_figure_that_there_is_not_is_refused(
    outputs: list[tuple[str, str, str]], rule: tuple[str, ...], aggregation: str, message: str
) -> None:
    raw = definitions(table([("a", "number")], outputs, [rule], f'hitPolicy="COLLECT" aggregation="{aggregation}"'))
    if not message:
        assert read_decisions(raw, "m.dmn").decisions == {"t": "Table"}
        return
    assert [(found.rule, str(found.message)) for found in refusal(raw).findings] == [("aggregation", message)]


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "PRIORITY", "ANY", "RULE ORDER", "OUTPUT ORDER", ""])
def test_a_figure_beside_another_policy_than_collect_is_refused(policy: str) -> None:
    said = f'hitPolicy="{policy}" ' if policy else ""
    raw = definitions(table([("a", "number")], [("x", "number", "1, 2")], [("1", "2")], f'{said}aggregation="SUM"'))
    message = f"Expected the hit policy COLLECT for SUM to be computed, but found {policy or 'UNIQUE'}"
    assert [(found.rule, found.element_id, str(found.message)) for found in refusal(raw).findings] == [("aggregation", "dt", message)]


@pytest.mark.parametrize("rule", list(CASES))
def test_a_model_that_cannot_be_run_is_refused_at_its_element(rule: str) -> None:
    body, element, message = CASES[rule]
    rejection = refusal(definitions(body))
    found = rejection.findings[0]
    assert rejection.code == "bad_decision"
    assert (found.rule, found.element_id, str(found.message)) == (rule, element, message)
    assert found.line is not None


@pytest.mark.parametrize(
    ("body", "nearest"),
    [
        (literal("income", "1") + literal("a", "1", requires=needs("incmoe")), "#income"),
        ('<inputData id="age" name="age"/>' + literal("a", "1", requires=needs("aeg", "Input")), "#age"),
        (literal("a", "1", requires=needs("b", "Knowledge")), ""),
        ('<decisionService id="s" name="s"><outputDecision href="#feee"/></decisionService>' + literal("fee", "1"), "#fee"),
        (literal("a", "1", type_ref="nubmer"), "number"),
        (literal("a", "1", type_ref="integer"), "number"),
        (literal("a", "1", type_ref="Bool"), "boolean"),
        (literal("a", "1", type_ref="datetime"), "date and time"),
        ('<itemDefinition name="tFee"><typeRef>number</typeRef></itemDefinition>' + literal("a", "1", type_ref="tFe"), "tFee"),
    ],
)
def test_a_reference_to_nothing_is_refused_with_the_nearest_name(body: str, nearest: str) -> None:
    message = str(refusal(definitions(body)).findings[0].message)
    assert message.partition("; the nearest is ")[2] == nearest


def test_an_import_of_a_model_that_is_not_there_is_refused_with_the_nearest_namespace() -> None:
    beside = read_decisions(definitions(literal("x", "1"), own="urn:rates"), "rates.dmn")
    with pytest.raises(Rejection) as caught:
        read_decisions(definitions('<import name="r" namespace="urn:raets" importType="x"/>'), "m.dmn", [beside])
    assert str(caught.value.findings[0].message).endswith("urn:raets, imported as r, beside this one; the nearest is urn:rates")


def test_a_decision_that_is_not_there_is_refused_with_the_nearest_id() -> None:
    model = read_decisions(definitions(literal("letter-limit", "1")), "m.dmn")
    with pytest.raises(Rejection) as caught:
        model.evaluate("leter-limit", {}, WORLD)
    assert str(caught.value).endswith("but found leter-limit; the nearest is letter-limit")


@pytest.mark.parametrize(
    "body",
    [
        literal("a", "1", requires=needs("b")) + literal("b", "1", requires=needs("c")) + literal("c", "1", requires=needs("a")),
        function("f", "g") + function("g", "f"),
    ],
)
def test_a_circle_of_any_length_and_kind_is_refused_with_the_way_round(body: str) -> None:
    found = refusal(definitions(body)).findings
    assert {finding.rule for finding in found} == {"cycle"}
    assert str(found[0].message).count(" -> ") >= 2


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE definitions [<!ENTITY e "boom">]>',
        '<!DOCTYPE definitions [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE definitions [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE definitions SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE definitions [<!ENTITY % p SYSTEM "http://127.0.0.1/x">%p;]>',
    ],
)
def test_entities_and_document_types_are_refused_before_anything_is_read(prologue: str) -> None:
    with pytest.raises(Rejection) as caught:
        read_decisions(prologue.encode() + definitions(literal("a", '"&e;"').replace("&amp;e;", "&e;")), "m.dmn")
    assert caught.value.code == "bad_xml"
    assert "m.dmn" in str(caught.value)


def test_an_id_that_a_cell_and_an_input_share_is_refused_where_it_stands_again() -> None:
    body = table([("a", "number")], [("x", "number", "")], [("1", "1")]).replace('<rule id="r1">', '<rule id="i1">')
    found = refusal(definitions(body)).findings[0]
    assert (found.rule, found.element_id, str(found.message)) == ("duplicate-id", "i1", "Expected each id once, but found i1 again")


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
    assert [finding.rule for finding in refusal(definitions(body)).findings] == ["unknown-type", "unknown-reference", "expressions-parse"]


def test_one_error_is_one_and_what_has_no_id_is_told_of_the_file() -> None:
    with pytest.raises(Rejection) as caught:
        read_decisions(b"<a/>", "f0.dmn")
    said = "f0.dmn: expected a decision model that can be run, but found an error at the file: Expected the definitions of DMN"
    assert str(caught.value).startswith(said)


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


def test_an_import_that_is_not_there_is_told_once_not_with_each_reference_into_it() -> None:
    drawn = '<import name="o" namespace="urn:o" importType="x"/>' + literal("a", "1", requires=needs("x").replace("#x", "urn:o#x"))
    assert [found.rule for found in refusal(definitions(drawn)).findings] == ["unknown-import"]


def test_a_model_whose_expressions_are_in_another_language_is_refused() -> None:
    raw = definitions(literal("a", "1")).replace(b'id="d_m"', b'id="d_m" expressionLanguage="http://www.ecma.org"')
    assert [(found.rule, found.element_id) for found in refusal(raw).findings] == [("language", "d_m")]
    feel = raw.replace(b"http://www.ecma.org", b"https://www.omg.org/spec/DMN/20230324/FEEL/")
    assert read_decisions(feel, "m.dmn").decisions == {"a": "a"}


def entry(name: str) -> str:
    return f'<contextEntry><variable name="{name}"/>{ONE}</contextEntry>'


@pytest.mark.parametrize("drawn", [f"<contextEntry>{ONE}</contextEntry>" * 2, f'<contextEntry id="e">{ONE}</contextEntry>{entry("x")}'])
def test_only_the_last_entry_of_a_context_may_have_no_name(drawn: str) -> None:
    (found,) = refusal(definitions(f'<decision id="a" name="a"><context id="c">{drawn}</context></decision>')).findings
    assert (found.rule, found.element_id) == ("context-result", "c")


TWICE = {
    "an entry": f'<decision id="a" name="a"><context id="twice">{entry("x")}{entry("y")}{entry("x")}</context></decision>',
    "a column": '<decision id="a" name="a"><relation id="twice"><column name="x"/><column name="x"/></relation></decision>',
    "a parameter": '<businessKnowledgeModel id="b" name="b"><encapsulatedLogic id="twice"><formalParameter name="x"/>'
    f'<formalParameter name="x"/>{ONE}</encapsulatedLogic></businessKnowledgeModel>',
    "a component": '<itemDefinition id="twice" name="t"><itemComponent name="x"><typeRef>number</typeRef></itemComponent>'
    '<itemComponent name="x"><typeRef>string</typeRef></itemComponent></itemDefinition>',
}


@pytest.mark.parametrize("what", TWICE)
def test_a_name_that_comes_twice_in_one_part_is_refused_there(what: str) -> None:
    (finding,) = refusal(definitions(TWICE[what])).findings
    assert (finding.rule, finding.element_id) == ("duplicate-name", "twice")
    assert str(finding.message) == f"Expected each name of {what} once, but found x again"


def test_of_hundreds_of_cells_that_cannot_be_read_the_first_are_told_with_what_to_write() -> None:
    drawn = table([("days", "number")], [("fee", "number", "")], [("3..5", "1")] * 200)
    with pytest.raises(Rejection) as caught:
        read_decisions(definitions(drawn), "m.dmn")
    messages = [str(finding.message) for finding in caught.value.findings]
    assert len(messages) == 200
    assert sum("in FEEL write [3..5]" in message for message in messages) == 50


@pytest.mark.parametrize("name", ["number", "string", "date and time", "Any"])
def test_a_type_of_the_name_of_one_of_the_standard_is_refused(name: str) -> None:
    drawn = f'<itemDefinition id="own" name="{name}"><typeRef>boolean</typeRef></itemDefinition>'
    (found,) = refusal(definitions(drawn + literal("a", "5", type_ref=name))).findings
    assert (found.rule, found.element_id, str(found.message)) == (
        "duplicate-type",
        "own",
        f"Expected each type once, but found {name} again",
    )
