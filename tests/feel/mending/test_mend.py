"""Who writes as a Chinese keyboard, a spreadsheet or another language has it is told what to write in FEEL."""

import pytest

from app.feel import FeelError, parse_expression, parse_unary_tests
from app.feel.grammar import rewritten
from tests.feel.evaluating import WORLD, reasons_of

EXPRESSIONS = [
    # A Chinese keyboard.
    ("a = “x”", 'a = "x"'),
    ("a = ‘x’", 'a = "x"'),
    ('"未完”', '"未完"'),
    ("“督办”", '"督办"'),
    ("“他说“好””", ""),
    ("sum（[1，2]) > 3", "sum([1,2]) > 3"),
    ("{a：1，b：2}", "{a:1,b:2}"),
    ("{a: 1；b: 2}", "{a: 1,b: 2}"),
    ("a ≥ 3", "a >= 3"),
    ("a ＞＝ 3", "a >= 3"),
    ("a × 2 ÷ 4", "a * 2 / 4"),
    ("a —— b", "a - b"),
    ("[1……3]", "[1..3]"),
    ("@“2026-01-01”", '@"2026-01-01"'),
    ('contains("（全角）", “；”)', 'contains("（全角）", "；")'),
    ("a = ¥100", "a = 100"),
    ("a > 10万", "a > 100000"),
    ("a > 1.5亿元", "a > 150000000"),
    ("a > 5天", 'a > @"P5D"'),
    ("a > 2 小时", 'a > @"PT2H"'),
    ("amount ＞ 5", "amount > 5"),
    ("x ＜＝ 5", "x <= 5"),
    ("（1..5）", "(1..5)"),
    ("x in （1..5）", "x in (1..5)"),
    ("［1..5］", "[1..5]"),
    ("amount in 5~10", "amount in [5..10]"),
    ("1至5", "[1..5]"),
    ("x > 1 且 y > 2", "x > 1 and y > 2"),
    ("x>1且y>2", "x>1 and y>2"),
    ('kind = "a" 或者 kind = "b"', 'kind = "a" or kind = "b"'),
    # Other languages.
    ("a => b", "a >= b"),
    ("a =< b", "a <= b"),
    ("a <> b", "a != b"),
    ("==1", "1"),
    ("-", "null"),
    ("a == b", "a = b"),
    ("a && b || c", "a and b or c"),
    ("!a", "not(a)"),
    ("!(a or b)", "not(a or b)"),
    ("a = 'x'", 'a = "x"'),
    ("a ? 1 : 2", "if a then 1 else 2"),
    ("if a then 1", "if a then 1 else null"),
    ('if a > 1 then "x" elseif a > 2 then "y" else "z"', 'if a > 1 then "x" else if a > 2 then "y" else "z"'),
    ('if (a > 1) "x" else "y"', 'if (a > 1) then "x" else "y"'),
    ('if a then "x"; else "y"', 'if a then "x" else "y"'),
    ("a is null", "a = null"),
    ("a is not null", "a != null"),
    ("a % 2", "modulo(a, 2)"),
    ("a ^ 2", "a ** 2"),
    ("${a}", "a"),
    ("#{a} + 1", "a + 1"),
    ("{{a}}", "a"),
    ("return a", "a"),
    ("a;", "a"),
    ("some x in xs: x > 1", "some x in xs satisfies x > 1"),
    ("a between 1, 2", "a between 1 and 2"),
    ('name contains "x"', 'contains(name, "x")'),
    ("@2026-01-01", '@"2026-01-01"'),
    ('"a" & "b"', '"a" + "b"'),
    # A database.
    ('name like "A%"', 'starts with(name, "A")'),
    ('name LIKE "%A"', 'ends with(name, "A")'),
    ('a > 1 and name not like "%A%"', 'a > 1 and not(contains(name, "A"))'),
    ('name like "A"', 'name = "A"'),
    ('name like "A_%.(x)"', 'matches(name, "^A..*[.][(]x[)]$")'),
    ('like "A%"', ""),
    # A spreadsheet.
    ("IF(a>1;2;3)", "if a>1 then 2 else 3"),
    ("sum(1;2)", "sum(1,2)"),
    ("a > 10%", "a > 0.1"),
    ("1,000 + 2", "1000 + 2"),
    # What was left open.
    ('"未完', '"未完"'),
    ("(a + [b", "(a + [b])"),
    ("1..5", "[1..5]"),
    # What nothing is like.
    ("a := 1", ""),
    ("a++", ""),
    ("))", ""),
]


@pytest.mark.parametrize(("text", "write"), EXPRESSIONS)
def test_an_expression_that_cannot_be_read_is_told_with_what_to_write(text: str, write: str) -> None:
    with pytest.raises(FeelError) as caught:
        parse_expression(text)
    assert caught.value.message.partition("; in FEEL write ")[2] == write


CELLS = [
    (">3 && <5", "(3..5)"),
    ("3..5", "[3..5]"),
    ("3~5", "[3..5]"),
    ("（3..5】", "(3..5]"),
    ("【3，5】", None),
    ('"a" "b"', '"a", "b"'),
    ('"a"；"b"', '"a","b"'),
    ("“a”、“b”", '"a","b"'),
    ("'a' or 'b'", '"a", "b"'),
    ('"a" || "b"', '"a", "b"'),
    ('in ("a","b")', '"a","b"'),
    ('!"a"', 'not("a")'),
    ('not "a"', 'not("a")'),
    ("between 3 and 5", "[3..5]"),
    ("*", "-"),
    ("else", "-"),
    ('.startsWith("a")', 'starts with(?, "a")'),
    ("≥3", ">=3"),
    ("is null", "null"),
    ("== 3", "= 3"),
    ("=> 3", ">= 3"),
    ('<> "a"', '!= "a"'),
    ("1—5", "[1..5]"),
    ("1–5", "[1..5]"),
    ("—", "-"),
    ("（1..5）", "(1..5)"),
    ("> 5 且 < 10", "(5..10)"),
    ('"a" 或 "b"', '"a", "b"'),
    ("in [1..5]", "[1..5]"),
    ('like "A%"', 'starts with(?, "A")'),
    ('not like "A%"', 'not(starts with(?, "A"))'),
    ("= in (1..5]", "(1..5]"),
]


@pytest.mark.parametrize(("text", "write"), CELLS)
def test_a_cell_that_cannot_be_read_is_told_with_what_to_write(text: str, write: str | None) -> None:
    if write is None:
        # These are letters of a name for the standard: a warning of the linter, no error.
        assert parse_unary_tests(text).names == {text}
        return
    with pytest.raises(FeelError) as caught:
        parse_unary_tests(text)
    assert caught.value.message.partition("; in FEEL write ")[2] == write


@pytest.mark.parametrize(
    ("text", "write"),
    [
        ("> 3 and < 5", "(3..5)"),
        (">= 3 and <= 5", "[3..5]"),
        ("< 5 and >= 3", "[3..5)"),
        ("> 3 and > 5", ""),
        (">= 3 <= 5", "[3..5]"),
        ("3 < x <= 5", "(3..5]"),
        ('"a" or "b"', '"a", "b"'),
        ("< 3 or > 5", "< 3, > 5"),
        ('!= "a" and != "b"', 'not("a", "b")'),
        ("=> 3", ">= 3"),
        ('<> "a"', '!= "a"'),
        ("> 1,000", "> 1000"),
        ("＞3", ">3"),
        ("> 2026-01-01", '> @"2026-01-01"'),
    ],
)
def test_a_cell_that_can_be_read_but_never_passes_is_rewritten(text: str, write: str) -> None:
    assert rewritten(text, tests=True) == write


@pytest.mark.parametrize("text", ["> 3, < 5", '"a", "b"', "[3..5]", "-", "not(1)", 'contains(?, "a")', "? > 3 and ? < 5", "null"])
def test_a_cell_as_feel_has_it_stays(text: str) -> None:
    assert rewritten(text, tests=True) == ""


@pytest.mark.parametrize(
    ("text", "write"),
    [
        ("amount ！= 5", "amount != 5"),
        ("１ + amount", "1 + amount"),
        ("x 或 y", "x or y"),
        ("x AND y", "x and y"),
        ("=amount", "amount"),
        ("not amount = 1", "not(amount = 1)"),
        ("x not in [1, 2]", "not(x in [1, 2])"),
        ("x not in (1..5]", "not(x in (1..5])"),
        ('a.b not in ("x", "y") and c', 'not(a.b in ("x", "y")) and c'),
        ("x not in allowed", "not(x in allowed)"),
        ("x not between -1 and 5", "not(x between -1 and 5)"),
        ("x not = 5", "x != 5"),
        ("today() + P5D", 'today() + @"P5D"'),
        ("> P1Y2M", '> @"P1Y2M"'),
        ("duration(PT1H30M)", 'duration("PT1H30M")'),
        ("P5", ""),
        ('"P5D" = P', ""),
    ],
)
def test_an_expression_that_can_be_read_but_is_another_is_rewritten(text: str, write: str) -> None:
    assert rewritten(text) == write


@pytest.mark.parametrize(
    ("text", "position", "sign"),
    [
        ("amount ＞ 5", 7, "＞"),
        ("x ＜＝ 5", 2, "＜"),
        ('date（"2020-01-01"）', 4, "（"),
        ("max（amount, 3）", 3, "（"),
        ("{a：1}", 2, "："),
    ],
)
def test_a_sign_of_a_chinese_keyboard_is_blamed_and_not_what_stands_behind_it(text: str, position: int, sign: str) -> None:
    with pytest.raises(FeelError) as caught:
        parse_expression(text)
    assert (caught.value.position, caught.value.found) == (position, sign)


def test_a_sign_of_a_chinese_keyboard_in_a_known_name_is_not_blamed() -> None:
    with pytest.raises(FeelError) as caught:
        parse_expression("应付 金额（元） 5", ["应付 金额（元）"])
    assert (caught.value.position, caught.value.found) == (9, "5")


@pytest.mark.parametrize("text", ["城市或乡村", "是否或有负债", "以及且慢", "国家至今", "x = 1 or y = 2"])
def test_a_word_for_an_operator_within_a_name_is_part_of_the_name(text: str) -> None:
    assert rewritten(text) == ""


@pytest.mark.parametrize(
    "text", ["if a then 1 else 2", 'a = "＞；“”"', "for i in 1..3 return i", "[1..3]", "a[1].b", "a between 1 and 2", "x.y - 1"]
)
def test_an_expression_as_feel_has_it_stays(text: str) -> None:
    assert rewritten(text) == ""


def test_of_several_lines_the_one_is_told_that_must_be_written_otherwise() -> None:
    with pytest.raises(FeelError) as caught:
        parse_expression('if a > 1 // 大于\nthen “是”\nelse "否"')
    assert caught.value.message.endswith('; in FEEL write then "是"')


def test_nothing_is_told_of_a_text_longer_than_people_make_slips_in() -> None:
    with pytest.raises(FeelError) as caught:
        parse_expression("a == b" + " or a = b" * 50)
    assert "write" not in caught.value.message


@pytest.mark.parametrize(
    ("text", "write"),
    [("amount＞3", "amount>3"), ("a AND b", "a and b"), ("SUM([1])", "sum"), ("None", "null"), ("１２", "12")],
)
def test_a_name_that_means_nothing_is_told_with_what_to_write(text: str, write: str) -> None:
    assert any(reason.endswith(f"; in FEEL write {write}") for reason in reasons_of(text) if "known name" in reason)


def test_a_name_with_full_width_signs_is_one_where_it_is_known() -> None:
    assert parse_expression("金额（元） + 1", ["金额（元）"]).evaluate({"金额（元）": 2}, WORLD) == 3


def test_what_to_write_is_worked_out_once_and_only_where_somebody_reads_the_error() -> None:
    asked: list[str] = []

    def write() -> str:
        asked.append("write")
        return "b"

    error = FeelError("Expected b, but found %(found)s; the nearest is %(nearest)s", found="c", nearest="d").teaching(write)
    assert asked == []
    assert error.message == "Expected b, but found c; in FEEL write b"
    assert error.facts["write"] == "b"
    assert asked == ["write"]
