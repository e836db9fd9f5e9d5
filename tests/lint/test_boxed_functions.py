"""Functions that are drawn or written in an entry of a boxed context: the later entries that call them are judged."""

import pytest

from tests.lint.test_decisions import boxed, found, written

ARGUMENTS, TYPES = "decision-calls-known-functions", "decision-types-meet"
DRAWN = (
    '<contextEntry><variable name="double"/><functionDefinition><formalParameter name="n" typeRef="number"/>'
    '<formalParameter name="times"/>' + written("n * times", "body") + "</functionDefinition></contextEntry>"
)
WRITTEN = '<contextEntry><variable name="double"/>' + written("function(n: number, times) n * times", "body") + "</contextEntry>"


def entry(logic: str) -> str:
    return f'<contextEntry><variable name="y"/>{logic}</contextEntry>'


def invoking(*bindings: tuple[str, str]) -> str:
    given = "".join(
        f'<binding><parameter name="{name}"/>{written(text, f"b{at}")}</binding>' for at, (name, text) in enumerate(bindings, 1)
    )
    return f'<invocation id="call">{written("double")}{given}</invocation>'


def told(function: str, logic: str, before: str = "") -> list[tuple[str, str | None, str]]:
    drawn = boxed(f'<context id="c">{before}{function}{entry(logic)}</context>')
    return [(each.rule, each.element_id, str(each.message)) for each in found(drawn) if each.rule in (ARGUMENTS, TYPES)]


@pytest.mark.parametrize("function", [DRAWN, WRITTEN])
@pytest.mark.parametrize(
    ("logic", "rule", "element", "message"),
    [
        (invoking(("n", "1")), ARGUMENTS, "b1", "Expected the arguments of double(n, times), but found n"),
        (
            invoking(("n", "1"), ("time", "2")),
            ARGUMENTS,
            "b2",
            "Expected the arguments of double(n, times), but found time; the nearest is times",
        ),
        (invoking(("n", '"a"'), ("times", "2")), TYPES, "b1", "Expected number for n of double(n, times), but found string"),
        (written("double(1)"), ARGUMENTS, "x", "Expected the arguments of double(n, times) in entry y, character 7, but found 1"),
        (written("double(true, 2)"), TYPES, "x", "Expected number for n of double(n, times) in entry y, character 8, but found boolean"),
    ],
)
def test_a_call_that_an_entrys_function_cannot_take_is_told(function: str, logic: str, rule: str, element: str, message: str) -> None:
    assert told(function, logic) == [(rule, element, message)]


@pytest.mark.parametrize("function", [DRAWN, WRITTEN])
@pytest.mark.parametrize("logic", [invoking(("n", "1"), ("times", "2")), written("double(1, 2)"), written("double(times: 1, n: null)")])
def test_a_call_that_an_entrys_function_can_take_is_let_be(function: str, logic: str) -> None:
    assert told(function, logic) == []


def test_an_entry_hides_the_function_of_the_model_that_has_its_name() -> None:
    hiding = f'<contextEntry><variable name="rate"/>{written("function(a, b) a", "r")}</contextEntry>'
    assert told("", written("rate(1, 2)"), hiding) == []
    assert told("", written("rate(1, 2)")) == [
        (ARGUMENTS, "x", "Expected the arguments of rate(days) in entry y, character 5, but found 2")
    ]
    other = f'<contextEntry><variable name="rate"/>{written("applicant.unknown", "r")}</contextEntry>'
    assert told("", written("rate(1, 2)"), other) == []
