"""Where a paper case can be put in a procedure: the four procedures, each step by what stands against it."""

from pathlib import Path

import pytest

from app.diagram import read_diagram
from app.diagram.way_in import AFTER, BEHIND, BESIDE, BY_EVENT, NOT_REACHED, WITHIN, WayIn, ways_in
from tests.builders.drawing import end, gate, path, process, start, user

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


def test_a_letter_can_be_put_at_each_step_but_those_of_events_and_of_several_units() -> None:
    assert refused("citizen-letter") == {"co-organize": WITHIN, "tell-progress": BY_EVENT}
    found = ways("citizen-letter")
    assert done(found["assign"]) == []
    assert done(found["handle"]) == ["assign"]
    assert done(found["check"]) == ["assign", "handle", "answer"]
    assert found["handle"].course == {
        "registered": "read-rules", "read-rules": "assign", "assign": "handling", "handling-started": "handle",
    }  # fmt: skip


def test_a_penalty_can_be_put_at_each_step_but_its_service_and_its_tables_are_asked_on_the_way() -> None:
    assert refused("penalty-review") == {"serve": NOT_REACHED}
    found = ways("penalty-review")["legal-review"]
    assert found.course == {
        "entered": "weigh", "weigh": "propose", "propose": "notify", "notify": "judge", "judge": "legal-review",
    }  # fmt: skip
    assert done(found) == ["propose", "notify"]


def test_a_project_can_be_put_only_where_its_branches_have_not_parted() -> None:
    found = refused("investment-approval")
    assert {step for step in ways("investment-approval") if step not in found} == {"check-papers", "receive-papers"}
    assert found["call-session"] == found["name-assistants"] == found["track"] == BESIDE
    assert found["reply-to-project"] == found["carry-out"] == WITHIN


def test_a_meeting_can_be_put_at_the_beginning_of_all_its_items_and_nowhere_within_or_behind_them() -> None:
    found = refused("meeting-decision")
    assert {step for step in ways("meeting-decision") if step not in found} == {"decided-items"}
    assert found["handle"] == WITHIN
    assert found["summarize"] == BEHIND
    assert found["issue-bulletin"] == BY_EVENT


@pytest.mark.parametrize(("step", "template"), [("first", None), ("left", BESIDE), ("right", BESIDE), ("after", AFTER)])
def test_a_step_can_be_entered_only_before_branches_part(step: str, template: str | None) -> None:
    raw = process(
        "p", start("s"), user("first"), gate("split"), user("left"), user("right"), gate("join"), user("after"), end("e"),
        path("s first split left join after e"), path("split right join"),
    )  # fmt: skip
    found = read_diagram(raw, "p").process("p")
    assert found is not None
    way = next(one for one in ways_in(found) if one.step.id == step)
    assert (way.refusal.template if way.refusal else None) == template
