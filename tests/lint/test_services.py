"""Decision services that leave out what they need, and lists where one value is declared."""

import pytest

from app.dmn import read_decisions
from app.lint import Known, check
from tests.dmn.drawing import definitions, literal, needs, table
from tests.feel.evaluating import WORLD
from tests.lint.test_types import INPUTS, NUMBER, TWO, typed_table

DRAWN = (
    '<inputData id="days" name="days"><variable name="days" typeRef="number"/></inputData>'
    '<inputData id="rate" name="rate"><variable name="rate" typeRef="number"/></inputData>'
    + literal("base", "days * 2", requires=needs("days", "Input"))
    + literal("fee", "base * rate", requires=needs("base") + needs("rate", "Input"))
)


def service(*parts: str) -> str:
    drawn = "".join(f'<{kind} href="#{key}"/>' for kind, _, key in (part.partition(" ") for part in parts))
    return f'{DRAWN}<decisionService id="s" name="serve"><variable name="serve"/>{drawn}</decisionService>'


def told(body: str, rule: str) -> list[tuple[str, str | None, str]]:
    return [
        (each.severity, each.element_id, str(each.message)) for each in check({"m.dmn": definitions(body)}, Known()) if each.rule == rule
    ]


@pytest.mark.parametrize(
    ("parts", "missing"),
    [
        (("outputDecision fee",), ["days", "rate"]),
        (("outputDecision fee", "encapsulatedDecision base", "inputData days"), ["rate"]),
        (("outputDecision fee", "inputData rate"), ["days"]),
        (("outputDecision base", "outputDecision fee", "inputData rate"), ["days"]),
        (("outputDecision fee", "inputData days", "inputData rate"), []),
        (("outputDecision fee", "inputDecision base", "inputData rate"), []),
    ],
)
def test_an_input_that_a_service_needs_and_does_not_declare_is_told_and_is_null(parts: tuple[str, ...], missing: list[str]) -> None:
    template = "Expected the input {} among those of the decision service serve, whose decisions need it"
    assert told(service(*parts), "service-has-its-inputs") == [("warning", "s", template.format(name)) for name in missing]
    model = read_decisions(definitions(service(*parts)), "m.dmn")
    found = model.evaluate_service("s", {"days": 2, "rate": 3, "base": 4}, WORLD).value
    assert (None in found.values() if isinstance(found, dict) else found is None) == bool(missing)


@pytest.mark.parametrize(
    ("kind", "policy", "found"),
    [
        ("number", "COLLECT", ["number"]),
        ("number", "RULE ORDER", ["number"]),
        ("Any", "COLLECT", []),
        ("list", "COLLECT", []),
        ("string", "COLLECT", []),
        ("number", "FIRST", []),
    ],
)
def test_a_list_where_one_value_is_declared_is_told(kind: str, policy: str, found: list[str]) -> None:
    said = told(INPUTS + typed_table(kind, NUMBER, ["1"], f'hitPolicy="{policy}"'), "collected-list-is-declared")
    template = "Expected a list as the type of Table, as {} gives one, but found {}"
    assert said == [("warning", "dt", template.format(policy, each)) for each in found]


def test_a_figure_of_all_that_hit_is_one_value() -> None:
    drawn = INPUTS + typed_table("number", NUMBER, ["1"], 'hitPolicy="COLLECT" aggregation="SUM"')
    assert told(drawn, "collected-list-is-declared") == []


def test_a_list_of_contexts_where_one_is_declared_is_told() -> None:
    drawn = INPUTS + typed_table("context", TWO, ['"a"', "1"], 'hitPolicy="COLLECT"')
    assert len(told(drawn, "collected-list-is-declared")) == 1


def test_what_is_told_of_a_list_is_so() -> None:
    rules = [["> 1", "10"], ["> 5", "20"]]
    drawn = table([("days", "number")], [("f", "number", "")], rules, 'hitPolicy="COLLECT"')
    body = drawn.replace("<decisionTable", '<variable name="Table" typeRef="number"/><decisionTable', 1)
    model = read_decisions(definitions(body), "m.dmn")
    assert [model.evaluate("t", {"days": days}, WORLD).value for days in (0, 3, 9)] == [None, 10, None]
