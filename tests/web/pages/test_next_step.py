"""What may come after a step is read from the drawing."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.diagram import read_diagram
from app.feel import FeelWorld
from app.web.pages.next_step import barred_flows, next_steps
from tests.builders.drawing import el, end, path, process, start, user

LETTER = Path(__file__).resolve().parents[3] / "processes" / "citizen-letter" / "citizen-letter.bpmn"


@pytest.mark.parametrize(
    ("step", "first"),
    [("sign", "责任单位办理"), ("answer", "核查办理情况"), ("call-back", "归档办结")],
)
def test_the_steps_that_people_see_next_are_named_past_gateways_and_out_of_sub_processes(step: str, first: str) -> None:
    process = read_diagram(LETTER.read_bytes(), LETTER.name).processes[0]
    named = [found.title for found in next_steps(process, step)]
    assert first in named


def test_a_step_that_is_not_drawn_leads_nowhere() -> None:
    process = read_diagram(LETTER.read_bytes(), LETTER.name).processes[0]
    assert next_steps(process, "elsewhere") == []


MEETING = LETTER.parents[1] / "meeting-decision" / "meeting-decision.bpmn"
PROJECT = LETTER.parents[1] / "investment-approval" / "investment-approval.bpmn"


def named(file: Path, step: str, **known: object) -> list[str]:
    process = next(one for one in read_diagram(file.read_bytes(), file.name).processes if step in one.elements)
    barred = barred_flows(process, step, known, FeelWorld(datetime(2026, 11, 24, tzinfo=UTC), ZoneInfo("Asia/Shanghai")))
    return [found.title for found in next_steps(process, step, barred)]


def test_what_the_case_knows_rules_out_steps_that_its_answers_cannot_lead_to() -> None:
    assert {"办公室主任审定", "向市委报告结果"} <= set(named(MEETING, "check"))
    standing = named(MEETING, "check", supervision={"report": "bulletin"})
    assert not {"办公室主任审定", "向市委报告结果"} & set(standing)
    assert "签收" in standing
    assert "办公室主任审定" in named(MEETING, "check", supervision={"report": "summary"})


def test_a_department_that_has_asked_for_papers_once_is_not_led_to_asking_again() -> None:
    assert "补齐部门所要材料" in named(PROJECT, "reply-to-project", papersAsked=False)
    assert "补齐部门所要材料" not in named(PROJECT, "reply-to-project", papersAsked=True)


@pytest.mark.parametrize(
    "condition",
    [
        "a = 1 or b = 2 and c = 3",
        "if a then b else c",
        "not(a = 1 and c = 3)",
        "every x in b satisfies x = 1 and c = 3",
        'b = "1 and c = 3"',
    ],
)
def test_a_false_part_rules_out_nothing_where_the_whole_may_still_hold(condition: str) -> None:
    raw = process(
        "p", start("s"), user("first"), el("exclusiveGateway", "way", default="way_right"), user("left"), user("right"), end("e"),
        path("s first way right e"), path("way left", way=condition), path("left e"),
    )  # fmt: skip
    drawn = read_diagram(raw, "p.bpmn").processes[0]
    world = FeelWorld(datetime(2026, 11, 24, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))
    assert barred_flows(drawn, "first", {"c": 4, "a": 2}, world) == frozenset()
