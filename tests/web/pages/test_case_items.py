"""The page of a meeting shows its kind, its day and its items, each with unit, date and where it stands; a deadline's page its own item."""

import json
import re
from typing import Any

import pytest

from app.audit.replay import replay
from app.cli.seed_demo import ROOT
from app.cli.simulate.gather_files import gather_files
from app.service.pin_clock import pin_clock
from tests.domain.city_time import at
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words
from tests.web.pages.test_session_calls import PROJECT, done

MEETING: dict[str, Any] = {
    "meeting": "第12次常务会议",
    "kind": "standing",
    "meetingOn": "2026-11-23",
    "items": [
        {"content": "排水改造", "unit": "health-bureau", "dueOn": "2026-12-18"},
        {"content": "路灯更新", "unit": "housing-bureau", "coUnits": ["education-bureau"], "dueOn": "2026-12-25"},
    ],
}


@pytest.fixture(scope="module")
def hall(api: ApiCity) -> ApiCity:
    for process in ("meeting-decision", "investment-approval"):
        assert api.deploy(dict(gather_files(ROOT / "processes" / process / f"{process}.bpmn"))).status_code == 200
    return api


def sign(api: ApiCity, case: str, unit: str) -> None:
    found = {"filter": {"processInstanceKey": case, "state": "CREATED", "elementId": "sign"}}
    tasks = api.post("/v2/user-tasks/search", found)["items"]
    (task,) = [one["userTaskKey"] for one in tasks if f"handler@{unit}" in one["candidateGroups"]]
    api.post(f"/v2/user-tasks/{task}/completion", {"variables": {}}, 204)


def test_the_page_of_a_meeting_tells_its_kind_its_day_and_each_item_with_unit_date_and_step(hall: ApiCity) -> None:
    case = hall.start("meeting-decision", **MEETING)
    sign(hall, case, "health-bureau")
    page = desk(hall, "office").get(f"/cases/{hall.number(case)}")
    told = words(page)
    assert "会议类别 市政府常务会议" in told
    assert "会议日期 2026年11月23日" in told
    assert "议定事项 2" in told
    table = words(page.partition('id="items-title"')[2].partition("</table>")[0])
    first, second = table.partition("路灯更新")[::2]
    assert "排水改造 责任单位：市卫健局" in first
    assert "12月18日 17:30" in first
    assert "办理" in first.partition("12月18日")[2]
    assert "责任单位：市住建局" in second
    assert "协办单位：市教育局" in second
    assert "12月25日 17:30" in second
    assert "签收" in second
    assert "反映内容" not in told


def test_the_page_of_one_items_deadline_tells_no_date_of_another_item(hall: ApiCity) -> None:
    case = hall.start("meeting-decision", **MEETING)
    rows = hall.rows("SELECT key FROM deadline WHERE case_key = :case AND element_id = 'carrying-out' ORDER BY key", case=int(case))
    page = words(desk(hall, "office").get(f"/cases/{hall.number(case)}/deadlines/{rows[0]['key']}"))
    assert "12月18日" in page
    assert "12月25日" not in page


def test_the_page_of_a_project_calls_its_content_as_its_registration_does(hall: ApiCity) -> None:
    case = hall.start("investment-approval", **PROJECT)
    page = desk(hall, "investment").get(f"/cases/{hall.number(case)}")
    told = words(page)
    assert "反映内容" not in told
    assert "新建厂房两栋。" in told
    assert "建设工程规划许可" in words(page.partition('id="items-title"')[2].partition("</table>")[0])
    assert "尚未开始" in told


def test_the_office_corrects_an_item_beside_its_content_and_the_page_and_the_history_say_so(hall: ApiCity) -> None:
    case = hall.start("meeting-decision", **MEETING)
    number, office = hall.number(case), desk(hall, "office")
    address = re.findall(r'href="(/cases/[^"]+correction\?item=\d+)"', office.get(f"/cases/{number}"))[0].replace("&amp;", "&")
    assert "correction?item=" not in desk(hall, "handler-health").get(f"/cases/{number}")
    page = office.get(address)
    assert "排水改造" in page
    assert 'name="meeting"' not in page
    new = {"content": "城区排水改造", "unit": "housing-bureau", "coUnits": ["transport-bureau"], "dueOn": "2026-12-30"}
    refused = office.send(address, **{**new, "dueOn": "2026-11-02"}, _reason="登记错了")
    assert "城区排水改造" in office.get(refused.headers["Location"], 422)
    page = words(office.follow(office.send(address, **new, _reason="单位和时限登记错了")))
    assert "更正了登记的第 1 项" in page
    assert "责任单位: 市卫健局 → 市住建局" in page
    assert "市卫健局”改送市住建局 经办" in page
    assert "原为 12月18日 17:30，现为 12月30日 17:30，不是延期" in page
    table = words(office.get(f"/cases/{number}").partition('id="items-title"')[2].partition("</table>")[0])
    assert "城区排水改造 责任单位：市住建局 协办单位：市交通局 完成时限：2026年12月30日" in table
    assert "12月30日 17:30" in table
    items = {one["name"]: one["value"] for one in hall.post("/v2/variables/search", {"filter": {"processInstanceKey": case}})["items"]}
    first, second = json.loads(items["items"])
    assert (first["unit"], first["dueOn"], first["extendedTo"], second["unit"]) == ("housing-bureau", "2026-12-30", None, "housing-bureau")
    assert hall.duban.door.ask(replay, hall.duban.door.surroundings, int(case)).verdict == "verified"


def test_whether_a_meeting_is_secret_is_not_offered_for_correction_and_the_page_says_what_to_do(hall: ApiCity) -> None:
    number = hall.number(hall.start("meeting-decision", **MEETING, secrecy="none"))
    page = desk(hall, "office").get(f"/cases/{number}/correction")
    assert 'name="meeting"' in page
    assert 'name="secrecy"' not in page
    assert "密级 这一项决定案件是否涉密，以登记时为准" in words(page)


def test_departments_that_were_not_asked_are_not_added_once_the_session_is_called(hall: ApiCity) -> None:
    case = hall.start("investment-approval", **PROJECT)
    address = f"/cases/{hall.number(case)}/correction"
    assert 'name="approvals.0.unit"' in desk(hall, "investment").get(address)
    for element, answers in (
        ("check-papers", {"papersResult": "complete"}),
        ("call-session", {"sessionAt": "2026-11-26T09:00+08:00", "sessionPlace": "市行政服务大厅"}),
    ):
        found = {"filter": {"processInstanceKey": case, "state": "CREATED", "elementId": element}}
        (task,) = [one["userTaskKey"] for one in hall.post("/v2/user-tasks/search", found)["items"]]
        hall.post(f"/v2/user-tasks/{task}/completion", {"variables": answers}, 204)
    page = desk(hall, "investment").get(address)
    assert "approvals.0.unit" not in page
    assert "需要办理的审批事项 现在不能更正。会议通知已经发出" in words(page)
    assert "已印发的文书写有这里的内容 云招〔2026〕" in words(page)
    sent = {"papers": [], **{name: str(PROJECT[name]) for name in ("investor", "content", "investment", "site")}}
    done = desk(hall, "investment").send(address, project="精密零件生产基地（一期）", _reason="名称写漏了", **sent)
    told = words(desk(hall, "investment").follow(done))
    assert "精密零件生产基地（一期）" in told
    assert "已印发的文书与此不符，文书不变：云招〔2026〕" in told
    papers, later = f"/cases/{hall.number(case)}?tab=documents", "更正后与现在的内容不符"
    tab = desk(hall, "investment").get(papers)
    assert later in words(tab)
    paper = re.findall(r'href="(/cases/[^"]+/papers/\d+)"', tab)[0]
    assert later in words(desk(hall, "investment").get(paper))
    before = str(PROJECT["project"])
    assert desk(hall, "investment").send(address, project=before, _reason="原来的名称是对的", **sent).status_code == 303
    assert later not in words(desk(hall, "investment").get(papers))
    assert later not in words(desk(hall, "investment").get(paper))


def test_a_unit_does_not_come_to_co_organize_with_itself_by_a_correction(hall: ApiCity) -> None:
    case = hall.start("meeting-decision", **MEETING)
    number, office = hall.number(case), desk(hall, "office")
    second = re.findall(r'href="(/cases/[^"]+correction\?item=\d+)"', office.get(f"/cases/{number}"))[1].replace("&amp;", "&")
    key = second.rpartition("=")[2]
    body = {"itemKey": key, "answers": {"unit": "education-bureau"}, "reason": "单位登记错了"}
    refused = hall.post(f"/casework/v1/cases/{number}/corrections", body, 400)
    assert "unit" in json.dumps(refused, ensure_ascii=False)
    assert "协办单位" in json.dumps(refused, ensure_ascii=False)
    body["answers"] = {"unit": "education-bureau", "coUnits": ["housing-bureau"]}
    hall.post(f"/casework/v1/cases/{number}/corrections", body, 201)


def test_an_approval_goes_to_no_department_that_was_not_called_by_correcting_its_row(hall: ApiCity) -> None:
    case = hall.start("investment-approval", **PROJECT)
    done(hall, case, "check-papers", papersResult="complete")
    done(hall, case, "call-session", sessionAt="2026-11-26T09:00+08:00", sessionPlace="市行政服务大厅")
    hall.duban.door.keep(pin_clock, at("2026-11-26 09:30"))
    hall.duban.door.fire_due(int(case))
    done(hall, case, "close-attendance", present=["planning-bureau", "fire-brigade"])
    hall.duban.door.fire_due(int(case))
    office, number = desk(hall, "investment"), hall.number(case)
    address = re.findall(r'href="(/cases/[^"]+correction\?item=\d+)"', office.get(f"/cases/{number}"))[0].replace("&amp;", "&")
    page = office.get(address)
    assert 'name="approval"' in page
    for name in ("unit", "kind", "days"):
        assert f'name="{name}"' not in page, name
    assert "审批部门 现在不能更正。会议通知已经发出，没有接到通知的部门不能视为同意" in words(page)
    before = hall.rows("SELECT value FROM variable WHERE scope_key = :case AND name = 'approvals'", case=int(case))
    refused = office.send(address, approval="建设工程规划许可", unit="transport-bureau", _reason="部门登记错了")
    assert "会议通知已经发出" in words(office.get(refused.headers["Location"], 422))
    assert hall.rows("SELECT value FROM variable WHERE scope_key = :case AND name = 'approvals'", case=int(case)) == before
