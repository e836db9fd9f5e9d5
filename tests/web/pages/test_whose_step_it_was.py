"""What is over still says whose it was: deadlines done, stopped or ended by silence, and what the clock said of them."""

import re
from typing import Any

import pytest

from app.cli.seed_demo import ROOT
from app.cli.simulate.gather_files import gather_files
from app.service.pin_clock import pin_clock
from tests.domain.city_time import at
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words
from tests.web.pages.test_session_calls import PROJECT, done

MEETING: dict[str, Any] = {
    "meeting": "第14次常务会议",
    "kind": "standing",
    "meetingOn": "2026-11-23",
    "items": [
        {"content": "排水改造", "unit": "health-bureau", "coUnits": [], "dueOn": "2026-12-18"},
        {"content": "路灯更新", "unit": "health-bureau", "coUnits": [], "dueOn": "2026-12-18"},
        {"content": "校车线路", "unit": "housing-bureau", "coUnits": [], "dueOn": "2026-12-18"},
    ],
}


@pytest.fixture(scope="module")
def hall(api: ApiCity) -> ApiCity:
    for process in ("meeting-decision", "investment-approval"):
        assert api.deploy(dict(gather_files(ROOT / "processes" / process / f"{process}.bpmn"))).status_code == 200
    return api


def deadlines_told(page: str) -> str:
    return words(page.partition('id="deadlines-title"')[2].partition("</table>")[0])


def test_steps_of_items_that_are_done_say_their_unit_and_which_item_of_it(hall: ApiCity) -> None:
    case = hall.start("meeting-decision", **MEETING)
    for _ in range(3):
        done(hall, case, "sign")
    told = deadlines_told(desk(hall, "office").get(f"/cases/{hall.number(case)}"))
    for whose in ("排水改造 · 市卫健局", "路灯更新 · 市卫健局", "市住建局"):
        assert told.count(f"签收 · {whose}") == 1, (whose, told)


def test_the_clocks_lines_of_a_case_with_several_items_say_whose_item_it_is(hall: ApiCity) -> None:
    case = hall.start("meeting-decision", **MEETING)
    hall.duban.door.keep(pin_clock, at("2026-11-26 09:00"))
    for _ in range(6):
        hall.duban.door.fire_due(int(case))
    history = words(desk(hall, "office").get(f"/cases/{hall.number(case)}?tab=history&h=deadline"))
    for whose in ("排水改造 · 市卫健局", "路灯更新 · 市卫健局", "市住建局"):
        assert f"「签收 · {whose}」超期" in history


def silent_project(hall: ApiCity, present: list[str], days: tuple[str, str, str]) -> str:
    """Return a project on which nobody answered. days: of its call, of its session, and one after all was deemed."""
    hall.duban.door.keep(pin_clock, at(f"{days[0]} 15:00"))
    case = hall.start("investment-approval", **PROJECT)
    done(hall, case, "check-papers", papersResult="complete")
    done(hall, case, "call-session", sessionAt=f"{days[1]}T09:30+08:00", sessionPlace="服务大厅三楼")
    hall.duban.door.keep(pin_clock, at(f"{days[1]} 09:35"))
    hall.duban.door.fire_due(int(case))
    done(hall, case, "close-attendance", present=present)
    hall.duban.door.keep(pin_clock, at(f"{days[2]} 09:00"))
    for _ in range(6):
        hall.duban.door.fire_due(int(case))
    return case


def test_two_silent_departments_are_told_apart_on_the_case_in_its_history_and_where_a_reply_is_entered(hall: ApiCity) -> None:
    case = silent_project(hall, ["fire-brigade", "planning-bureau"], ("2026-11-26", "2026-11-27", "2026-12-07"))
    number, office = hall.number(case), desk(hall, "investment")
    overview, received = deadlines_told(office.get(f"/cases/{number}")), words(office.get(f"/cases/{number}/received"))
    history = words(office.get(f"/cases/{number}?tab=history&h=deadline"))
    for unit in ("市规划局", "市消防支队"):
        assert f"审批并答复 · {unit}" in overview
        assert f"审批并答复 · {unit}" in received
        assert f"「审批并答复」期满未答复，视为同意：{unit}" in history or f"审批并答复 · {unit}" in history
    ended = "SELECT key FROM user_task WHERE case_key = :case AND element_id = 'reply-to-project' AND title LIKE '%消防设计审查'"
    (task,) = hall.rows(ended, case=int(case))
    assert "审批事项： 消防设计审查" in words(desk(hall, "reviewer-fire").get(f"/tasks/{task['key']}"))


def test_a_department_alone_in_what_befell_it_is_named_too(hall: ApiCity) -> None:
    case = silent_project(hall, ["planning-bureau"], ("2026-12-07", "2026-12-08", "2026-12-17"))
    number, office = hall.number(case), desk(hall, "investment")
    overview, received = deadlines_told(office.get(f"/cases/{number}")), words(office.get(f"/cases/{number}/received"))
    for told in (overview, received):
        assert "派员参加会议 · 市消防支队" in told
        assert "审批并答复 · 市规划局" in told


def test_a_step_that_a_correction_passes_on_was_the_other_units_before(hall: ApiCity) -> None:
    """The running deadline of the item is that of who has it now; what happened before is told as it was."""
    case = hall.start("meeting-decision", **MEETING)
    for _ in range(3):
        done(hall, case, "sign")
    number, office = hall.number(case), desk(hall, "office")
    third = re.findall(r"correction\?item=(\d+)", office.get(f"/cases/{number}"))[2]
    body = {"itemKey": third, "answers": {"unit": "market-bureau"}, "reason": "单位登记错了"}
    hall.post(f"/casework/v1/cases/{number}/corrections", body, 201)
    told = deadlines_told(office.get(f"/cases/{number}"))
    assert "签收、办理并报告结果 · 市市场监管局" in told
    assert "签收、办理并报告结果 · 市住建局" not in told
    assert "签收 · 市住建局" in told
    history = words(office.get(f"/cases/{number}?tab=history"))
    assert "提交「签收 · 市住建局」" in history
    assert "办理 · 市住建局”改送市市场监管局" in history
    assert "办理 · 市市场监管局”改送" not in history
    again = {**body, "answers": {"unit": "education-bureau"}}
    hall.post(f"/casework/v1/cases/{number}/corrections", again, 201)
    history = words(office.get(f"/cases/{number}?tab=history"))
    assert "办理 · 市住建局”改送市市场监管局" in history
    assert "办理 · 市市场监管局”改送市教育局" in history
    assert "签收、办理并报告结果 · 市教育局" in deadlines_told(office.get(f"/cases/{number}"))
