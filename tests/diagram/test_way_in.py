"""Where a paper case can be put in a procedure: the four procedures, each step by what stands against it."""

from pathlib import Path

import pytest

from app.diagram import read_diagram
from app.diagram.way_in import AFTER, BESIDE_HOST, BY_CHOICE, UNSAID, WITHIN, Stand, WayIn, way_in, ways_in
from tests.builders.drawing import el, end, path, process, start, user

PROCESSES = Path(__file__).resolve().parents[2] / "processes"


def ways(process_id: str) -> dict[str, WayIn]:
    diagram = read_diagram((PROCESSES / process_id / f"{process_id}.bpmn").read_bytes(), process_id)
    found = diagram.process(process_id)
    assert found is not None
    return {way.step.id: way for way in ways_in(found)}


def refused(process_id: str) -> dict[str, str]:
    return {step: way.refusal.template for step, way in ways(process_id).items() if way.refusal is not None}


def done(way: WayIn) -> list[str]:
    return [step.id for step in way.done]


def course(way: WayIn) -> dict[str, list[str]]:
    return {place: [target for target, _ in after or ()] for place, after in way.course.items()}


def within(process_id: str) -> dict[str, str | None]:
    """Return the steps of items, each with what stands against it."""
    process = read_diagram((PROCESSES / process_id / f"{process_id}.bpmn").read_bytes(), process_id).process(process_id)
    assert process is not None
    found: dict[str, str | None] = {}
    for way in ways_in(process):
        body = next((one for one in process.around(way.step) if one.loop is not None), None)
        if body is not None:
            refusal = way_in(process, body.id, Stand((way.step.id,)), alone=True).refusal
            found[way.step.id] = refusal.template if refusal is not None else None
    return found


def stands(process_id: str, *steps: str, over: tuple[str, ...] = ()) -> WayIn:
    process = read_diagram((PROCESSES / process_id / f"{process_id}.bpmn").read_bytes(), process_id).process(process_id)
    assert process is not None
    return way_in(process, process_id, Stand(steps, over))


@pytest.mark.parametrize("process_id", ["citizen-letter", "penalty-review", "investment-approval", "meeting-decision", "extension-request"])
def test_every_step_of_people_can_be_entered_itself_or_in_the_sheet_of_parts(process_id: str) -> None:
    diagram = read_diagram((PROCESSES / process_id / f"{process_id}.bpmn").read_bytes(), process_id)
    process = diagram.process(process_id)
    assert process is not None
    tasks = {one.id for one in process.elements.values() if one.kind == "userTask"}
    parts = within(process_id)
    assert tasks <= set(ways(process_id))
    assert set(refused(process_id)) == set(parts)
    assert {step: why for step, why in parts.items() if why is not None} == {}


def test_a_step_behind_one_that_stops_a_clock_says_that_it_stands_and_what_ran_it_on_is_jumped_over() -> None:
    process = read_diagram((PROCESSES / "investment-approval/investment-approval.bpmn").read_bytes(), "x").process("investment-approval")
    assert process is not None
    stopped = way_in(process, "departments", Stand(("bring-papers",)))
    assert (stopped.is_stopped, stopped.clock.id if stopped.clock else "") == (True, "stop-clock")
    assert "stop-clock" not in stopped.course
    resumed = way_in(process, "departments", Stand((), ("bring-papers",)))
    assert (resumed.is_stopped, resumed.clock.id if resumed.clock else "") == (False, "resume-clock")
    assert resumed.course["bring-papers"] == (("reply-to-project", "resume-clock-to-reply-to-project"),)
    neither = way_in(process, "departments", Stand(("reply-to-project",)))
    assert (neither.is_stopped, neither.clock) == (None, None)


def test_a_letter_is_led_through_what_lies_on_every_way_to_its_step() -> None:
    found = ways("citizen-letter")
    assert done(found["assign"]) == []
    assert done(found["handle"]) == ["assign"]
    assert done(found["check"]) == ["assign", "handle", "answer"]
    assert course(found["handle"]) == {
        "registered": ["read-rules"], "read-rules": ["assign"], "assign": ["handling"], "handling-started": ["handle"],
    }  # fmt: skip
    alone = stands("citizen-letter", "tell-progress").refusal
    assert alone is not None
    assert alone.template == BESIDE_HOST
    assert course(stands("citizen-letter", "handle", "tell-progress"))["assign"] == ["handling", "tell-progress"]


def test_the_tables_of_a_penalty_are_asked_on_the_way_and_its_service_is_begun_by_what_throws_it() -> None:
    found = ways("penalty-review")["legal-review"]
    assert course(found) == {
        "entered": ["weigh"], "weigh": ["propose"], "propose": ["notify"], "notify": ["judge"], "judge": ["legal-review"],
    }  # fmt: skip
    assert done(found) == ["propose", "notify"]
    assert course(ways("penalty-review")["serve"]) | {"to-be-served": ["serve"]} == course(ways("penalty-review")["serve"])
    assert course(ways("penalty-review")["serve"])["impose"] == ["decision-made"]


def test_each_branch_that_runs_at_the_same_time_is_spoken_of() -> None:
    for steps, over, template in (
        (("departments",), (), UNSAID),
        (("departments", "name-assistants"), (), UNSAID),
        (("track",), (), UNSAID),
        (("track", "call-session"), ("record-session",), AFTER),
        (("reply-to-project",), (), WITHIN),
    ):
        refusal = stands("investment-approval", *steps, over=over).refusal
        assert refusal is not None
        assert refusal.template == template
    found = stands("investment-approval", "departments", "name-assistants", over=("session-work",))
    assert course(found)["record-session"] == ["departments", "name-assistants"]
    assert found.crossed == ()
    assert done(stands("investment-approval", "track", "session-work")) == [
        "check-papers", "call-session", "name-assistants", "close-attendance", "record-session", "issue-notice",
    ]  # fmt: skip


def test_the_end_of_a_branch_waits_where_the_branches_meet() -> None:
    found = stands("investment-approval", "name-assistants", over=("issue-notice", "record-session"))
    assert found.course["issue-notice"] == (("name-assistants", ""), ("assistance", "approved-to-assistance"))


def test_what_items_bring_about_is_not_put_there_but_comes_of_them() -> None:
    assert course(stands("meeting-decision", "issue-bulletin"))["name-supervisor"] == ["decided-items"]
    assert stands("meeting-decision", "summarize").crossed[0].id == "decided-items"
    assert stands("meeting-decision", "decided-items", over=("issue-bulletin",)).course["an-item-settled"] == ()


@pytest.mark.parametrize(
    ("kind", "step", "template"),
    [
        ("parallelGateway", "first", None), ("parallelGateway", "left", UNSAID), ("parallelGateway", "after", None),
        ("inclusiveGateway", "left", BY_CHOICE),
    ],
)  # fmt: skip
def test_a_step_among_branches_says_where_the_others_stand(kind: str, step: str, template: str | None) -> None:
    raw = process(
        "p", start("s"), user("first"), el(kind, "split"), user("left"), user("right"), el(kind, "join"), user("after"),
        end("e"), path("s first split left join after e"), path("split right join"),
    )  # fmt: skip
    found = read_diagram(raw, "p").process("p")
    assert found is not None
    way = way_in(found, "p", Stand((step,)))
    assert (way.refusal.template if way.refusal else None) == template
    if step == "after":
        assert done(way) == ["first", "left", "right"]
