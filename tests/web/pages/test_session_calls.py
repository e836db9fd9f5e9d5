"""Departments called to a joint session are told when it is called, and see the project from then on. Opinions, articles 34 and 35."""

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from app.cli.seed_demo import ROOT
from app.cli.simulate.gather_files import gather_files
from app.domain.query_code import query_code
from app.service.pin_clock import pin_clock
from tests.domain.city_time import at
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, part, words

PROJECT: dict[str, Any] = {
    "investor": "江南精工有限公司",
    "project": "精密零件生产基地",
    "content": "新建厂房两栋。",
    "investment": 12000,
    "site": "东部园区三号地块",
    "approvals": [
        {"unit": "planning-bureau", "approval": "建设工程规划许可", "kind": "general"},
        {"unit": "fire-brigade", "approval": "消防设计审查", "kind": "general"},
    ],
}


@pytest.fixture(scope="module")
def hall(api: ApiCity) -> ApiCity:
    files = gather_files(ROOT / "processes" / "investment-approval" / "investment-approval.bpmn")
    assert api.deploy(dict(files)).status_code == 200
    return api


def done(api: ApiCity, case: str, step: str, **answers: Any) -> None:
    found = {"filter": {"processInstanceKey": case, "state": "CREATED", "elementId": step}}
    task = api.post("/v2/user-tasks/search", found)["items"][0]["userTaskKey"]
    api.post(f"/v2/user-tasks/{task}/completion", {"variables": answers}, 204)


def test_a_department_finds_the_call_with_date_place_and_papers_in_its_list_and_may_read_the_case(hall: ApiCity) -> None:
    case = hall.start("investment-approval", **PROJECT)
    done(hall, case, "check-papers", papersResult="complete")
    number, fire = hall.number(case), desk(hall, "reviewer-fire")
    fire.get(f"/cases/{number}", 404)

    done(
        hall, case, "call-session",
        sessionAt="2026-11-26T09:30+08:00", sessionPlace="服务大厅三楼", sessionNote="请带消防技术规范。",
    )  # fmt: skip
    assert "准备参加会议" in words(fire.get("/work-list?view=unassigned"))
    case_page = words(fire.get(f"/cases/{number}"))
    assert "精密零件生产基地" in case_page
    found = {"filter": {"processInstanceKey": case, "state": "CREATED", "elementId": "prepare-session"}}
    (task,) = [one for one in hall.post("/v2/user-tasks/search", found)["items"] if "reviewer@fire-brigade" in one["candidateGroups"]]
    told = words(fire.get(f"/tasks/{task['userTaskKey']}"))
    for said in ("2026 年 11 月 26 日 09:30", "服务大厅三楼", "请带消防技术规范。", "消防设计审查", "第34条"):
        assert said in told, said
    assert "建设工程规划许可" not in told
    papers = words(fire.get(f"/cases/{number}?tab=documents"))
    assert "关于召开“精密零件生产基地”项目联审会议的通知" in papers
    assert "云招〔2026〕" in papers
    desk(hall, "enforcer-market").get(f"/cases/{number}", 404)


def test_the_public_page_says_which_papers_are_wanted_and_of_one_department_nothing_that_reads_as_the_whole(hall: ApiCity) -> None:
    case = hall.start("investment-approval", **PROJECT)
    code = query_code(hall.duban.door.surroundings.secret, int(case))

    def public() -> str:
        return words(desk(hall).send("/progress", number=hall.number(case), code=code).get_data(as_text=True))

    done(hall, case, "check-papers", papersResult="missing", missingPapers="用地预审意见")
    assert "等待您补正材料" in public()
    assert "用地预审意见" in public()
    done(hall, case, "receive-papers", addedNote="用地预审意见一份。")
    assert "用地预审意见" not in public()

    done(hall, case, "call-session", sessionAt="2026-11-24T10:45+08:00", sessionPlace="服务大厅三楼")
    hall.duban.door.keep(pin_clock, at("2026-11-24 11:00"))
    hall.duban.door.fire_due(int(case))
    done(hall, case, "close-attendance", present=["planning-bureau"])
    hall.duban.door.fire_due(int(case))
    done(hall, case, "reply-to-project", reply="papers", wantedPapers="总平面图")
    told = public()
    assert "等待您补交材料" in told
    assert "总平面图" in told
    assert "只这一个部门视为同意（第34条）" in told
    assert "其他部门照常办理" in told
    assert "“招商引资项目联审”到" not in told
    assert "您的来信暂停办理" not in told


def test_a_step_that_several_departments_are_asked_says_whose_it_is_wherever_it_is_named(hall: ApiCity) -> None:
    hall.duban.door.keep(pin_clock, at("2026-11-24 15:00"))
    case = hall.start("investment-approval", **PROJECT)
    number, office = hall.number(case), desk(hall, "investment")
    assert "核对材料 ·" not in words(office.get(f"/cases/{number}"))
    done(hall, case, "check-papers", papersResult="complete")
    done(hall, case, "call-session", sessionAt="2026-11-25T09:30+08:00", sessionPlace="服务大厅三楼")
    hall.duban.door.keep(pin_clock, at("2026-11-25 09:35"))
    hall.duban.door.fire_due(int(case))
    done(hall, case, "close-attendance", present=["fire-brigade", "planning-bureau"])
    overview = words(office.get(f"/cases/{number}"))
    received = words(office.get(f"/cases/{number}/received"))
    history = words(office.get(f"/cases/{number}?tab=history"))
    for unit in ("市规划局", "市消防支队"):
        assert f"审批并答复 · {unit}" in overview
        assert f"提出审批意见 · {unit}" in overview
        assert f"审批并答复 · {unit}" in received
        assert f"提出审批意见 · {unit}" in history
    # Whose an answer was is said when it has been given, too, and in the dossier.
    found = {"filter": {"processInstanceKey": case, "state": "CREATED", "elementId": "reply-to-project"}}
    for task in hall.post("/v2/user-tasks/search", found)["items"]:
        hall.post(f"/v2/user-tasks/{task['userTaskKey']}/completion", {"variables": {"reply": "agree"}}, 204)
    history = words(office.get(f"/cases/{number}?tab=history"))
    raw = desk(hall, "auditor").client.get(f"/cases/{number}/dossier.pdf").get_data()
    printed = re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages))
    outcomes = printed.partition("三、各环节结果")[2].partition("四、人工干预")[0]
    for unit in ("市规划局", "市消防支队"):
        assert f"提交「提出审批意见 · {unit}」" in history
        assert f"提出审批意见·{unit}审批意见：同意" in outcomes


def test_every_page_says_of_an_absence_that_it_counts_as_of_the_set_start_and_when_it_was_established(hall: ApiCity) -> None:
    hall.duban.door.keep(pin_clock, at("2026-11-26 08:40"))
    case = hall.start("investment-approval", **PROJECT)
    code = query_code(hall.duban.door.surroundings.secret, int(case))
    done(hall, case, "check-papers", papersResult="complete")
    done(hall, case, "call-session", sessionAt="2026-11-26T09:30+08:00", sessionPlace="服务大厅三楼")
    for instant in ("2026-11-26 09:30", "2026-11-26 09:40"):
        hall.duban.door.keep(pin_clock, at(instant))
        hall.duban.door.fire_due(int(case))
    done(hall, case, "close-attendance", present=["planning-bureau"])
    hall.duban.door.fire_due(int(case))

    number, office, fire = hall.number(case), desk(hall, "investment"), desk(hall, "reviewer-fire")
    event = hall.duban.door.ask(
        lambda store: store.one("SELECT * FROM audit_event WHERE case_key = :key ORDER BY seq DESC LIMIT 1", key=case)
    )
    assert (event["kind"], event["effective_at"], event["recorded_at"]) == (
        "deadline_lapsed", "2026-11-26T01:30:00.000000Z", "2026-11-26T01:40:00.000000Z",
    )  # fmt: skip
    task = hall.duban.door.ask(
        lambda store: store.value("SELECT key FROM user_task WHERE element_id = 'send-person' ORDER BY key DESC LIMIT 1")
    )
    (paper,) = hall.duban.door.ask(
        lambda store: store.all("SELECT value FROM variable WHERE case_key = :key AND name = 'replies'", key=int(case))
    )
    assert '"at":"2026-11-26T09:30:00@Asia/Shanghai"' in paper["value"]
    public = words(desk(hall).send("/progress", number=number, code=code).get_data(as_text=True))
    assert "消防" not in public
    pages = {
        "history": part(office.get(f"/cases/{number}?tab=history"), f"event-{event['seq']}"),
        "replay": words(office.get(f"/cases/{number}/replay?event={event['seq']}")),
        "lapsed task": words(fire.get(f"/tasks/{task}")),
        "notice": words(fire.get("/notices")),
        "public": public,
    }
    for page, said in pages.items():
        assert "09:30" in said, page
        assert "生效 09:40" not in said, page
    assert "09:40 才认定" in pages["history"]
    assert "效力自 2026年11月26日 星期四 09:30:00" in pages["history"]
