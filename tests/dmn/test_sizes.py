"""Models whose parts are shared many times over are read, checked and evaluated without walking a part once for each way to it."""

import tracemalloc
from time import process_time

import pytest

from app.dmn import read_decisions, read_together
from app.lint import Known, check
from tests.dmn.drawing import definitions, literal, needs, refusal, table
from tests.feel.evaluating import WORLD

LEVELS = 60
SECONDS = 5.0
"""Far more than it takes; a walk that doubles with each of the levels would take longer than the sun lasts."""


def types(count: int, *, backwards: bool = False) -> str:
    """Return item definitions T0 to T<count>, each with two components of the next, the last a number."""
    drawn = [
        f'<itemDefinition name="T{place}"><itemComponent name="first part"><typeRef>T{place + 1}</typeRef></itemComponent>'
        f'<itemComponent name="other"><typeRef>T{place + 1}</typeRef></itemComponent></itemDefinition>'
        for place in range(count)
    ]
    drawn.append(f'<itemDefinition name="T{count}"><typeRef>number</typeRef></itemDefinition>')
    return "".join(reversed(drawn) if backwards else drawn)


def doubling(first: str) -> str:
    """Return a context of which each entry holds the one before it twice."""
    return f"{{x0: {first}, {', '.join(f'x{at + 1}: {{a: x{at}, b: x{at}}}' for at in range(LEVELS))}}}.x{LEVELS}"


ASKED = (
    '<inputData id="i" name="i"><variable name="i" typeRef="T0"/></inputData>'
    + literal("d", "i.first part.other", requires=needs("i", "Input"), type_ref="T1")
)  # fmt: skip


def test_types_that_share_their_parts_are_read_and_checked_in_no_time() -> None:
    started = process_time()
    assert check({"m.dmn": definitions(types(LEVELS) + ASKED)}, Known()) == []
    assert process_time() - started < SECONDS


def test_a_value_of_types_that_share_their_parts_is_held_against_them_in_no_time() -> None:
    started = process_time()
    model = read_decisions(definitions(types(LEVELS) + ASKED), "m.dmn")
    assert model.evaluate("d", {"i": {"first part": None, "other": None}}, WORLD).value is None
    assert process_time() - started < SECONDS


def test_equal_types_of_two_values_are_compared_in_no_time() -> None:
    started = process_time()
    body = literal("d", f"if true then {doubling('1')} else {doubling('2')}") + literal("e", f"[{doubling('1')}, {doubling('2')}]")
    assert check({"m.dmn": definitions(body)}, Known()) == []
    assert process_time() - started < SECONDS


@pytest.mark.parametrize("backwards", [False, True])
def test_types_nested_deeper_than_any_value_are_refused(backwards: bool) -> None:
    read_decisions(definitions(types(99, backwards=backwards)), "m.dmn")
    said = [str(finding.message) for finding in refusal(definitions(types(2000, backwards=backwards))).findings]
    assert {each.partition(", but found ")[0] for each in said} == {"Expected types nested at most 100 deep"}


NAMING = {
    "another name": "<typeRef>{next}</typeRef>",
    "another name as imported": "<typeRef>x:{next}</typeRef>",
    "a parameter": '<functionItem outputTypeRef="number"><parameters name="p" typeRef="{next}"/></functionItem>',
    "a result": '<functionItem outputTypeRef="{next}"/>',
    "allowed values": "<typeRef>{next}</typeRef><allowedValues><text>1, 2</text></allowedValues>",
    "a list": "<typeRef>{next}</typeRef>",
}


def naming(how: str, count: int) -> bytes:
    """Return a file of types of which each names the next, the last a number; the first is that of an input."""
    more = ' isCollection="true"' if how == "a list" else ""
    drawn = "".join(
        f'<itemDefinition id="t{at}" name="T{at}"{more}>{NAMING[how].format(next=f"T{at + 1}")}</itemDefinition>' for at in range(count)
    )
    last = f'<itemDefinition name="T{count}"><typeRef>number</typeRef></itemDefinition>'
    asked = '<inputData id="i" name="i"><variable name="i" typeRef="T0"/></inputData>'
    return definitions(drawn + last + asked + literal("d", "i", requires=needs("i", "Input")))


@pytest.mark.parametrize("how", ["another name", "another name as imported"])
def test_names_for_names_nest_nothing_however_many_they_are(how: str) -> None:
    raw = naming(how, 3000)
    assert read_decisions(raw, "m.dmn").evaluate("d", {"i": 5}, WORLD).value == 5
    assert check({"m.dmn": raw}, Known()) == []


@pytest.mark.parametrize("how", ["a parameter", "a result", "allowed values", "a list"])
def test_a_long_chain_of_types_that_hold_the_next_is_refused_where_it_is_too_deep(how: str) -> None:
    for finding in refusal(naming(how, 3000)).findings:
        assert finding.element_id.startswith("t")
        assert str(finding.message).startswith("Expected types nested at most 100 deep")


def test_models_that_bring_each_others_types_along_twice_over_are_refused_in_no_time() -> None:
    started = process_time()
    drawn = '<itemDefinition name="t"><typeRef>number</typeRef></itemDefinition>'
    files = {
        f"{at}.dmn": definitions(
            "".join(f'<import name="{name}" namespace="urn:m{at - 1}" importType="DMN"/>' for name in "ab" if at) + drawn, own=f"urn:m{at}"
        )
        for at in range(50)
    }
    (first, *_) = read_together(files).refused.values()
    assert str(first.findings[0].message).startswith("Expected at most 10000 types from imported models")
    assert process_time() - started < SECONDS


def ring(count: int) -> str:
    """Return decisions of which each requires the next, and the last the first."""
    return "".join(literal(f"d{at}", "1", requires=needs(f"d{(at + 1) % count}")) for at in range(count))


def test_a_chain_of_thousands_of_decisions_is_read_and_evaluated_with_as_much_memory_as_it_has_links() -> None:
    tracemalloc.start()
    sizes = []
    for count in (500, 2000):
        body = literal("d0", "1") + "".join(literal(f"d{at}", "1", requires=needs(f"d{at - 1}")) for at in range(1, count))
        raw = definitions(body)
        before = tracemalloc.get_traced_memory()[0]
        model = read_decisions(raw, "m.dmn")
        sizes.append(tracemalloc.get_traced_memory()[0] - before)
        assert len(model.evaluate(f"d{count - 1}", {}, WORLD).required) == count - 1
    tracemalloc.stop()
    assert sizes[1] < 6 * sizes[0]


def test_a_long_circle_is_told_once_and_shortened() -> None:
    (finding,) = refusal(definitions(ring(1000) + literal("outside", "1", requires=needs("d5")))).findings
    way = " -> ".join(f"d{at}" for at in range(9))
    assert finding.element_id == "d0"
    assert str(finding.message) == f"Expected requirements without a circle, but found {way} -> ... -> d999 -> d0"


def test_each_circle_is_told_by_itself() -> None:
    found = refusal(definitions(ring(2) + literal("alone", "1", requires=needs("alone")))).findings
    assert [finding.element_id for finding in found] == ["d0", "alone"]


def test_many_ways_to_one_decision_do_not_make_it_be_asked_more_than_once() -> None:
    started = process_time()
    body = literal("a0", "1") + literal("b0", "1")
    for at in range(1, LEVELS):
        both = needs(f"a{at - 1}") + needs(f"b{at - 1}")
        body += literal(f"a{at}", "1", requires=both) + literal(f"b{at}", "1", requires=both)
    model = read_decisions(definitions(body), "m.dmn")
    assert len(model.evaluate(f"a{LEVELS - 1}", {}, WORLD).required) == 2 * (LEVELS - 1)
    assert process_time() - started < SECONDS


@pytest.mark.parametrize("place", range(5))
def test_a_constant_that_holds_itself_twice_over_is_checked_in_no_time_in_any_cell(place: int) -> None:
    text = doubling("1")
    cells = [("1", "2"), (text, "2"), ("1", text), (f"> {text}", "2"), (f"[{text}, 3]", "2"), ("1", f"[{text}]")][place + 1]
    began = process_time()
    for policy in ('hitPolicy="UNIQUE"', 'hitPolicy="COLLECT" aggregation="SUM"', 'hitPolicy="ANY"'):
        for kind in ("number", ""):
            check({"m.dmn": definitions(table([("n", kind)], [("f", kind, "")], [cells, ("-", "1")], policy))}, Known())
    assert process_time() - began < SECONDS


@pytest.mark.parametrize(("rules", "terms"), [(10, 300), (60, 45)])
def test_a_table_whose_constants_take_long_is_checked_in_no_time_however_many_rules_it_has(rules: int, terms: int) -> None:
    powers = "+".join(["2.5**0.3"] * terms)
    drawn = table([("n", "number")], [("f", "number", "")], [(f"> {powers} + {at}", "1") for at in range(rules)], 'hitPolicy="FIRST"')
    began = process_time()
    found = check({"m.dmn": definitions(drawn)}, Known())
    assert process_time() - began < SECONDS
    assert any("it needs too many steps" in str(each.message) or "it is too large" in str(each.message) for each in found)
