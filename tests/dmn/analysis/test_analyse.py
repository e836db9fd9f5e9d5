"""What is said of single tables: overlaps, gaps, rules that cannot hit, cells that cannot fit, and what cannot be told."""

from contextlib import suppress
from random import Random
from typing import Any

import pytest

from app.dmn import read_decisions
from app.dmn.analysis import Analysis, analyse
from app.domain.rejection import Rejection
from tests.dmn.drawing import definitions, literal, needs, table

DAYS = [("days", "number")]
FEE = [("fee", "number", "")]


def judged(body: str, **more: Any) -> Analysis:
    return analyse(read_decisions(definitions(body), "m.dmn").written.tables[0], **more)


def of(inputs: list[tuple[str, ...]], *rules: tuple[str, ...], policy: str = "UNIQUE") -> Analysis:
    return judged(table(inputs, FEE, rules, f'hitPolicy="{policy}"'))


def requiring(body: str, *requirements: str) -> str:
    return body.replace("<decisionTable", "".join(requirements) + "<decisionTable", 1)


@pytest.mark.parametrize(
    ("kind", "first", "second", "example"),
    [
        ("number", "<= 7", ">= 7", "7"),
        ("number", "[1..2.5)", "(2.4..3]", "2.45"),
        ("date", '<= @"2026-01-31"', '>= @"2026-01-31"', '@"2026-01-31"'),
        ("time", '< @"12:00:00"', '> @"11:59:59.999999998"', '@"11:59:59.999999999"'),
        ("date and time", '> @"2026-01-01T08:00:00+08:00"', '<= @"2026-01-01T00:00:00.000000001Z"', '@"2026-01-01T00:00:00.000000001Z"'),
        ("days and time duration", '>= @"PT24H"', '= @"P1D"', '@"P1D"'),
        ("years and months duration", '> @"P11M"', '< @"P13M"', '@"P1Y"'),
        ("boolean", "true", "not(false)", "true"),
        ("string", '"a", "b"', 'not("a")', '"b"'),
        ("string", "null", "-", "null"),
        ("boolean", "2 > 1", "false", "false"),
        ("number", "2 > 1", "null", "null"),
        ("number", "not(2 < 1)", "5", "5"),
    ],
)
def test_two_rules_that_meet_in_one_value_are_found_with_that_value(kind: str, first: str, second: str, example: str) -> None:
    found = of([("v", kind)], (first, "1"), (second, "2"))
    assert [(each.first, each.second, each.certain) for each in found.overlaps] == [(1, 2, True)]
    assert found.overlaps[0].example.text == f"v: {example}"


@pytest.mark.parametrize(
    ("kind", "first", "second", "example"),
    [
        ("number", "< 7", "> 7", "7"),
        ("number", "<= 1", ">= 1.000000000000000000000000000000002", "1.000000000000000000000000000000001"),
        ("date", '< @"2026-01-31"', '> @"2026-01-31"', '@"2026-01-31"'),
        ("date", '<= @"2028-02-28"', '>= @"2028-03-01"', '@"2028-02-29"'),
        ("time", '< @"12:00:00"', '[@"13:00:00"..@"23:59:59.999999999"]', '@"12:00:00"'),
        ("years and months duration", '<= @"P11M"', '>= @"P13M"', '@"P1Y"'),
        ("boolean", "true", "null", "false"),
        ("string", '"a"', '"b"', '"other"'),
        ("string", '"other"', '"b"', '"other 2"'),
        ("boolean", "2 < 1", "true", "false"),
        ("boolean", "not(null < 1)", "true", "false"),
    ],
)
def test_a_value_that_no_rule_is_drawn_for_is_found(kind: str, first: str, second: str, example: str) -> None:
    found = of([("v", kind)], (first, "1"), (second, "2"))
    assert found.complete is False
    assert f"v: {example}" in [gap.example.text for gap in found.gaps if gap.certain]


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("number", "<= 7", "> 7"),
        ("number", "<= 1", ">= 1.000000000000000000000000000000001"),
        ("date", '<= @"2028-02-28"', '>= @"2028-02-29"'),
        ("time", '< @"00:00:00.000000001"', '[@"00:00:00.000000001"..@"23:59:59.999999999"]'),
        ("years and months duration", '<= @"P11M"', '>= @"P1Y"'),
        ("boolean", "true", "false"),
        ("string", '"a"', 'not("a")'),
    ],
)
def test_what_lies_side_by_side_leaves_nothing_open_and_does_not_meet(kind: str, first: str, second: str) -> None:
    found = of([("v", kind)], (first, "1"), (second, "2"))
    assert (found.complete, found.overlaps) == (True, ())
    assert all(gap.at_null for gap in found.gaps)


def test_a_missing_value_is_a_gap_of_its_own_kind() -> None:
    (gap,) = of(DAYS, ("<= 7", "1"), ("> 7", "2")).gaps
    assert (gap.example.text, gap.at_null, gap.certain) == ("days: null", True, True)
    assert of(DAYS, ("<= 7, null", "1"), ("> 7", "2")).gaps == ()


def test_allowed_values_close_gaps() -> None:
    kinds = ("kind", "string", '"a", "b"')
    assert of([kinds], ('"a"', "1"), ('"b"', "2")).gaps == ()
    assert of([("kind", "string", '"a", "b", null')], ('"a"', "1"), ('"b"', "2")).gaps[0].example.text == "kind: null"
    assert of([("share", "number", "[0..1]")], ("< 0.5", "1"), (">= 0.5", "2")).gaps == ()


def test_allowed_values_of_a_type_and_of_the_drawn_input_count_too() -> None:
    types = '<itemDefinition name="tKind"><typeRef>string</typeRef><allowedValues><text>"a", "b"</text></allowedValues></itemDefinition>'
    drawn = '<inputData id="kind" name="kind"><variable name="kind" typeRef="tKind"/></inputData>'
    rules = [('"a"', "1"), ('"b"', "2")]
    assert judged(types + table([("kind", "tKind")], FEE, rules)).complete is True
    assert judged(types + drawn + requiring(table([("kind", "string")], FEE, rules), needs("kind", "Input"))).complete is True
    assert judged(table([("kind", "string")], FEE, rules)).complete is False


def test_of_rows_with_several_inputs_the_example_names_all() -> None:
    found = of([("days", "number"), ("kind", "string")], ("<= 7", '"a"', "1"), (">= 7", '"a", "b"', "2"))
    assert found.overlaps[0].example.text == 'days: 7, kind: "a"'
    assert found.overlaps[0].example.values == (7, "a")


def test_inputs_with_the_same_expression_have_the_same_value() -> None:
    twice = [("days", "number"), ("days", "number")]
    assert of(twice, ("<= 7", "-", "1"), ("-", "> 7", "2")).overlaps == ()
    assert of(twice, ("<= 7", "> 7", "1"), ("-", "-", "2")).unreachable[0].rule == 1


def test_inputs_that_read_the_same_variable_make_an_overlap_uncertain() -> None:
    found = of([("days", "number"), ("days > 7", "boolean")], ("<= 7", "-", "1"), ("-", "true", "2"))
    assert [overlap.certain for overlap in found.overlaps] == [False]
    apart = of([("a.days", "number"), ("a.kind", "string")], ("<= 7", "-", "1"), ("-", '"x"', "2"))
    assert [overlap.certain for overlap in apart.overlaps] == [True]


@pytest.mark.parametrize("expression", ["count(items)", "days * 2", "other", "applicant.born.year"])
def test_a_gap_that_hangs_on_a_computed_input_is_uncertain(expression: str) -> None:
    drawn = (
        '<itemDefinition name="t"><itemComponent name="born"><typeRef>date</typeRef></itemComponent></itemDefinition>'
        '<inputData id="applicant" name="applicant"><variable name="applicant" typeRef="t"/></inputData>'
        + literal("other", "1", type_ref="number")
    )
    rules = [(">= 0", "1")]
    found = judged(drawn + requiring(table([(expression, "number")], FEE, rules), needs("other"), needs("applicant", "Input")))
    assert [gap.certain for gap in found.gaps] == [False]
    assert found.complete is None


def test_a_gap_that_does_not_hang_on_the_computed_input_is_certain() -> None:
    found = of([("days", "number"), ("count(items)", "number")], ("<= 7", "> 3", "1"), ("<= 7", "<= 3", "2"))
    assert [(gap.certain, gap.example.values[0]) for gap in found.gaps] == [(True, 8)]


def test_a_comparison_as_an_input_is_true_or_false_but_not_null() -> None:
    found = of([("late = true", "boolean")], ("true", "1"), ("false", "2"))
    assert (found.complete, found.gaps) == (True, ())


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("> limit", "it reads limit"),
        ("? > 5", "it is a condition on ? of its own"),
        ("lookup(3)", "it calls lookup"),
        ("not(limit)", "it reads limit"),
    ],
)
def test_a_cell_that_cannot_be_judged_is_named_and_nothing_is_claimed_of_it(cell: str, reason: str) -> None:
    found = of(DAYS, ("<= 7", "1"), (cell, "2"))
    assert [(doubt.place.cell, doubt.reason) for doubt in found.doubts] == [("rule 2, input 1", reason)]
    assert (found.complete, found.overlaps, found.gaps) == (None, (), ())


@pytest.mark.parametrize(
    ("kind", "cell", "reason"),
    [
        ("string", '> "a"', "it orders texts"),
        ("time", '> @"08:00:00Z"', "values with and without a time zone stand in one column"),
    ],
)
def test_what_has_no_scale_cannot_be_told(kind: str, cell: str, reason: str) -> None:
    found = of([("v", kind)], ('@"08:00:00"' if kind == "time" else '"b"', "1"), (cell, "2"))
    assert [(doubt.place.cell, doubt.reason) for doubt in found.doubts] == [("rule 2, input 1", reason)]


def test_constants_that_are_computed_are_judged() -> None:
    found = of([("on", "date")], ('< date("2026-01-01") + duration("P1D")', "1"), (">= date(2026, 1, 2)", "2"))
    assert (found.complete, found.overlaps, found.doubts) == (True, (), ())
    assert of([("on", "date")], ("< today()", "1")).doubts[0].reason == "it calls today"


@pytest.mark.parametrize(
    ("policy", "rules", "unreachable"),
    [
        ("FIRST", [("> 7", "1"), ("> 30", "2"), ("-", "3")], [(2, (1,))]),
        ("FIRST", [("<= 7", "1"), ("> 7", "2"), ("> 0", "3"), ("-", "4")], [(3, (1, 2))]),
        ("FIRST", [("<= 7", "1"), ("> 7", "2"), ("null", "3"), ("-", "4")], [(4, (1, 2, 3))]),
        ("UNIQUE", [("[9..1]", "1"), ("-", "2")], [(1, ())]),
        ("COLLECT", [("> 7", "1"), ("> 30", "2")], []),
    ],
)
def test_a_rule_that_never_comes_to_anything_is_found(policy: str, rules: list[tuple[str, str]], unreachable: list[Any]) -> None:
    found = of(DAYS, *rules, policy=policy)
    assert [(each.rule, each.covered_by) for each in found.unreachable] == unreachable


def test_under_priority_the_rank_decides_which_rule_comes_first() -> None:
    levels = [("level", "string", '"high", "low"')]
    rules = [("> 30", '"low"'), ("> 7", '"high"'), ("> 10", '"high"')]
    found = judged(table(DAYS, levels, rules, 'hitPolicy="PRIORITY"'))
    assert [(each.rule, each.covered_by) for each in found.unreachable] == [(1, (2,)), (3, (2,))]


def test_a_rule_over_an_input_without_a_type_may_still_hit_values_of_other_types() -> None:
    assert of([("v", "")], ("<= 7", "1"), ("> 7", "2"), ("null", "3"), ("-", "4"), policy="FIRST").unreachable == ()


@pytest.mark.parametrize(
    ("first", "second", "agree"), [("1", "1", True), ("1", "1.0", True), ("1", "2", False), ("1", "rate", None), ("rate", "rate", True)]
)
def test_rules_that_hit_together_give_the_same_or_not_or_it_cannot_be_told(first: str, second: str, agree: bool | None) -> None:
    assert [each.agree for each in of(DAYS, ("> 1", first), ("> 2", second), policy="ANY").overlaps] == [agree]


@pytest.mark.parametrize(
    ("drawn", "cell", "found", "expected", "nearest"),
    [
        (("v", "number"), '"7"', '"7", a string', "number", ""),
        (("v", "date"), '"2026-01-01"', '"2026-01-01", a string', "date", '@"2026-01-01"'),
        (("v", "date"), '< @"2026-01-01T00:00:00"', '@"2026-01-01T00:00:00", a date and time', "date", ""),
        (("v", "string"), "false", "false, a boolean", "string", ""),
        (("v", "string", '"clear", "large"'), '"claer"', '"claer"', "one of the allowed values of its input", '"clear"'),
    ],
)
def test_a_cell_whose_value_can_never_come_is_found(drawn: tuple[str, ...], cell: str, found: str, expected: str, nearest: str) -> None:
    (misfit,) = of([drawn], (cell, "1"), ("-", "2")).input_misfits
    assert (misfit.place.cell, misfit.found, misfit.expected, misfit.nearest) == ("rule 1, input 1", found, expected, nearest)


def test_an_input_whose_expression_gives_another_type_is_found() -> None:
    drawn = '<inputData id="kind" name="kind"><variable name="kind" typeRef="string"/></inputData>'
    (misfit,) = judged(drawn + requiring(table([("kind", "number")], FEE, [("-", "1")]), needs("kind", "Input"))).input_misfits
    assert (misfit.place.cell, misfit.found, misfit.expected) == ("input 1", "string", "number")
    dated = judged(drawn + requiring(table([("kind", "date")], FEE, [("-", "1")]), needs("kind", "Input")))
    assert dated.input_misfits == ()


@pytest.mark.parametrize(
    ("output", "cell", "found", "expected", "nearest"),
    [
        (("x", "number", ""), '"1"', '"1", a string', "number", ""),
        (("x", "string", '"low", "high"'), '"hihg"', '"hihg"', "one of the allowed values of its output", '"high"'),
        (("x", "string", ""), "count(items)", "a number", "string", ""),
    ],
)
def test_an_output_that_never_fits_is_found(output: tuple[str, str, str], cell: str, found: str, expected: str, nearest: str) -> None:
    (misfit,) = judged(table(DAYS, [output], [("-", cell)])).output_misfits
    assert (misfit.place.cell, misfit.found, misfit.expected, misfit.nearest) == ("rule 1, output 1", found, expected, nearest)
    (default,) = judged(table(DAYS, [output], [], default=cell)).output_misfits
    assert default.place.cell == "the default of output 1"


def test_outputs_that_fit_or_are_null_or_computed_are_let_be() -> None:
    rules = [("< 1", "1"), ("[1..2)", "null"), (">= 2", "rate")]
    assert judged(table(DAYS, [("x", "number", "")], rules)).output_misfits == ()


def test_tables_within_functions_and_contexts_are_judged_too() -> None:
    inner = table(DAYS, FEE, [("> 1", "1"), ("> 2", "2")]).partition(">")[2].rpartition("</decision>")[0]
    body = (
        '<businessKnowledgeModel id="b" name="b"><variable name="b"/><encapsulatedLogic><formalParameter name="days" typeRef="number"/>'
        f"{inner}</encapsulatedLogic></businessKnowledgeModel>"
    )
    assert [each.certain for each in judged(body).overlaps] == [True]


def partition(random: Random, rules: int) -> list[tuple[str, ...]]:
    """Cut a space of six numbers into as many boxes, each one rule, with nothing left open and nothing twice."""
    boxes = [[(0, 1000)] * 6]
    while len(boxes) < rules:
        box = boxes.pop(random.randrange(len(boxes)))
        place = random.choice([place for place, (low, high) in enumerate(box) if high - low > 1])
        low, high = box[place]
        cut = random.randrange(low + 1, high)
        boxes += [[*box[:place], (low, cut), *box[place + 1 :]], [*box[:place], (cut, high), *box[place + 1 :]]]
    return [(*(_written(*side) for side in box), str(number)) for number, box in enumerate(boxes)]


def _written(low: int, high: int) -> str:
    if low == 0:
        return "-" if high == 1000 else f"< {high}"
    return f">= {low}" if high == 1000 else f"[{low}..{high})"


SIX = [(name, "number") for name in "abcdef"]


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST"])
def test_two_hundred_rules_over_six_inputs_are_judged_within_the_budget(policy: str) -> None:
    rules = partition(Random(7), 200)
    whole = of(SIX, *rules, policy=policy)
    assert (whole.complete, whole.overlaps, whole.unreachable, whole.doubts) == (True, (), (), ())
    without = of(SIX, *rules[:120], *rules[121:], policy=policy)
    assert (without.complete, [gap.certain for gap in without.gaps], without.doubts) == (False, [True], ())
    default = of(SIX, *rules, (*("-",) * 6, "0"), policy="FIRST")
    assert (default.complete, [each.rule for each in default.unreachable]) == (True, [])


def test_a_table_that_names_too_many_values_is_not_judged_at_all() -> None:
    many = ", ".join(str(number) for number in range(2000))
    found = judged(table(DAYS, FEE, [(many, "1"), ("1, 2", "2")]), steps=1000)
    assert found == Analysis(None, doubts=found.doubts)
    assert [(doubt.place.element_id, doubt.reason) for doubt in found.doubts] == [("dt", "it is too large to be judged")]
    assert judged(table(DAYS, FEE, [(many, "1"), ("1, 2", "2")])).overlaps != ()


def test_lists_and_contexts_in_cells_are_beyond_judging() -> None:
    found = of(DAYS, ("[[1, 2], 3]", "1"), ("{a: 1}", "2"))
    assert {doubt.place.cell for doubt in found.doubts} == {"rule 1, input 1", "rule 2, input 1"}
    assert {misfit.found for misfit in found.input_misfits} == {"[1, 2], a list", "{a: 1}, a context"}


def test_a_question_that_takes_too_many_steps_ends_in_a_doubt() -> None:
    random = Random(3)
    cells = [("-", "< {}", ">= {}")[random.randrange(3)].format(random.randrange(1000)) for _ in range(1200)]
    rules = [(*cells[start : start + 6], "1") for start in range(0, 1200, 6)]
    found = judged(table(SIX, FEE, rules, 'hitPolicy="FIRST"'), steps=3000)
    reasons = {doubt.place.element_id: doubt.reason for doubt in found.doubts}
    assert reasons == {"dt": "it is too large to look for all rules that hit together"}


@pytest.mark.parametrize(
    "allowed", ["[2]" + "[1]" * 150, "for i in 1..1000000000000 return i", "{f: function(n) f(n)}.f(1)", '"\\', "1E6144 ** 2", "1" * 6000]
)
@pytest.mark.parametrize("policy", ["UNIQUE", "PRIORITY"])
def test_allowed_values_that_cannot_be_worked_out_end_in_no_error(allowed: str, policy: str) -> None:
    drawn = table([("days", "number", allowed)], [("o", "number", allowed)], [("1", "1"), ("-", "2")], f'hitPolicy="{policy}"')
    with suppress(Rejection):
        assert analyse(read_decisions(definitions(drawn), "m.dmn").written.tables[0]).complete is not False
