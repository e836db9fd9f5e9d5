"""What the analysis claims of random tables holds for every row that they are asked with."""

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings

from app.dmn.analysis import analyse
from app.feel import parse_expression
from tests.dmn.analysis.tables import Drawn, tables
from tests.feel.evaluating import WORLD


def held(claims: Callable[[Drawn], int], **drawn: Any) -> None:
    """Have random tables judged, and hold what is claimed of each against its rows; `claims` does so and says how many there were.

    There must be some in all: an analysis that finds nothing claims nothing wrong.
    """
    found = 0

    @given(tables(**drawn))
    @settings(max_examples=100)
    def each(table: Drawn) -> None:
        nonlocal found
        found += claims(table)

    each()
    assert found > 0


def test_the_example_of_an_overlap_hits_both_rules() -> None:
    def claims(drawn: Drawn) -> int:
        overlaps = analyse(drawn.written).overlaps
        for overlap in overlaps:
            assert {overlap.first, overlap.second} <= set(drawn.hits(overlap.example.values))
        return len(overlaps)

    held(claims)


def test_the_example_of_a_gap_hits_no_rule() -> None:
    def claims(drawn: Drawn) -> int:
        gaps = analyse(drawn.written).gaps
        for gap in gaps:
            assert drawn.hits(gap.example.values) == []
            assert (None in gap.example.values) == gap.at_null
        return len(gaps)

    held(claims)


def test_no_row_falls_through_a_table_that_is_called_complete() -> None:
    def claims(drawn: Drawn) -> int:
        if not analyse(drawn.written).complete:
            return 0
        for row in drawn.rows():
            if None not in row and "of another type" not in row and not _foreign(drawn, row):
                assert drawn.hits(row) != []
        return 1

    held(claims)


def _foreign(drawn: Drawn, row: tuple[object, ...]) -> bool:
    """Whether a row has a time with a zone where the table's have none, or the other way round: a reader thinks of no such case."""
    texts = [getattr(value, "zone", getattr(value, "tzinfo", 0)) for value in row]
    wanted = {"time": None, "date and time": "zoned"}
    return any(kind in wanted and (text is None) != (wanted[kind] is None) for kind, text in zip(drawn.kinds, texts, strict=True))


def test_a_rule_that_is_called_unreachable_never_comes_to_anything() -> None:
    def claims(drawn: Drawn) -> int:
        found = analyse(drawn.written).unreachable
        for row in drawn.rows() if found else ():
            hits = set(drawn.hits(row))
            for each in found:
                assert each.rule not in hits or hits & set(each.covered_by)
        return len(found)

    held(claims)


@given(tables(plain=True))
@settings(max_examples=100)
def test_nothing_is_missed_in_a_table_that_can_be_judged(drawn: Drawn) -> None:
    analysis = analyse(drawn.written)
    assert analysis.doubts == ()
    hits = [(row, drawn.hits(row)) for row in drawn.rows() if not _foreign(drawn, row)]
    together = {(found.first, found.second) for found in analysis.overlaps}
    assert {(a, b) for _, found in hits for a in found for b in found if a < b} <= together
    if any(not found for row, found in hits if None not in row):
        assert [gap.certain for gap in analysis.gaps] == [True] * len(analysis.gaps) != []
        assert analysis.complete is False
    elif any(not found for _, found in hits):
        assert analysis.gaps != ()
    never = {found.rule for found in analysis.unreachable if not found.covered_by}
    assert never.isdisjoint({rule for _, found in hits for rule in found})


def test_an_example_reads_back_as_what_it_says() -> None:
    def claims(drawn: Drawn) -> int:
        analysis = analyse(drawn.written)
        for found in (*analysis.overlaps, *analysis.gaps):
            read = parse_expression(f"{{{found.example}}}").evaluate({}, WORLD)
            assert list(read.values()) == list(found.example.values)
        return len(analysis.overlaps) + len(analysis.gaps)

    held(claims)


def test_under_first_and_priority_a_covered_rule_never_gives_the_value() -> None:
    def claims(drawn: Drawn) -> int:
        covered = {found.rule for found in analyse(drawn.written).unreachable if found.covered_by}
        for row in drawn.rows() if covered else ():
            result = drawn.model.evaluate("t", dict(zip(drawn.names, row, strict=True)), WORLD)
            by_rule = {rule.index: rule.outputs[0].value for rule in result.matched_rules}
            for rule in covered & by_rule.keys():
                assert result.value in {by_rule[other] for other in by_rule if other != rule}
        return len(covered)

    held(claims, policies=("FIRST", "PRIORITY"))
