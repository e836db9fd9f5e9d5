"""Our properties: their names, places and values."""

import pytest

from app.lint import Known, check
from tests.builders.drawing import boundary, call, date, each, el, end, ext, path, process, properties, start, sub, user, xor, z
from tests.lint.pages import broken_rules, findings

DEADLINE = {"deadline__length": "7", "deadline__article": "11"}


def on_task(**values: str) -> set[str]:
    return {
        f.rule for f in findings(process("p", start(), user("ask", properties(**values)), end(), path("s ask e"))) if f.severity == "error"
    }


def on_process(**values: str) -> set[str]:
    raw = process("p", ext(properties(**values)), start(), user("ask"), end(), path("s ask e"))
    return {f.rule for f in findings(raw) if f.severity == "error"}


@pytest.mark.parametrize(
    "values",
    [
        DEADLINE,
        DEADLINE | {"deadline__unit": "office hour", "deadline__length": "2.5"},
        DEADLINE | {"deadline__unit": "calendar day", "deadline__from": "=received", "deadline__suspendable": "true"},
        DEADLINE | {"light__yellow": "1/3"},
        {"deadline__unit": "at once", "deadline__article": "7"},
        {"deadline__length": "decision:letter-days"},
        {"deadline__length": "=limit", "deadline__article": "11"},
        {"deadline__at": '=@"2026-10-01"', "deadline__article": "5"},
        DEADLINE | {"deadline__extendable": "true", "deadline__noticeDays": "3", "deadline__extensionApprover": "deputy-mayor"},
        {"public": "true", "publicName": "正在办理", "article": "11", "points": "late"},
        {"titleTemplate": "=topic", "receipt__backdating": "hotline"},
    ],
)  # fmt: skip
def test_what_the_guide_lists_is_taken(values: dict[str, str]) -> None:
    assert on_task(**values) == set()


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        (DEADLINE | {"deadline__unit": "workday"}, "deadline-value"),
        (DEADLINE | {"deadline__length": "0"}, "deadline-value"),
        (DEADLINE | {"deadline__length": "-3"}, "deadline-value"),
        (DEADLINE | {"deadline__length": "2.5"}, "deadline-value"),
        (DEADLINE | {"deadline__at": "=due"}, "deadline-value"),
        ({"deadline__at": "2026-10-01", "deadline__article": "5"}, "deadline-value"),
        ({"deadline__at": "=due", "deadline__article": "5", "deadline__suspendable": "true"}, "deadline-value"),
        (DEADLINE | {"deadline__retroactive": "true"}, "deadline-value"),
        ({"deadline__article": "5"}, "deadline-value"),
        ({"deadline__length": "7"}, "deadline-has-an-article"),
        ({"deadline__length": "decision:gone"}, "decision-exists"),
        (DEADLINE | {"deadline__noticeDays": "3"}, "extension-is-complete"),
        (DEADLINE | {"deadline__extendable": "true"}, "extension-is-complete"),
        (DEADLINE | {"deadline__extendable": "yes"}, "property-value"),
        (DEADLINE | {"light__yellow": "2"}, "property-value"),
        (DEADLINE | {"light__yellow": "3/2"}, "property-value"),
        ({"publicName": "x"}, "public-has-a-name"),
        ({"public": ""}, "property-value"),
        ({"beginsAnew": "yes"}, "property-value"),
        ({"weighsAgain": "yes"}, "property-value"),
        ({"whileMerged": "always"}, "property-value"),
        ({"whileMerged": "never"}, "property-in-its-place"),
        ({"article": "=article"}, "property-value"),
        ({"receipt__backdating": "clerk"}, "role-is-known"),
        ({"deadlin.length": "7"}, "known-property"),
        ({"deadline__colour": "red"}, "known-property"),
        ({"receipt__code": "QZ"}, "property-in-its-place"),
        ({"titleTemplate": "=topic +"}, "expressions-parse"),
        (DEADLINE | {"deadline__silence": "agreed"}, "silence-has-a-timer"),
    ],
)
def test_what_could_not_be_meant_is_refused(values: dict[str, str], rule: str) -> None:
    assert rule in on_task(**values)


def test_a_near_name_is_told() -> None:
    raw = process("p", start(), user("ask", properties(deadline__lenght="7")), end(), path("s ask e"))
    told = [str(finding.message) for finding in findings(raw) if finding.rule == "known-property"]
    assert told == ["Expected deadline.length, but found deadline.lenght"]


def test_a_name_of_another_product_is_only_noted() -> None:
    raw = process("p", start(), user("ask", properties(colour="red")), end(), path("s ask e"))
    found = {finding.rule: finding.severity for finding in findings(raw)}
    assert found["foreign-extension"] == "note"
    assert "known-property" not in found


@pytest.mark.parametrize(
    ("values", "rules"),
    [
        ({"receipt__code": "QZ", "owner": "hotline", "secret": "=false"}, set()),
        ({"retention": "P10Y"}, set()),
        ({"retention": "permanent"}, set()),
        ({"retention": "10 years"}, {"property-value"}),
        ({"retention": "P0Y"}, {"property-value"}),
        ({"retention": "P18M"}, {"property-value"}),
        ({"retention": '=duration("P10Y")'}, {"property-value"}),
        ({"receipt__code": "qz"}, {"receipt-code"}),
        ({"owner": "somebody"}, {"role-is-known"}),
        ({"secret": "=(("}, {"expressions-parse"}),
        (DEADLINE, set()),
        ({"fourEyes": "ask"}, {"property-in-its-place"}),
    ],
)
def test_a_process_holds_its_own_properties(values: dict[str, str], rules: set[str]) -> None:
    assert on_process(**values) == rules


def test_two_procedures_may_not_share_a_receipt_code() -> None:
    one = process("p", ext(properties(receipt__code="QZ")), start(), user("ask"), end(), path("s ask e"))
    other = one.replace(b'id="p"', b'id="q"')
    found = check({"p.bpmn": one, "q.bpmn": other}, Known())
    assert [(f.file, f.element_id) for f in found if f.rule == "receipt-code"] == [("q.bpmn", "q")]


@pytest.mark.parametrize(
    ("timer", "cancel", "breaks"),
    [("=deadline", True, False), ("= deadline", True, False), ("=deadline", False, True), ('=deadline - duration("P1D")', True, True)],
)
def test_silence_needs_an_interrupting_timer_at_the_deadline(timer: str, cancel: bool, breaks: bool) -> None:
    asked = user("ask", properties(**DEADLINE, deadline__silence="consent"))
    raw = process("p", start(), asked, boundary("late", "ask", date(timer), cancel), end(), end("e2"), path("s ask e"), path("late e2"))
    assert ("silence-has-a-timer" in broken_rules(raw)) == breaks


def test_a_looped_sub_process_gives_each_item_its_own_silence() -> None:
    asked = user("ask", properties(**DEADLINE, deadline__silence="consent"))
    inner = (start("a"), asked, boundary("late", "ask", date("=deadline")), end("b"), end("c"), path("a ask b"), path("late c"))
    raw = process("p", start(), sub("each", *inner, loop=each("=units", "unit")), end(), path("s each e"))
    assert {f.rule for f in findings(raw) if f.severity == "error"} == set()


def timer_in(place: str, where_deadline: str) -> bool:
    """Whether `=deadline` on a task or its boundary finds one that lies on the task, its sub-process or the process."""
    said = {name: properties(**DEADLINE) if name == where_deadline else "" for name in ("task", "part", "process")}
    schedule = z("taskSchedule", dueDate="=deadline") if place == "task" else ""
    late = boundary("late", "ask", date("=deadline")) if place == "boundary" else ""
    inner = (start("a"), user("ask", said["task"], schedule), late, end("b"), path("a ask b"), path("late b") if late else "")
    raw = process("p", ext(said["process"]), start(), sub("part", *inner, parts=(said["part"],)), end(), path("s part e"))
    return "deadline-is-there" not in broken_rules(raw)


def test_the_deadline_of_a_boundary_event_is_that_of_its_host_alone() -> None:
    assert timer_in("boundary", "task")
    assert not timer_in("boundary", "part")
    assert not timer_in("boundary", "process")


def test_elsewhere_the_deadline_is_the_nearest_around() -> None:
    assert timer_in("task", "task")
    assert timer_in("task", "part")
    assert timer_in("task", "process")
    assert not timer_in("task", "nowhere")


def test_four_eyes_may_look_out_of_a_sub_process_but_send_back_may_not() -> None:
    inner = sub("part", start("a"), user("tell", properties(fourEyes="ask", returnTo="ask")), end("b"), path("a tell b"))
    rules = broken_rules(process("p", start(), user("ask"), inner, end(), path("s ask part e")))
    assert "four-eyes-is-earlier" not in rules
    assert "return-to-is-earlier" in rules


@pytest.mark.parametrize(("named", "broken"), [("s, ask", False), ("s", False), ("ask, e", True), ("ask, later", True), ("=ask", True)])
def test_four_eyes_may_name_several_steps_and_the_start_of_the_case(named: str, broken: bool) -> None:
    raw = process("p", start(), user("ask"), user("tell", properties(fourEyes=named)), user("later"), end(), path("s ask tell later e"))
    assert ("four-eyes-is-earlier" in broken_rules(raw)) is broken


def test_a_task_in_a_loop_comes_before_the_other() -> None:
    tell = user("tell", properties(returnTo="ask, check", fourEyes="ask"))
    raw = process(
        "p",
        start(),
        user("ask"),
        user("check"),
        tell,
        xor("x", default="x_e"),
        end(),
        path("s ask check tell x e"),
        path("x ask", x="again"),
    )
    assert not {"four-eyes-is-earlier", "return-to-is-earlier"} & broken_rules(raw)


@pytest.mark.parametrize(
    ("groups", "rules"),
    [
        ("hotline, handler@health-bureau", set()),
        ('="handler@" + unit', set()),
        ("handler", {"group-exists"}),
        ("clerk@health-bureau", {"group-exists"}),
        ("handler@health-burea", {"group-exists"}),
        ("handler@health-bureau, nobody", {"group-exists"}),
        ("auditor", {"group-exists"}),
    ],
)
def test_candidate_groups_are_roles_of_the_city_or_of_a_unit(groups: str, rules: set[str]) -> None:
    task = process("p", start(), user("ask", z("assignmentDefinition", candidateGroups=groups)), end(), path("s ask e"))
    lane = el("laneSet", "l", el("lane", "desk", ext(properties(candidateGroups=groups)), "<bpmn:flowNodeRef>ask</bpmn:flowNodeRef>"))
    on_lane = process("p", lane, start(), user("ask"), end(), path("s ask e"))
    begins = process("p", start("s", ext(properties(candidateGroups=groups))), user("ask"), end(), path("s ask e"))
    for raw in (task, on_lane, begins):
        assert {f.rule for f in findings(raw) if f.severity == "error"} == rules


def test_a_unit_is_not_asked_for_where_units_are_not_known() -> None:
    raw = process("p", start(), user("ask", z("assignmentDefinition", candidateGroups="handler@moon-bureau")), end(), path("s ask e"))
    assert "group-exists" in broken_rules(raw)
    assert "group-exists" not in broken_rules(raw, Known())


def test_a_call_may_have_a_deadline_and_a_silence() -> None:
    called = call("ask", "letter", properties(**DEADLINE, deadline__silence="approval"))
    raw = process("p", start(), called, boundary("late", "ask", date("=deadline")), end(), end("e2"), path("s ask e"), path("late e2"))
    assert {f.rule for f in findings(raw) if f.severity == "error"} == set()
