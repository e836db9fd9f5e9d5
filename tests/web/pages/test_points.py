"""Points on their pages and over REST: each movement with its case, event and article; the head appeals, the office decides."""

import io
from datetime import timedelta

import openpyxl
import pytest

from app.service.pin_clock import pin_clock
from tests.builders.chore import PROCESS, chore, table
from tests.fixtures.api_city import NOW, ApiCity
from tests.web.pages.desk import desk, words

UNIT = "/supervision/points/health-bureau"
REST = "/casework/v1/supervision/points/health-bureau"


@pytest.fixture(scope="module")
def late(api: ApiCity) -> str:
    """The number of a chore that was done late; the city's clock stands after it."""
    assert api.deploy({"chore.bpmn": chore(), "points.dmn": table()}).status_code == 200
    instance = api.start(PROCESS, who="hotline", topic="枯树")
    api.duban.door.keep(pin_clock, NOW + timedelta(days=6))
    api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {}, 204, who="handler-health")
    return api.number(instance)


def test_the_head_appeals_and_who_supervises_gives_the_points_back(api: ApiCity, late: str) -> None:
    head, office = desk(api, "head-health"), desk(api, "supervision")
    assert "市卫健局" in words(head.get("/supervision/points"))
    shown = words(head.get(UNIT))
    assert f"{late} ，事件" in shown
    assert "合计 −1.5 分" in shown
    assert "市住建局 0 0 0" in words(office.get("/supervision/points"))
    first = api.get(REST, who="head-health")["items"][-1]
    assert (first["event"], first["points"], first["article"], first["receiptNumber"]) == ("missed", "-0.50", "15", late)
    place = f"{UNIT}/{first['movementKey']}"
    refused = head.send(f"{place}/appeal", reason=" ")
    assert "请写明理由，1 至 1000 个字" in words(head.follow(refused))
    shown, kept = f"{UNIT}?movement={first['movementKey']}", f"/words/0/points%20{first['movementKey']}"
    assert f'data-draft="{kept}"' in head.get(shown)
    head.send(kept, reason="写到一半的申诉")
    assert "写到一半的申诉" in head.get(shown)
    assert "写到一半的申诉" not in office.get(shown)
    assert "申诉中" in words(head.follow(head.send(f"{place}/appeal", reason="路被淹了")))
    assert "写到一半的申诉" not in head.get(shown)
    office.send(kept, reason="写到一半的决定", decision="uphold")
    assert 'value="uphold" required checked' in office.get(shown)
    assert "路被淹了" in words(office.get(f"{UNIT}?movement={first['movementKey']}"))
    for account in ("supervision", "inspection"):
        assert "有单位对“" in words(desk(api, account).get("/notices"))
    assert "提出申诉" not in words(head.get("/notices"))
    office.send(kept, reason="写到一半的决定")
    neither = office.follow(office.send(f"{place}/decision", reason="路确实被淹"))
    assert "应选择一项并写明理由" in words(neither)
    assert "路确实被淹" in neither
    assert "合计 −1.5 分" in words(neither)
    done = words(office.follow(office.send(f"{place}/decision", decision="grant", reason="属实")))
    assert "申诉成立，所扣积分已撤销" in words(head.get("/notices"))
    assert "合计 −1 分" in done
    assert "撤销：申诉成立" in done
    back = api.get(REST, who="inspection")["items"]
    assert [(one["event"], one["points"]) for one in back] == [("appeal", "0.50"), ("late", "-1.00"), ("missed", "-0.50")]
    assert back[0]["reverses"] == back[2]["movementKey"]
    sheet = openpyxl.load_workbook(io.BytesIO(office.client.get(f"{UNIT}.xlsx").data)).active
    assert sheet["B2"].value == late
    assert [sheet.cell(row, 8).value for row in (2, 3, 4, 5)] == [0.5, -1, -0.5, -1]


@pytest.mark.parametrize(("who", "status"), [
    ("head-health", 200), ("auditor", 200), ("mayor-deputy", 200), ("office", 200),
    ("head-housing", 404), ("handler-health", 404), ("admin", 404),
])  # fmt: skip
def test_only_the_head_and_those_above_see_the_points_of_a_unit(api: ApiCity, late: str, who: str, status: int) -> None:
    desk(api, who).get(UNIT, status)
    api.get(REST, status, who=who)


def test_a_leader_who_may_not_see_the_case_reads_its_number_and_no_title(api: ApiCity, late: str) -> None:
    found = api.get(REST, who="mayor-deputy")["items"]
    assert {one["title"] for one in found} == {None}
    text = desk(api, "mayor-deputy").get(UNIT)
    assert late in text
    assert "枯树" not in text
    assert "枯树" in desk(api, "auditor").get(UNIT)


def test_over_rest_who_may_not_is_told_so_before_the_body_is_looked_at(api: ApiCity, late: str) -> None:
    key = api.get(REST, who="auditor")["items"][0]["movementKey"]
    api.post(f"/casework/v1/points/{key}/decision", {"granted": True, "reason": "so"}, 403, who="mayor-deputy")
    api.post(f"/casework/v1/points/{key}/decision", {"more": 1}, 403, who="head-health")
    api.post(f"/casework/v1/points/{key}/appeal", {"reason": "so"}, 404, who="handler-health")
    api.post("/casework/v1/points/999999/appeal", {"reason": "so"}, 404, who="head-health")
    api.get("/casework/v1/supervision/points?year=26", 400, who="auditor")
    assert api.get("/casework/v1/supervision/points?year=2025", who="auditor")["items"][0]["total"] == "0"
