"""What FEEL, decisions and the linter say is read in the language of whoever asks, to the last word that is ours."""

import re

import pytest
from msgspec.structs import replace

from app.domain.rejection import Message
from app.feel import FeelError, parse_expression
from app.web.presentation.told import told, told_each
from tests.feel.evaluating import WORLD
from tests.lint.pages import PAGES, example, findings

# Words of ours that no designer wrote; names of types, properties and elements stay as they are written.
OURS = re.compile(r"\b(Expected|found|but|nearest|rule|input|output|character|the|none|Write|Draw|which)\b")
PAGES_OF_RULES = sorted(path.stem for path in PAGES.glob("*.md") if path.stem != "README")


def said_in_chinese(text: str) -> str:
    (said,) = told_each([text], "zh_Hans")
    return said


@pytest.mark.parametrize("rule", PAGES_OF_RULES)
def test_each_rule_of_the_linter_speaks_chinese(rule: str) -> None:
    told_findings = findings(example((PAGES / f"{rule}.md").read_text(), "Not so"))
    assert told_findings
    for finding in told_findings:
        message = told(finding.message, "zh_Hans")
        instead = told(finding.instead, "zh_Hans") if finding.instead else ""
        assert not OURS.search(re.sub(r'"[^"]*"', "", message)), message
        assert re.search(r"[\u4e00-\u9fff]", message)
        assert not instead or re.search(r"[\u4e00-\u9fff]", instead), instead


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            'Fee, rule 3, output 1, character 5: Expected number for the output fee, but found "abc", a string',
            'Fee，规则 3，输出 1，第 5 个字符：输出 fee 应为 number，实际是 "abc"（string）',
        ),
        (
            "Expected number for item 2 of the input days, but found a list of 3 items",
            "输入 days 的第 2 项应为 number，实际是 3 项的列表",
        ),
        (
            "Expected a known name, but found dayz; the nearest is days (character 6)",
            "应为已知的名称，实际是 dayz；最接近的是 days（第 6 个字符）",
        ),
        ("Expected two comparable values around <, but found number and string", "< 两侧应为可比较的值，实际是 number 和 string"),
        ("Expected an expression, but found the end of the text\n1 +\n   ^", "应为表达式，实际是文本结束\n1 +\n   ^"),
        ("Expected a result of + below 10**6145, but found one beyond", "+ 的结果应小于 10**6145，实际超出"),
        (
            "Expected an expression, but found the character '“'; in FEEL write a = \"x\" (character 5)",
            "应为表达式，实际是字符 '“'；FEEL 里请写成 a = \"x\"（第 5 个字符）",
        ),
        ("nothing of ours", "nothing of ours"),
        ("", ""),
    ],
)
def test_a_sentence_with_its_place_is_put_into_the_language(english: str, chinese: str) -> None:
    assert said_in_chinese(english) == chinese
    assert told_each([english], "en") == (english,)


def test_traditional_characters_are_read_too() -> None:
    assert told_each(["Expected a known name, but found x"], "zh_Hant") == ("應為已知的名稱，實際是 x",)


def test_a_message_ends_with_the_nearest_name_in_any_language() -> None:
    message = Message(
        "Expected the name of a type, but found %(name)s; the nearest is %(nearest)s", {"name": "nubmer", "nearest": "number"}
    )
    assert told(message, "zh_Hans") == "应为类型的名称，实际是 nubmer；最接近的是 number"
    assert told(message, "en") == str(message)


def test_what_a_designer_wrote_is_never_changed() -> None:
    written = "申请人 姓名 of a rule, input 3; Expected"
    message = Message("Expected each id once, but found %(id)s again", {"id": written})
    assert written in told(message, "zh_Hans")


UNREADABLE = (
    "1 +", "[1..", "if 1", "(1", '"a', "/* x", "{a:}", "{1: 2}", "for i in", "some x in [1]", "function(", "a.", "f(a: 1, 2)", "@x",
    "1 + * 2", "#",
)  # fmt: skip
NULLS = (
    '1 + "a"', '1 < "a"', "1 and true", "-true", '"a" between 1 and 2', "[1][1.5]", "[1, 2][5]", "{a: 1}.b", "nothing(1)",
    "if 1 then 2 else 3", "1/0", "0**-1", '@"x"', 'date("x")', "date(2026, 2, 30)", 'time("x")', 'duration("x")', "number(1)",
    'number("x")', 'number("1", "x", "y")', "substring(1, 2)", 'substring("abc", 9)', "substring()", 'matches("a", "(")',
    'matches("a", "[b-a]")', 'matches("a", "a", "z")', 'replace("a", "", "b")', "sum(1, true)", "mean([])", "median([true])",
    "mode(1, false)", "sqrt(-1)", "log(0)", "decimal(1, 99999)", 'get value({a: 1}, "b")', "context put(1, 2, 3)", "sublist([1], 5)",
    "list replace([1], 4, 2)", "partition([1], 0)", "sort([1, 2], function(a, b) 1)", "some x in 5 satisfies x",
    "every x in [1] satisfies 1", "for i in 1.5..2 return i", '1 in "a"', "[1..true]", '5 in (1.."a")', "before(1, true)", 'range("x")',
    'range("[3..1]")', "(function(a) a)(1, 2)", "(function(a: number) a)(true)", "now(1)", "string join([1], 2)",
    'string join(["a", 1])', "index of(1)", "date and time(1)", 'date("2026-01-01") - time("10:00:00")', '@"2026-01-01" + 1',
    '@"P1D" * @"P1D"', "modulo(1, 0)", "flatten(1, 2)", 'contains("a", 1)', "not(1)", "all(1)", "count()", "exp(99999)",
)  # fmt: skip


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_cannot_be_read_is_told_in_chinese(text: str) -> None:
    with pytest.raises(FeelError) as error:
        parse_expression(text)
    said = said_in_chinese(error.value.message)
    assert not OURS.search(re.sub(r'"[^"]*"', "", said)), said


@pytest.mark.parametrize("text", NULLS)
def test_why_a_null_came_out_is_told_in_chinese(text: str) -> None:
    reasons: list[str] = []
    parse_expression(text).evaluate({}, replace(WORLD, reasons=reasons))
    for reason in reasons:
        said = said_in_chinese(reason)
        assert not OURS.search(re.sub(r'"[^"]*"|\([^)]*\)', "", said)), (reason, said)


def test_what_to_write_instead_is_said_behind_any_sentence() -> None:
    template = "Expected %(expected)s in %(where)s, character %(position)s, but found %(found)s; in FEEL write %(write)s"
    expected = "a known name (full-width signs are letters of a name)"
    message = Message(template, {"expected": expected, "where": "rule 1, input 1", "position": 1, "found": "＞3", "write": ">3"})
    assert told(message, "en") == f"Expected {expected} in rule 1, input 1, character 1, but found ＞3; in FEEL write >3"
    chinese = told(message, "zh_Hans")
    assert chinese == "规则 1 的输入 1 第 1 个字符：应为已知的名称（全角符号会被当作名称里的字），实际是 ＞3；FEEL 里请写成 >3"
