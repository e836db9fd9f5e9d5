"""Types that cannot meet are told with place, character and both types; where a type is not known nothing is said."""

import json
from xml.sax.saxutils import quoteattr

import pytest

from app.domain.rejection import Finding
from app.lint import Known, check
from tests.dmn.drawing import definitions, literal, needs, table
from tests.lint.pages import findings
from tests.lint.test_expressions import BAD, PLACES

INPUTS = (
    '<itemDefinition name="tLetter"><itemComponent name="pages"><typeRef>number</typeRef></itemComponent></itemDefinition>'
    '<inputData id="amount" name="amount"><variable name="amount" typeRef="number"/></inputData>'
    '<inputData id="letter" name="letter"><variable name="letter" typeRef="tLetter"/></inputData>'
    '<inputData id="anything" name="anything"/>'
    '<businessKnowledgeModel id="rate" name="rate"><variable name="rate" typeRef="number"/><encapsulatedLogic>'
    '<formalParameter name="days" typeRef="number"/>'
    "<literalExpression><text>days * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>"
)
ALL = needs("amount", "Input") + needs("letter", "Input") + needs("anything", "Input") + needs("rate", "Knowledge")


def told(body: str) -> list[str]:
    found: list[Finding] = check({"m.dmn": definitions(INPUTS + body)}, Known())
    return [str(each.message) for each in found if each.rule == "decision-types-meet"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('amount > "5"', "two comparable values around > in a_l, character 8, but found number and string"),
        ('"a" + 1', "two values that + can work out in a_l, character 5, but found string and number"),
        ('date("2026-01-01") < 3', "two comparable values around < in a_l, character 20, but found date and number"),
        ("if 1 then 2 else 3", "true or false for if in a_l, character 4, but found number"),
        ("amount = [1]", "two values of one type around = in a_l, character 8, but found number and list<number>"),
        ("anything > [1]", "values that have an order around > in a_l, character 10, but found list<number>"),
        ('letter.pages + "x"', "two values that + can work out in a_l, character 14, but found number and string"),
        ("rate(true)", "number for days of rate(days) in a_l, character 6, but found boolean"),
        ('rate(2) = "4"', "two values of one type around = in a_l, character 9, but found number and string"),
        ('amount in ("a", 3)', "a test that a number can pass in a_l, character 12, but found string"),
        ("string length(amount)", "string for string of string length(string: string) in a_l, character 15, but found number"),
        (
            'add working days("2026-01-01", 3)',
            "date or date and time for date of add working days(date, n) in a_l, character 18, but found string",
        ),
    ],
)
def test_what_cannot_meet_is_told_with_its_place(text: str, said: str) -> None:
    assert told(literal("a", text, requires=ALL)) == [f"Expected {said}"]


@pytest.mark.parametrize(
    "text",
    [
        'anything > "5"', "anything + 1", "amount = null", "amount > null", "substring(anything, amount)", "anything[item > 3]",
        'letter.unknown = "x"', "count(amount)", "rate([amount])", "[letter][pages > 1]", 'date(@"2026-01-01T08:00:00")',
        'if amount instance of string then anything + "a" else "b"', "for i in 1..amount return i + 1", "amount in (1, [2..3], > 5)",
    ],
)  # fmt: skip
def test_what_may_meet_is_left_alone(text: str) -> None:
    assert told(literal("a", text, requires=ALL)) == []


def test_a_value_that_never_is_of_its_decisions_type_is_told() -> None:
    assert told(literal("a", '"3" + "4"', type_ref="number")) == ["Expected number as the value in a_l, character 5, but found string"]


def boxed(kind: str, text: str) -> str:
    return f"<{kind}><literalExpression><text>{text}</text></literalExpression></{kind}>"


def test_boxed_conditions_and_entries_are_judged() -> None:
    entry = (
        '<contextEntry><variable name="n" typeRef="number"/><literalExpression><text>string(1)</text></literalExpression></contextEntry>'
    )
    context = f"""<context id="c">{entry}{boxed("contextEntry", 'n + "a"')}</context>"""
    assert told(f'<decision id="a" name="a">{context}</decision>') == [
        "Expected number as the value in entry n, character 7, but found string",
        "Expected two values that + can work out in c, character 3, but found number and string",
    ]
    conditional = f'<conditional id="c">{boxed("if", "1")}{boxed("then", "1")}{boxed("else", "1")}</conditional>'
    assert told(f'<decision id="a" name="a">{conditional}</decision>') == [
        "Expected boolean as the value in c, character 1, but found number"
    ]


def test_inputs_cells_and_outputs_of_tables_are_judged() -> None:
    drawn = table([("amount", "number"), ("1 + today()", "Any")], [("fee", "number", "")], [('? + "a" = "b"', "-", "string(1) + 2")])
    assert told(drawn) == [
        "Expected two values that + can work out in input 2, character 3, but found number and date",
        "Expected two values that + can work out in rule 1, input 1, character 3, but found number and string",
        "Expected two values that + can work out in rule 1, output 1, character 11, but found string and number",
    ]


@pytest.mark.parametrize("where", PLACES)
def test_every_expression_of_a_diagram_is_judged(where: str) -> None:
    found = [each for each in findings(PLACES[where].replace(BAD.encode(), b"1 + today()")) if each.rule == "types-meet"]
    assert [(each.severity, each.message.facts["where"], each.message.facts["position"]) for each in found] == [("error", where, 3)]


def test_a_condition_of_a_form_knows_its_fields() -> None:
    fields = [
        {"type": "number", "id": "a", "key": "amount", "label": "n"},
        {"type": "textfield", "id": "t", "key": "text", "label": "t", "conditional": {"hide": '=amount > "5"'}},
        {"type": "dynamiclist", "id": "l", "path": "rows", "components": [
            {"type": "textfield", "id": "r", "key": "amount", "label": "t", "conditional": {"hide": '=amount > "5"'}},
        ]},
    ]  # fmt: skip
    form = json.dumps({"type": "default", "id": "f", "components": fields}).encode()
    found = [each for each in findings(form) if each.rule == "form-types-meet"]
    assert [(each.element_id, str(each.message)) for each in found] == [
        ("t", "Expected two comparable values around > in conditional.hide, character 8, but found number and string")
    ]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("> 3 and < 5", "true or false for and in rule 1, input 1, character 1, but found range<number>; in FEEL write (3..5)"),
        (
            "3 < days <= 5",
            "two comparable values around <= in rule 1, input 1, character 10, but found boolean and number; in FEEL write (3..5]",
        ),
        ("< 3 or > 5", "true or false for or in rule 1, input 1, character 1, but found range<number>; in FEEL write < 3, > 5"),
        ("> 1,000", "a number without separators in rule 1, input 1, character 3, but found 1,000, several values; in FEEL write > 1000"),
        (
            "> 2026-01-01",
            "a date in quotes after @ in rule 1, input 1, character 3, but found 2026-01-01, numbers to subtract;"
            ' in FEEL write > @"2026-01-01"',
        ),
    ],
)
def test_a_cell_written_as_other_tools_have_it_is_told_once_with_what_to_write(cell: str, said: str) -> None:
    assert told(table([("days", "number")], [("fee", "number", "")], [(cell, "1")])) == [f"Expected {said}"]


@pytest.mark.parametrize("cell", ["100,200", "1, 000", "2026 - 1 - 1", "-1-2", "[1..5]"])
def test_several_values_and_differences_of_numbers_are_left_alone(cell: str) -> None:
    assert told(table([("days", "number")], [("fee", "number", "")], [(cell, "1")])) == []


@pytest.mark.parametrize("text", ["=amount", "= amount", "=amount + 1"])
def test_the_sign_with_which_other_engines_mark_an_expression_is_told(text: str) -> None:
    write = text.lstrip("= ")
    assert told(literal("a", text, requires=ALL)) == [
        f"Expected an expression without = before it in a_l, character 1, but found =; in FEEL write {write}"
    ]


def of_condition(text: str, rule: str) -> list[str]:
    drawn = PLACES["conditionExpression"].replace(BAD.encode(), quoteattr(text)[1:-1].encode())
    return [str(each.message) for each in findings(drawn) if each.rule == rule]


def test_a_condition_written_as_other_tools_have_it_is_told_with_what_to_write() -> None:
    assert of_condition("pages > 1 and < 5", "types-meet") == [
        "Expected true or false for and in conditionExpression, character 15, but found range<number>;"
        " in FEEL write pages > 1 and pages < 5"
    ]


@pytest.mark.parametrize(
    ("text", "found", "write"),
    [
        ("pages＞3", "pages＞3", "pages>3"),
        ("（a + b） * 2 > 3", "（a", "(a + b) * 2 > 3"),
        ("max（a，b） > 3", "max（a，b）", "max(a,b) > 3"),
    ],
)
def test_a_sign_of_a_chinese_keyboard_in_a_condition_is_told_with_what_to_write(text: str, found: str, write: str) -> None:
    assert of_condition(text, "known-name") == [
        f"Expected a known name (full-width signs are letters of a name) in conditionExpression, character 1, but found {found};"
        f" in FEEL write {write}"
    ]


def test_a_misspelt_constant_in_a_condition_is_told_and_a_name_like_one_is_a_variable() -> None:
    said = "Expected a known name in conditionExpression, character 14, but found ture; the nearest is true"
    assert of_condition("pages > 1 or ture", "known-name") == [said]
    assert of_condition("pages > 1 or trues", "known-name") == []


@pytest.mark.parametrize(("text", "near"), [("SUM(a)", "sum"), ("VLOOKUP(a, b)", "list[key = x].value"), ("strlen(a)", "string length")])
def test_a_function_of_a_spreadsheet_is_told_with_that_of_feel(text: str, near: str) -> None:
    name = text.partition("(")[0]
    assert of_condition(text, "known-function") == [f"Expected the known function {near} in conditionExpression, but found {name}"]


def typed_table(kind: str, outputs: list[tuple[str, str, str]], rule: list[str], policy: str) -> str:
    """Return a table whose decision is of a type, one rule for every amount."""
    drawn = table([("amount", "number")], outputs, [["-", *rule]], policy)
    return drawn.replace("<decisionTable", f'<variable name="Table" typeRef="{kind}"/>{needs("amount", "Input")}<decisionTable', 1)


ONE, NUMBER, TWO = [("f", "string", "")], [("f", "number", "")], [("f", "string", ""), ("g", "number", "")]


@pytest.mark.parametrize(
    ("kind", "outputs", "rule", "policy", "said"),
    [
        ("number", ONE, ['"a"'], 'hitPolicy="UNIQUE"', "number as the value of Table, but found string"),
        ("number", [("f", "", "")], ['"a"'], 'hitPolicy="FIRST"', "number as the value of Table, but found string"),
        ("number", TWO, ['"a"', "1"], 'hitPolicy="UNIQUE"', "number as the value of Table, but found context"),
        ("number", ONE, ['"a"'], 'hitPolicy="COLLECT"', "number as the value of Table, but found list<string>"),
        ("string", ONE, ['"a"'], 'hitPolicy="COLLECT" aggregation="COUNT"', "string as the value of Table, but found number"),
        ("boolean", NUMBER, ["1"], 'hitPolicy="COLLECT" aggregation="MAX"', "boolean as the value of Table, but found number"),
    ],
)
def test_a_table_that_never_has_a_value_of_its_decisions_type_is_told(
    kind: str, outputs: list[tuple[str, str, str]], rule: list[str], policy: str, said: str
) -> None:
    assert told(typed_table(kind, outputs, rule, policy)) == [f"Expected {said}"]


@pytest.mark.parametrize(
    ("kind", "outputs", "rule", "policy"),
    [
        ("string", ONE, ['"a"'], 'hitPolicy="UNIQUE"'),
        ("number", ONE, ['"a"'], 'hitPolicy="COLLECT" aggregation="COUNT"'),
        ("number", NUMBER, ["1"], 'hitPolicy="COLLECT"'),
        ("list", NUMBER, ["1"], 'hitPolicy="UNIQUE"'),
        ("context", TWO, ['"a"', "1"], 'hitPolicy="UNIQUE"'),
        ("date and time", [("f", "date", "")], ["today()"], 'hitPolicy="ANY"'),
        ("number", [("f", "", "")], ["anything"], 'hitPolicy="UNIQUE"'),
    ],
)
def test_a_table_that_may_have_a_value_of_its_decisions_type_is_not(
    kind: str, outputs: list[tuple[str, str, str]], rule: list[str], policy: str
) -> None:
    assert told(typed_table(kind, outputs, rule, policy)) == []


def test_a_table_within_a_boxed_context_is_held_against_the_type_of_its_entry() -> None:
    drawn = table([("amount", "number")], ONE, [["-", '"a"']]).partition("<decisionTable")[2].partition("</decision>")[0]
    entry = f'<contextEntry><variable name="fee" typeRef="number"/><decisionTable{drawn}</contextEntry>'
    body = f'<decision id="c" name="Boxed">{needs("amount", "Input")}<context id="x">{entry}</context></decision>'
    assert told(body) == ["Expected number as the value of Boxed, but found string"]


@pytest.mark.parametrize(
    ("text", "function", "position", "found"),
    [
        ('@"2020-13-01"', "@", 1, '"2020-13-01"'),
        ('date("2020-13-01")', "date", 6, '"2020-13-01"'),
        ('date("2020年1月1日") = anything', "date", 6, '"2020年1月1日"'),
        ('duration("10D")', "duration", 10, '"10D"'),
        ('time("25:00:00")', "time", 6, '"25:00:00"'),
        ('matches(anything, "[a-")', "matches", 19, '"[a-"'),
    ],
)
def test_a_text_written_out_that_its_function_can_never_read_is_told(text: str, function: str, position: int, found: str) -> None:
    assert told(literal("a", text, requires=ALL)) == [
        f"Expected a text that {function} can read in a_l, character {position}, but found {found}, which gives null"
    ]


@pytest.mark.parametrize(
    "text",
    [
        'date("2020-12-01")', 'time("10:00:00@Asia/Shanghai")', 'date and time("2020-01-01")', 'duration("P1Y")', "date(anything)",
        'date and time("2020-01-01T10:00:00Z")', 'matches(anything, "a b", "x")', 'split("a,b", ",")', 'time(@"10:00:00")',
    ],
)  # fmt: skip
def test_a_text_that_its_function_can_read_is_let_be(text: str) -> None:
    assert told(literal("a", text, requires=ALL)) == []
