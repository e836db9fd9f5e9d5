"""Deciding several cases at once, and entering a decision made on paper, page by page as a browser without scripts does it."""

import io
import json
from typing import Any

import pytest

from app.domain.actor import SYSTEM
from app.domain.demo_city import PASSWORD
from app.service.correlate_message import CorrelateMessage
from tests.builders.ruling import files, withdrawable
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def ruled(either_api: ApiCity) -> ApiCity:
    assert either_api.deploy(files()).status_code == 200
    return either_api


def put(api: ApiCity, topic: str) -> str:
    """Return the key of a task that waits for the deputy mayor."""
    instance = api.start("ruling", topic=topic)
    api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": {}}, 204, who="handler-health")
    return api.task(instance)


def state(api: ApiCity, key: str) -> str:
    (row,) = api.rows("SELECT state FROM user_task WHERE key = :key", key=int(key))
    return str(row["state"])


def test_one_decision_with_one_opinion_is_carried_out_case_by_case(ruled: ApiCity) -> None:
    tasks = [put(ruled, topic) for topic in ("新桥", "老桥", "小桥")]
    leader = desk(ruled, "mayor-deputy")
    page = words(leader.get("/decisions"))
    assert all(topic in page for topic in ("新桥", "老桥", "小桥"))
    shown = leader.follow(leader.send("/decisions", key=tasks[:2], decision="no", opinion="依据不足"))
    assert "2 件已审批" in words(shown)
    assert [state(ruled, key) for key in tasks] == ["COMPLETED", "COMPLETED", "CREATED"]
    events = ruled.rows("SELECT actor FROM audit_event WHERE command = 'complete_task' AND actor = 'mayor-deputy'")
    assert len(events) == 2
    (row,) = ruled.rows("SELECT value FROM variable WHERE name = 'why' AND case_key = :case", case=int(tasks[0]) >> 20 << 20)
    assert json.loads(row["value"]) == "依据不足"


def test_what_is_refused_is_told_beside_its_case_with_what_was_chosen_and_the_rest_is_done(ruled: ApiCity) -> None:
    good, taken = put(ruled, "新桥"), put(ruled, "老桥")
    ruled.post(f"/v2/user-tasks/{taken}/completion", {"variables": {"ruling": "yes"}}, 204, who="demo")
    leader = desk(ruled, "mayor-deputy")
    page = words(leader.follow(leader.send("/decisions", key=[good, taken], decision="yes"), 409))
    assert "1 件没有审批成" in page
    assert "老桥" in page
    assert "新桥" not in page
    assert state(ruled, good) == "COMPLETED"
    empty = put(ruled, "小桥")
    page = leader.follow(leader.send("/decisions", key=[empty], decision="no", opinion=""), 409)
    assert "1 件没有审批成" in words(page)
    assert "理由：请填写" in words(page)
    assert 'value="no" checked' in page
    assert f'value="{empty}" checked' in page
    assert state(ruled, empty) == "CREATED"


def test_a_case_that_was_withdrawn_meanwhile_is_said_to_have_ended_and_how(api: ApiCity) -> None:
    assert api.deploy(withdrawable()).status_code == 200
    task, leader = put(api, "新桥"), desk(api, "mayor-deputy")
    number = api.number(str(int(task) >> 20 << 20))
    api.duban.door.execute(CorrelateMessage(int(task) >> 20 << 20, "back", number, {}), SYSTEM)
    page = words(leader.follow(leader.send("/decisions", key=[task], decision="yes"), 409))
    assert "案件已结束：撤回申请" in page
    assert "往下办理" not in page


def test_nothing_ticked_and_nothing_chosen_are_told_and_decide_nothing(ruled: ApiCity) -> None:
    task, leader = put(ruled, "新桥"), desk(ruled, "mayor-deputy")
    assert "请选择审批意见" in words(leader.follow(leader.send("/decisions", key=[task], opinion="好"), 409))
    page = leader.follow(leader.send("/decisions", first=task, decision="yes", opinion="好"), 409)
    assert "请勾选要审批的件" in words(page)
    assert f'value="{task}" checked' not in page
    assert state(ruled, task) == "CREATED"


def test_an_opinion_for_which_the_form_has_no_place_becomes_a_comment(ruled: ApiCity) -> None:
    task, leader = put(ruled, "新桥"), desk(ruled, "mayor-deputy")
    leader.follow(leader.send("/decisions", key=[task], decision="yes", opinion="抓紧"))
    assert state(ruled, task) == "COMPLETED"
    assert [row["text"] for row in ruled.rows("SELECT text FROM comment")] == ["抓紧"]


@pytest.mark.parametrize("who", ["handler-health", "hotline"])
def test_the_page_is_for_leaders(api: ApiCity, who: str) -> None:
    desk(api, who).get("/decisions", 403)
    assert "/decisions" not in desk(api, who).get("/work-list")


def test_a_secretary_enters_a_decision_with_its_scan_and_every_page_says_so(ruled: ApiCity) -> None:
    task, secretary = put(ruled, "新桥"), desk(ruled, "secretary")
    assert f"/tasks/{task}/paper-decision" in secretary.get("/paper-decisions")
    address = f"/tasks/{task}/paper-decision"
    refused = secretary.follow(secretary.send(address, _leader="", _decided="", ruling="yes"), 422)
    for said in ("请选择由谁审批", "请按纸质件填写审批的日期和时间", "请选择纸质件的扫描件"):
        assert said in words(refused)
    given: dict[str, Any] = {"_leader": "mayor-deputy", "_decided": "2026-11-24T11:00", "ruling": "yes"}
    late = secretary.follow(secretary.send(address, **given, _scan=(io.BytesIO(PDF), "审批单.pdf")), 422)
    assert "审批时间应早于录入时间" in words(late)
    assert "审批单.pdf 已留存" in words(late)  # the scan need not be chosen again
    early = secretary.follow(secretary.send(address, **{**given, "_decided": "2026-11-20T09:00"}), 422)
    assert "审批单.pdf 已留存" in words(early)
    assert ruled.rows("SELECT 1 FROM document") == []
    assert ruled.rows("SELECT 1 FROM audit_event WHERE kind = 'document_added'") == []
    done = secretary.follow(secretary.send(address, **{**given, "_decided": "2026-11-24T10:42"}))
    assert "审批已录入" in words(done)
    number = ruled.number(str(int(task) >> 20 << 20))
    history = words(secretary.get(f"/cases/{number}?tab=history"))
    assert "纸质审批，作出时间" in history
    (row,) = ruled.rows("SELECT completed_by, acting_for FROM user_task WHERE key = :key", key=int(task))
    assert (row["completed_by"], row["acting_for"]) == ("secretary", "mayor-deputy")
    (scan,) = ruled.rows("SELECT name, task_key, purpose, added_by FROM document")
    assert tuple(scan.values()) == ("审批单.pdf", int(task), "decision on paper", "secretary")
    assert "审批单.pdf" in words(secretary.get(f"/cases/{number}?tab=documents"))


def test_a_program_enters_one_in_the_secretarys_name(ruled: ApiCity) -> None:
    task = put(ruled, "新桥")
    number = ruled.number(str(int(task) >> 20 << 20))
    upload = {"file": (io.BytesIO(PDF), "scan.pdf")}
    kept = ruled.client.post(f"/casework/v1/cases/{number}/documents", data=upload, auth=("secretary", PASSWORD))
    said = {"leader": "mayor-deputy", "decidedAt": "2026-11-24T10:42:00+08:00", "variables": {"ruling": "yes"}}
    body = {**said, "documentId": kept.get_json()["key"]}
    path = f"/casework/v1/cases/{number}/user-tasks/{task}/paper-decision"
    assert ruled.ask("POST", path, body, who="handler-housing").status_code == 404
    assert ruled.ask("POST", path, body, who="mayor-deputy").status_code == 403
    assert ruled.ask("POST", path, {**body, "decidedAt": "yesterday"}, who="secretary").status_code == 400
    assert ruled.ask("POST", path, body, who="secretary").status_code == 204
    assert ruled.ask("POST", path, body, who="secretary").status_code == 409


@pytest.mark.parametrize("who", ["handler-health", "mayor-deputy"])
def test_only_a_secretary_sees_the_list_of_what_waits_before_leaders(api: ApiCity, who: str) -> None:
    desk(api, who).get("/paper-decisions", 403)
