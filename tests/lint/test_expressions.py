"""FEEL is read wherever it stands, and a fault is told with its place."""

import pytest

from tests.builders.drawing import (
    boundary,
    call,
    catch,
    date,
    decide,
    duration,
    each,
    end,
    ext,
    io,
    job,
    message,
    path,
    process,
    properties,
    script,
    start,
    sub,
    user,
    xor,
    z,
)
from tests.lint.pages import broken_rules, findings

BAD = "1 + * 2"


def row(*parts: str, ids: str = "ask", keys: dict[str, str | None] | None = None) -> bytes:
    return process("p", start(), *parts, end(), path(f"s {ids} e"), keys=keys or {})


PLACES = {
    "conditionExpression": process("p", start(), xor("x", default="x_e2"), end(), end("e2"), path("s x e", x=BAD), path("x e2")),
    "timeDate": row(catch("ask", date(f"={BAD}"))),
    "timeDuration": row(catch("ask", duration(f"={BAD}"))),
    "zeebe:input source": row(user("ask", io({"a": f"={BAD}"}))),
    "zeebe:output source": row(user("ask", io((), {"a": f"={BAD}"}))),
    "zeebe:script expression": row(script("ask", "n", f"={BAD}")),
    "zeebe:loopCharacteristics inputCollection": row(user("ask", loop=each(f"={BAD}", "unit"))),
    "zeebe:loopCharacteristics outputElement": row(user("ask", loop=each("=units", "unit", "all", f"={BAD}"))),
    "completionCondition": row(user("ask", loop=each("=units", "unit", until=f"={BAD}"))),
    "zeebe:assignmentDefinition assignee": row(user("ask", z("assignmentDefinition", assignee=f"={BAD}"))),
    "zeebe:assignmentDefinition candidateGroups": row(user("ask", z("assignmentDefinition", candidateGroups=f"={BAD}"))),
    "zeebe:assignmentDefinition candidateUsers": row(user("ask", z("assignmentDefinition", candidateUsers=f"={BAD}"))),
    "zeebe:taskSchedule dueDate": row(user("ask", z("taskSchedule", dueDate=f"={BAD}"))),
    "zeebe:taskSchedule followUpDate": row(user("ask", z("taskSchedule", followUpDate=f"={BAD}"))),
    "zeebe:priorityDefinition priority": row(user("ask", z("priorityDefinition", priority=f"={BAD}"))),
    "zeebe:formDefinition formId": row(user("ask", z("formDefinition", formId=f"={BAD}"))),
    "zeebe:taskDefinition type": row(job("ask", f"={BAD}")),
    "zeebe:taskDefinition retries": row(job("ask", "mail").replace('type="mail"', f'type="mail" retries="={BAD}"')),
    "zeebe:calledDecision decisionId": row(decide("ask", f"={BAD}", "n")),
    "zeebe:calledElement processId": row(call("ask", f"={BAD}")),
    "zeebe:subscription correlationKey": row(catch("ask", message("paid")), keys={"paid": f"={BAD}"}),
    "deadline.length": row(user("ask", properties(deadline__length=f"={BAD}", deadline__article="1"))),
    "deadline.at": row(user("ask", properties(deadline__at=f"={BAD}", deadline__article="1"))),
    "deadline.from": row(user("ask", properties(deadline__length="1", deadline__from=BAD, deadline__article="1"))),
    "light.yellow": row(user("ask", properties(deadline__length="1", light__yellow=f"={BAD}", deadline__article="1"))),
    "titleTemplate": row(user("ask", properties(titleTemplate=BAD))),
    "secret": process("p", ext(properties(secret=f"={BAD}")), start(), user("ask"), end(), path("s ask e")),
}


@pytest.mark.parametrize("where", PLACES)
def test_a_fault_is_told_wherever_it_stands(where: str) -> None:
    told = [finding for finding in findings(PLACES[where]) if finding.rule == "expressions-parse"]
    assert [(finding.severity, finding.message.facts["where"], finding.message.facts["position"]) for finding in told] == [
        ("error", where, 5)
    ]


def test_a_text_without_a_mark_is_plain_where_plain_text_may_stand() -> None:
    task = user("ask", z("assignmentDefinition", assignee="ann (window 3"), io({"a": "plain ( text"}))
    assert "expressions-parse" not in broken_rules(row(task))


@pytest.mark.parametrize("called", ["cuont(items)", "add workng days(today(), 3)"])
def test_an_unknown_function_is_told_with_the_nearest_known(called: str) -> None:
    told = [
        finding for finding in findings(row(script("ask", "n", f"={called}"))) if finding.rule in ("known-function", "expressions-parse")
    ]
    assert len(told) == 1


@pytest.mark.parametrize(
    "text",
    [
        "count(items)",
        "add working days(today(), 3)",
        "close of business(today())",
        "{f: function(x) x + 1, y: f(2)}.y",
        'string length("a")',
    ],
)
def test_functions_of_feel_of_the_calendar_and_of_the_text_itself_are_known(text: str) -> None:
    assert not {"known-function", "expressions-parse"} & broken_rules(row(script("ask", "n", f"={text}")))


@pytest.mark.parametrize("name", ["deadline", "case", "now"])
def test_a_reserved_name_is_not_written_anywhere(name: str) -> None:
    writers = [
        row(script("ask", name, "=1")),
        row(decide("ask", "letter-days", name)),
        row(user("ask", io({name: "=1"}))),
        row(user("ask", io((), {name: "=1"}))),
        row(user("ask", loop=each("=units", name))),
        row(user("ask", loop=each("=units", "unit", name, "=1"))),
    ]
    assert all("reserved-name-is-not-written" in broken_rules(raw) for raw in writers)


@pytest.mark.parametrize(
    ("name", "breaks"), [("来信类别", False), ("kind_2", False), ("a.b", True), ("a b", True), ("2a", True), ("", True)]
)
def test_a_variable_has_a_name_that_an_expression_can_read(name: str, breaks: bool) -> None:
    assert ("variable-name" in broken_rules(row(user("ask", io({name: "=1"}))))) == breaks


def test_the_deadline_in_a_condition_is_that_of_what_is_around() -> None:
    limit = properties(deadline__length="1", deadline__article="1")
    inner = (start("a"), xor("x", default="x_c"), end("b"), end("c"), path("a x b", x="now() > deadline"), path("x c"))
    assert "deadline-is-there" not in broken_rules(process("p", start(), sub("w", *inner, parts=(limit,)), end(), path("s w e")))
    assert "deadline-is-there" in broken_rules(process("p", start(), sub("w", *inner), end(), path("s w e")))
    beside = user("ask", limit), boundary("late", "ask", date("=deadline"))
    outside = process("p", start(), *beside, sub("w", *inner), end(), end("e2"), path("s ask w e"), path("late e2"))
    assert "deadline-is-there" in broken_rules(outside)


def test_a_decision_is_named_for_the_length_alone() -> None:
    said = properties(deadline__length="decision:letter-days", deadline__from="decision:letter-days")
    told = [finding for finding in findings(row(user("ask", said))) if finding.rule == "expressions-parse"]
    assert [finding.message.facts["where"] for finding in told] == ["deadline.from"]
