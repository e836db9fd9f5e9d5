"""Decisions are checked with the files beside them: each finding says where, what, and what to do."""

import re

import pytest

from app.dmn.analysis import Analysis, analyse
from app.dmn.written import WrittenTable
from app.domain.rejection import Finding
from app.lint import Known, check, decision_file
from app.lint.limits import MAX_FINDINGS
from tests.dmn.drawing import definitions, literal, needs, table

DAYS = [("days", "number")]
FEE = [("fee", "number", "")]
DRAWN = (
    '<itemDefinition name="tPerson"><itemComponent name="age"><typeRef>number</typeRef></itemComponent>'
    '<itemComponent name="born"><typeRef>date</typeRef></itemComponent></itemDefinition>'
    '<inputData id="applicant" name="applicant"><variable name="applicant" typeRef="tPerson"/></inputData>'
    '<inputData id="since" name="since"><variable name="since" typeRef="date"/></inputData>'
    '<businessKnowledgeModel id="rate" name="rate"><variable name="rate"/><encapsulatedLogic>'
    '<formalParameter name="days" typeRef="number"/>'
    "<literalExpression><text>days * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>"
)
EVERYTHING = needs("applicant", "Input") + needs("since", "Input") + needs("rate", "Knowledge")


def found(body: str, rule: str = "") -> list[Finding]:
    return [finding for finding in check({"m.dmn": definitions(body)}, Known()) if rule in ("", finding.rule)]


def said(text: str, rule: str) -> list[str]:
    """What a rule says of one expression that requires an applicant, a date and a function."""
    return [str(finding.message) for finding in found(DRAWN + literal("a", text, requires=EVERYTHING), rule)]


def fees(*rules: tuple[str, str], policy: str = "UNIQUE") -> str:
    return table(DAYS, FEE, rules, f'hitPolicy="{policy}"')


def test_a_contradiction_names_both_rules_a_row_and_what_to_do() -> None:
    (finding,) = found(fees(("<= 7", "0"), (">= 7", "50"), ("null", "1")))
    assert (finding.rule, finding.severity, finding.file, finding.element_id, finding.line) == (
        "rules-do-not-contradict", "error", "m.dmn", "r2", 1
    )  # fmt: skip
    assert str(finding.message) == "Expected at most one rule of Table to hit, but rules 1 and 2 both hit {days: 7}"
    assert str(finding.instead).startswith("Narrow one of the two rules")


@pytest.mark.parametrize(
    ("policy", "second", "rules"),
    [
        ("UNIQUE", "0", {"rules-do-not-contradict"}),
        ("ANY", "0", set()),
        ("ANY", "1", {"rules-do-not-contradict"}),
        ("ANY", "rate", {"table-can-be-judged"}),
        ("FIRST", "1", set()),
        ("COLLECT", "1", set()),
        ("RULE ORDER", "1", set()),
    ],
)
def test_whether_rules_may_hit_together_is_for_the_hit_policy_to_say(policy: str, second: str, rules: set[str]) -> None:
    assert {finding.rule for finding in found(fees(("<= 7", "0"), ("-", second), policy=policy))} == rules


@pytest.mark.parametrize(
    ("policy", "warned"), [("UNIQUE", True), ("FIRST", True), ("ANY", True), ("COLLECT", False), ("RULE ORDER", False)]
)
def test_only_a_table_that_gives_one_value_must_answer_every_row(policy: str, warned: bool) -> None:
    assert bool(found(fees(("< 7", "0"), policy=policy), "table-answers-every-row")) == warned


def test_a_default_answers_every_row() -> None:
    assert found(table(DAYS, FEE, [("< 7", "0")], default="9")) == []


def test_a_contradiction_that_hangs_on_a_computed_input_only_warns() -> None:
    body = table([("days", "number"), ("days * 2", "number")], FEE, [("<= 7", "-", "0"), ("-", "> 10", "1")])
    assert [finding.severity for finding in found(body) if finding.rule == "inputs-keep-rules-apart"] == ["warning"]
    assert found(body, "rules-do-not-contradict") == []


def test_a_misfit_names_the_cell_and_the_nearest_value() -> None:
    body = table([("unit", "string", '"office", "home"')], FEE, [('"offise"', "1"), ('"home", "office"', '"2"')])
    assert {str(finding.message) for finding in found(body) if finding.severity == "error"} == {
        'Expected one of the allowed values of its input in rule 1, input 1 of Table, but found "offise"; the nearest is "office"',
        'Expected number in rule 2, output 1 of Table, but found "2", a string',
    }


UNIT = [("unit", "string", '"office", "home"')]
QUOTED = 'Expected a text in quotes in %s, but found the name %s, which nothing here has; did you forget the quotes: "%s"'


@pytest.mark.parametrize(
    ("body", "where", "name"),
    [
        (table(UNIT, FEE, [("home", "1"), ('"office"', "2")]), "rule 1, input 1", "home"),
        (table([("unit", "string")], FEE, [('"office", home', "1")]), "rule 1, input 1", "home"),
        (table([("unit", "string")], FEE, [("not(home)", "1")]), "rule 1, input 1", "home"),
        (table([("unit", "")], FEE, [('"office"', "1"), ("居家", "2")]), "rule 2, input 1", "居家"),
        (table(DAYS, [("answer", "string", "")], [("-", "hello")]), "rule 1, output 1", "hello"),
        (table(DAYS, [("answer", "string", "")], [("-", "world peace")]), "rule 1, output 1", "world peace"),
        (table(DAYS, [("answer", "", '"yes", "no"')], [("-", "yes")]), "rule 1, output 1", "yes"),
        (table([("unit", "string", "office")], FEE, [("-", "1")]), "the values of input 1", "office"),
        (table(DAYS, [("answer", "string", "yes")], [("-", '"yes"')]), "the values of output 1", "yes"),
        (
            '<itemDefinition name="tUnit"><typeRef>string</typeRef>'
            '<allowedValues><text>"home", 机关</text></allowedValues></itemDefinition>' + literal("a", "1"),
            "the allowed values of tUnit",
            "机关",
        ),
    ],
)
def test_a_word_without_quotes_where_a_text_belongs_is_asked_about(body: str, where: str, name: str) -> None:
    assert [str(finding.message) for finding in found(body, "texts-are-quoted")] == [QUOTED % (where, name, name)]


@pytest.mark.parametrize(
    "body",
    [
        table(DAYS, FEE, [("limit", "1")]),
        table([("unit", "string"), ("other", "string")], FEE, [("other", "-", "1")]),
        table([("unit", "string")], FEE, [("upper case(home)", "1"), ("null", "2"), ("?", "3")]),
        table(DAYS, [("answer", "string", "")], [("-", "statutoryUnit")]),
        table(DAYS, [("answer", "", "")], [("-", "rate"), ("> 3", "3")]),
    ],
)
def test_a_name_where_no_text_is_asked_for_is_left_alone(body: str) -> None:
    assert found(body, "texts-are-quoted") == []


def test_a_sign_of_a_chinese_keyboard_that_became_part_of_a_name_is_told() -> None:
    (finding,) = found(table(DAYS, FEE, [("＞3", "1"), ("-", "2")], 'hitPolicy="FIRST"'), "decision-reads-known-names")
    expected = "a known name (full-width signs are letters of a name)"
    assert str(finding.message) == f"Expected {expected} in rule 1, input 1, character 1, but found ＞3; in FEEL write >3"


def test_an_expression_without_a_text_is_told_as_a_decision_without_logic() -> None:
    for inner in ("<literalExpression/>", "<literalExpression><text>  </text></literalExpression>"):
        (finding,) = found(f'<decision id="a" name="a">{inner}</decision>')
        assert (finding.rule, str(finding.message)) == ("decision-has-logic", "Expected an expression in a, but found none")


def boxed(inner: str, requires: str = EVERYTHING) -> str:
    return f'{DRAWN}<decision id="a" name="a"><variable name="a"/>{requires}{inner}</decision>'


def written(text: str, id: str = "x") -> str:
    return f'<literalExpression id="{id}"><text>{text}</text></literalExpression>'


def listed(*texts: str, kind: str = "", decision: str = "") -> str:
    """A boxed list of numbers: by its own type, or by that of its decision."""
    items = "".join(written(text, f"i{at}") for at, text in enumerate(texts, 1))
    drawn = boxed(f'<list id="list"{kind}>{items}</list>').replace('<variable name="a"/>', f'<variable name="a"{decision}/>')
    return f'<itemDefinition name="tNumbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>{drawn}'


NUMBERS = ' typeRef="tNumbers"'


def calling(*bindings: tuple[str, str], function: str = "rate") -> str:
    given = "".join(
        f'<binding><parameter name="{name}"/>{written(text, f"b{at}")}</binding>' for at, (name, text) in enumerate(bindings, 1)
    )
    return boxed(f'<invocation id="call">{written(function)}{given}</invocation>')


@pytest.mark.parametrize(
    ("body", "element", "message"),
    [
        (calling(("day", "1")), "b1", "Expected the arguments of rate(days), but found day; the nearest is days"),
        (calling(("days", "1"), ("more", "2")), "b2", "Expected the arguments of rate(days), but found more"),
        (calling(), "x", "Expected the arguments of rate(days), but found 0"),
        (
            calling(("string", '"a"'), function="contains"),
            "b1",
            "Expected the arguments of contains(string: string, match: string), but found string",
        ),
        (
            boxed(f"<filter><in>{written('[1, 2]')}</in><match>{written('string(item)', 'y')}</match></filter>"),
            "y",
            "Expected true, false or a number in a filter in y, character 7, but found string",
        ),
        (listed("1", '"a"', kind=NUMBERS), "i2", "Expected number as the value in i2, character 1, but found string"),
        (listed("1", "since", decision=NUMBERS), "i2", "Expected number as the value in i2, character 1, but found date"),
        (calling(("days", '"a"')), "b1", "Expected number for days of rate(days), but found string"),
        (calling(("days", "since")), "b1", "Expected number for days of rate(days), but found date"),
        (
            calling(("string", "3"), ("match", '"a"'), function="contains"),
            "b1",
            "Expected string for string of contains(string: string, match: string), but found number",
        ),
        (
            boxed(
                f'<some iteratorVariable="n"><in>{written("[1, 2]")}</in><satisfies>{written("n &gt; 1 + since", "y")}</satisfies></some>'
            ),
            "y",
            "Expected two values that + can work out in y, character 7, but found number and date",
        ),
        (
            boxed(f'<for iteratorVariable="n"><in>{written("[1, 2]")}</in><return>{written("n &gt; since", "y")}</return></for>'),
            "y",
            "Expected two comparable values around > in y, character 3, but found number and date",
        ),
        (
            boxed(f"<filter><in>{written('[1, 2]')}</in><match>{written('item &gt; since', 'y')}</match></filter>"),
            "y",
            "Expected two comparable values around > in y, character 6, but found number and date",
        ),
        (
            boxed(
                f'<filter><in><relation><column name="born" typeRef="date"/><row>{written("since")}</row></relation></in>'
                f"<match>{written('born &gt; 3', 'y')}</match></filter>"
            ),
            "y",
            "Expected two comparable values around > in y, character 6, but found date and number",
        ),
    ],
)
def test_boxed_logic_is_judged_as_what_it_says_in_words_would_be(body: str, element: str, message: str) -> None:
    errors = [(finding.element_id, str(finding.message)) for finding in found(body) if finding.severity == "error"]
    assert errors == [(element, message)]


@pytest.mark.parametrize(
    "body",
    [
        calling(("days", "3")),
        calling(function="today"),
        calling(("n", "1"), ("scale", "0"), function="round up"),
        listed("1", "null", "applicant.age", kind=NUMBERS),
        listed("1", '"a"'),
        boxed(f"<filter><in>{written('[1, 2]')}</in><match>{written('since.year', 'y')}</match></filter>"),
        calling(("anything", '"a"'), function="applicant.unknown"),
        boxed(f"<filter><in>{written('since.unknown')}</in><match>{written('born &gt; 3', 'y')}</match></filter>"),
        boxed(f"<filter><in>{written('[applicant]')}</in><match>{written('age &gt; 3 and since != 5', 'y')}</match></filter>"),
        boxed(f'<for iteratorVariable="n"><in>{written("applicant.list")}</in><return>{written("n + since", "y")}</return></for>'),
    ],
)
def test_boxed_logic_of_which_nothing_is_known_is_left_alone(body: str) -> None:
    assert [
        str(finding.message) for finding in found(body) if finding.rule in ("decision-types-meet", "decision-calls-known-functions")
    ] == []


def test_a_binding_without_an_expression_is_noticed() -> None:
    body = boxed(f'<invocation id="call">{written("rate")}<binding id="given"><parameter name="days"/></binding></invocation>')
    (finding,) = found(body, "decision-has-logic")
    assert (finding.element_id, str(finding.message)) == ("given", "Expected an expression in a, but found none")


def test_a_table_inside_a_function_is_named_after_it() -> None:
    inner = fees(("<= 7", "0"), (">= 7", "1")).partition(">")[2].rpartition("</decision>")[0]
    body = (
        '<businessKnowledgeModel id="b" name="Rates"><variable name="rates"/><encapsulatedLogic><formalParameter name="days"/>'
        f"{inner}</encapsulatedLogic></businessKnowledgeModel>"
    )
    assert "of Rates to hit" in str(found(body, "rules-do-not-contradict")[0].message)


def test_a_rule_of_the_linter_stops_after_a_hundred_findings_in_a_file() -> None:
    body = "".join(literal(f"a{number}", "unheard(1)") for number in range(MAX_FINDINGS + 20))
    assert len(found(body, "decision-calls-known-functions")) == MAX_FINDINGS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cuont([1])", "Expected a known function in a_l, character 1, but found cuont; the nearest is count"),
        ("1 + unheard(1)", "Expected a known function in a_l, character 5, but found unheard"),
        ("len(since)", "Expected a known function in a_l, character 1, but found len; the nearest is string length"),
        ("indexOf([1], 1)", "Expected a known function in a_l, character 1, but found indexOf; the nearest is index of"),
        ("raet(1)", "Expected a known function in a_l, character 1, but found raet; the nearest is rate"),
        (
            'contains(string: "a")',
            "Expected the arguments of contains(string: string, match: string) in a_l, character 9, but found string",
        ),
        ("rate(day: 1)", "Expected the arguments of rate(days) in a_l, character 5, but found day; the nearest is days"),
        ("rate(1, 2)", "Expected the arguments of rate(days) in a_l, character 5, but found 2"),
        ("add working days(since)", "Expected the arguments of add working days(date, n) in a_l, character 17, but found 1"),
        ("add working days(date: since)", "Expected the arguments of add working days(date, n) in a_l, character 17, but found date"),
        (
            "working days between(a: since, c: since)",
            "Expected the arguments of working days between(a, b) in a_l, character 21, but found c",
        ),
        ("close of business()", "Expected the arguments of close of business(date) in a_l, character 18, but found 0"),
        (
            'substring(string: "a", strat position: 1)',
            "Expected the arguments of substring(string: string, start position: number, length?: number) in a_l, character 10,"
            " but found strat position; the nearest is start position",
        ),
    ],
)
def test_a_call_that_can_only_give_null_is_named(text: str, message: str) -> None:
    assert said(text, "decision-calls-known-functions") == [message]


@pytest.mark.parametrize(
    "text",
    [
        "rate(3)",
        "rate(days: 3)",
        "add working days(since, 3)",
        "function(x) x + 1",
        "{double: function(x) x * 2, y: double(3)}.y",
        "[{f: function(x) x}][f(1) = 1]",
        "every x in [1, 2] satisfies odd(x)",
    ],
)
def test_a_call_of_a_function_in_sight_is_let_be(text: str) -> None:
    assert said(text, "decision-calls-known-functions") == []


@pytest.mark.parametrize(
    ("text", "found", "nearest"),
    [
        ("applicnat.age", "applicnat", "applicant"),
        ("for x in [1] return sincce", "sincce", "since"),
        ("1 instance of nubmer", "nubmer", "number"),
        ("[1] instance of list<numbr>", "numbr", "number"),
        ("{a: 1} instance of context<a: strng>", "strng", "string"),
    ],
)
def test_a_name_that_is_nearly_a_known_one_is_named(text: str, found: str, nearest: str) -> None:
    (message,) = said(text, "decision-reads-known-names")
    assert message.endswith(f"but found {found}; the nearest is {nearest}")


def test_a_decision_without_logic_is_noticed() -> None:
    (missing,) = found('<decision id="bare" name="Bare"/>' + literal("a", "1"), "decision-has-logic")
    assert (missing.element_id, str(missing.message)) == ("bare", "Expected the logic of the decision Bare, but found none")


@pytest.mark.parametrize(
    "text",
    ["channel", "applicant.age", "[{ages: 1}][ages = 1]", "for applicants in [1] return applicants", "days", "since instance of Null"],
)
def test_a_name_of_the_callers_own_is_let_be(text: str) -> None:
    assert said(text, "decision-reads-known-names") == []


@pytest.mark.parametrize(
    ("text", "found", "nearest"),
    [
        ("since.yaer", "yaer", "year"),
        ("applicant.aeg", "aeg", "age"),
        ("applicant.born.mnoth", "mnoth", "month"),
        ('@"P1D".day', "day", "days"),
        ("[applicant].aeg", "aeg", "age"),
        ("{a: 1}.b", "b", ""),
        ("applicant.age.x", "x", ""),
    ],
)
def test_an_entry_that_its_value_does_not_have_is_named(text: str, found: str, nearest: str) -> None:
    messages = said(text, "decision-reads-known-entries")
    assert [message.partition("but found ")[2] for message in messages] == [f"{found}; the nearest is {nearest}" if nearest else found]


@pytest.mark.parametrize("text", ["since.year", "applicant.born.weekday", "(1 in [1..2]).x = null", "channel.anything", "{a: {b: 1}}.a.b"])
def test_an_entry_that_may_be_there_is_let_be(text: str) -> None:
    assert [message for message in said(text, "decision-reads-known-entries") if ".x" not in text] == []


def test_an_element_that_is_read_without_a_requirement_is_named_in_its_cell() -> None:
    other = literal("allowance", "30")
    body = other + table(DAYS, FEE, [("> allowance", "0"), ("-", "allowance")], 'hitPolicy="FIRST"')
    messages = [str(finding.message) for finding in found(body, "requirement-is-drawn")]
    template = "Expected a requirement that leads to allowance, which {} reads, but found none"
    assert messages == [template.format("rule 1, input 1"), template.format("rule 2, output 1")]
    drawn = body.replace("<decisionTable", needs("allowance") + "<decisionTable")
    assert found(drawn, "requirement-is-drawn") == []


def test_names_of_several_words_and_inputs_that_hide_functions_are_known() -> None:
    drawn = '<inputData id="c" name="count"><variable name="count" typeRef="number"/></inputData>'
    body = drawn + literal("working days", "count([1])") + literal("a", "working days + 1", requires=needs("working days"))
    assert [finding.rule for finding in found(body) if finding.severity == "error"] == []


def test_many_tables_in_a_file_share_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []

    def noted(written: WrittenTable, **budget: int) -> Analysis:
        steps.append(budget["steps"])
        return analyse(written, **budget)

    monkeypatch.setattr(decision_file, "analyse", noted)
    one = fees(("<= 7", "0"), ("> 7", "1"))
    found("".join(re.sub(r' (id|name)="', rf' \1="n{number}_', one) for number in range(40)))
    assert len(steps) == 40
    assert sum(steps) <= 600_000


def test_the_excerpt_of_an_unreadable_cell_names_rule_input_and_character() -> None:
    (finding,) = found(fees(("1 +", "0")))
    assert (finding.rule, finding.element_id) == ("expressions-parse", "r1")
    assert str(finding.message).startswith("rule 1, input 1, character 4: Expected an expression")
