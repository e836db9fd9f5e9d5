"""The page of a deadline says of which item and unit it is, and warns where its fixed date is a day of rest. Opinions, article 5."""

import re
from typing import Any

import pytest

from app.cli.seed_demo import ROOT
from app.cli.simulate.gather_files import gather_files
from app.service.request_extension import RequestExtension
from tests.builders.commission import extension_files
from tests.fixtures.api_city import DEMO, ApiCity
from tests.web.pages.desk import desk, words

MEETING: dict[str, Any] = {
    "meeting": "市政府第31次常务会议",
    "kind": "standing",
    "meetingOn": "2026-11-23",
    "items": [
        {"content": "在城区新设夜间就诊点", "unit": "health-bureau", "coUnits": [], "dueOn": "2026-12-19"},
        {"content": "完成首批改造招标", "unit": "housing-bureau", "coUnits": [], "dueOn": "2026-12-18"},
    ],
}


@pytest.fixture(scope="module")
def office(api: ApiCity) -> ApiCity:
    files = gather_files(ROOT / "processes" / "meeting-decision" / "meeting-decision.bpmn")
    assert api.deploy(dict(files)).status_code == 200
    return api


def test_the_page_of_an_items_deadline_names_item_and_unit_and_warns_of_a_day_of_rest(office: ApiCity) -> None:
    case = office.start("meeting-decision", **MEETING)
    rows = office.duban.door.ask(
        lambda store: store.all(
            "SELECT key, deadline_at FROM deadline WHERE case_key = :key AND element_id = 'carrying-out' ORDER BY deadline_at",
            key=int(case),
        )
    )
    friday, saturday = (words(desk(office, "office").get(f"/cases/{office.number(case)}/deadlines/{row['key']}")) for row in rows)
    assert "市政府第31次常务会议 · 完成首批改造招标 · 市住建局" in friday
    assert "市政府第31次常务会议 · 在城区新设夜间就诊点 · 市卫健局" in saturday
    assert "这一天是周末。固定日期不顺延，仍在当日下班时届满。" in saturday
    assert "固定日期不顺延" not in friday


def test_two_requests_for_more_time_say_each_of_which_step_and_item_it_is(office: ApiCity) -> None:
    assert office.deploy(dict(extension_files())).status_code == 200
    case = office.start("meeting-decision", **MEETING)
    number = office.number(case)
    rows = office.rows("SELECT key FROM deadline WHERE case_key = :key AND element_id = 'carrying-out' ORDER BY key", key=int(case))
    for row in rows:
        asked = {"days": 2, "reason": "招标文件还要补正", "measures": "已加派人员"}
        office.duban.door.execute(RequestExtension(int(case), int(row["key"]), asked), DEMO)
    page = words(desk(office, "office").get(f"/cases/{number}"))
    for unit in ("市卫健局", "市住建局"):
        assert f"审批延期 · 签收、办理并报告结果 · {unit}" in page


def test_a_request_whose_deadline_is_corrected_beyond_what_it_asks_for_is_told_to_both_to_be_needless(office: ApiCity) -> None:
    assert office.deploy(dict(extension_files())).status_code == 200
    case = office.start("meeting-decision", **MEETING)
    number = office.number(case)
    row = office.rows("SELECT key FROM deadline WHERE case_key = :key AND element_id = 'carrying-out' ORDER BY deadline_at", key=int(case))[
        0
    ]
    handler = desk(office, "handler-housing")
    asked = {"deadlineKey": str(row["key"]), "newDate": "2026-12-22", "reason": "招标文件还要补正", "measures": "已加派人员"}
    office.post(f"/casework/v1/cases/{number}/extension-requests", asked, 201, who="handler-housing")
    item = re.findall(r"correction\?item=(\d+)", desk(office, "office").get(f"/cases/{number}"))[1]
    body = {"itemKey": item, "reason": "议定的日期记错", "answers": {"dueOn": "2026-12-25"}}
    office.post(f"/casework/v1/cases/{number}/corrections", body, 201, who="office")
    (task,) = office.rows("SELECT key, assignee FROM user_task WHERE case_key = :key AND element_id = 'decide'", key=int(case))
    assert "期限已改为 12月25日 17:30，而申请延到12月22日 的延期申请还没有批" in words(handler.get("/notices"))
    assert "期限已改为 12月25日 17:30，而申请延到12月22日 的延期申请还没有批" in words(desk(office, "mayor-deputy").get("/notices"))
    assert "期限已经改到申请的日期或者更晚" in words(handler.get(f"/cases/{number}/deadlines/{row['key']}"))
    assert "申请延到的是 12月22日 周二，已无可批准的延期" in words(desk(office, "mayor-deputy").get(f"/tasks/{task['key']}"))
