"""Values that are written out and can never do what they are for are told: ranges, places, patterns, items of the wrong type."""

import pytest

from tests.dmn.drawing import literal, table
from tests.lint.test_types import ALL, told

KIND = '<inputData id="kind" name="kind"><variable name="kind" typeRef="tKind"/></inputData>'
WORDS = '<inputData id="words" name="words"><variable name="words" typeRef="tWords"/></inputData>'
TYPES = (
    '<itemDefinition name="tKind"><typeRef>string</typeRef><allowedValues><text>"a", "b"</text></allowedValues></itemDefinition>'
    '<itemDefinition name="tWords" isCollection="true"><typeRef>string</typeRef></itemDefinition>'
)
REQUIRED = ALL + "".join(f'<informationRequirement><requiredInput href="#{key}"/></informationRequirement>' for key in ("kind", "words"))


def said(text: str) -> list[str]:
    return told(TYPES + KIND + WORDS + literal("a", text, requires=REQUIRED))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("amount in [5..1]", "the low end first around .. in a_l, character 11, but found 5 before 1"),
        ("amount in (10, [5..1])", "the low end first around .. in a_l, character 16, but found 5 before 1"),
        ('amount in [1..2] or kind in ["b".."a"]', 'the low end first around .. in a_l, character 29, but found "b" before "a"'),
        (
            'anything in [date("2026-02-01")..@"2026-01-01"]',
            "the low end first around .. in a_l, character 13, but found 2026-02-01 before 2026-01-01",
        ),
        ("amount between 5 and 1", "the low end first around between in a_l, character 8, but found 5 before 1"),
        ("amount in (5..5)", "a range that a value lies in, in a_l, character 11, but found none from 5 to 5"),
        ("amount in [5..5)", "a range that a value lies in, in a_l, character 11, but found none from 5 to 5"),
        ("words[0]", "a whole place, counted from 1, in a_l, character 7, but found 0"),
        ("[1, 2][1.5]", "a whole place, counted from 1, in a_l, character 8, but found 1.5"),
        ("substring(kind, 0, 1)", "a whole place, counted from 1, in a_l, character 17, but found 0"),
        ("sublist(start position: 0, list: words)", "a whole place, counted from 1, in a_l, character 25, but found 0"),
        ("sum(kind)", "number or list<number> for list of sum(list: list) in a_l, character 5, but found string"),
        ("mean(list: words)", "number or list<number> for list of mean(list: list) in a_l, character 12, but found list<string>"),
        ("mode(kind)", "number or list<number> for list of mode(list: list) in a_l, character 6, but found string"),
        ("all(amount)", "boolean or list<boolean> for list of all(list: list) in a_l, character 5, but found number"),
        (
            'string join(amount, "-")',
            "string or list<string> for list of string join(list: list, delimiter?: string?) in a_l, character 13, but found number",
        ),
        ('matches(kind, "[a-", "i")', 'a text that matches can read in a_l, character 15, but found "[a-", which gives null'),
        ('matches(kind, "[a-", null)', 'a text that matches can read in a_l, character 15, but found "[a-", which gives null'),
        ('replace(kind, "(a", "b")', 'a text that replace can read in a_l, character 15, but found "(a", which gives null'),
        ('replace(kind, "(a", "b", "i")', 'a text that replace can read in a_l, character 15, but found "(a", which gives null'),
        (
            'replace(input: kind, flags: "x", replacement: "b", pattern: "(a")',
            'a text that replace can read in a_l, character 61, but found "(a", which gives null',
        ),
        ('matches(kind, "a", "g")', 'flags out of s, m, i, x and q in a_l, character 20, but found "g"'),
        (
            'replace(kind, "a", "$")',
            '$ before a digit, and a backslash only before $ or another one, in the replacement in a_l, character 20, but found "$"',
        ),
        (
            'split(kind, ",*")',
            'a pattern that takes at least one character in a_l, character 13, but found ",*", which takes none',
        ),
    ],
)
def test_a_value_written_out_that_can_never_serve_is_told(text: str, message: str) -> None:
    assert said(text) == [f"Expected {message}"]


@pytest.mark.parametrize(
    "text",
    [
        "amount in [5..5]",
        "amount in (5..anything)",
        "amount between 5 and anything",
        "amount in [rate(1)..1]",
        '{date: rate, x: anything in [date("2026-02-01")..@"2026-01-01"]}.x',
        "for i in 5..1 return i",
        "words[-1]",
        "words[amount]",
        "substring(kind, -1)",
        "sum(amount)",
        "sum([amount, anything])",
        "mode(words)",
        "all(words)",
        "string join(words)",
        "max(kind)",
        "count(kind)",
        'matches(kind, "(a", "q")',
        'matches(kind, "[a-", string(anything))',
        'replace(kind, "a", "$", "q")',
        'replace(kind, "(a)", "$1")',
        'replace(kind, "^$", "x")',
        'matches(kind, "a*")',
    ],
)
def test_a_value_written_out_that_may_serve_is_let_be(text: str) -> None:
    assert said(text) == []


def test_whether_a_range_in_a_cell_holds_anything_is_told_with_its_table() -> None:
    assert told(table([("days", "number")], [("fee", "number", "")], [("[5..1]", "1")])) == []


def test_a_pattern_that_could_take_for_ever_is_not_tried() -> None:
    assert said('split(kind, "' + "(|)" * 40 + r'(b)\\41")') == []
