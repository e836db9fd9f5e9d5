"""After an extension the forms of the item show the date that holds, beside the one that was set at first. Opinions, article 5."""

from typing import Any

import pytest

from app.cli.seed_demo import ROOT
from app.cli.simulate.gather_files import gather_files
from app.service.pin_clock import pin_clock
from tests.domain.city_time import at
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words

MEETING: dict[str, Any] = {
    "meeting": "市长办公会议（第9次）",
    "kind": "mayorsOffice",
    "meetingOn": "2026-11-23",
    "items": [{"content": "建成城南公交首末站", "unit": "health-bureau", "coUnits": ["housing-bureau"], "dueOn": "2026-12-18"}],
}
HELD = "完成时限 2026年12月25日（原定 2026年12月18日）"


@pytest.fixture(scope="module")
def office(api: ApiCity) -> ApiCity:
    for process in ("extension-request", "meeting-decision"):
        assert api.deploy(dict(gather_files(ROOT / "processes" / process / f"{process}.bpmn"))).status_code == 200
    return api


def open_task(api: ApiCity, case: str, step: str) -> str:
    found = {"filter": {"processInstanceKey": case, "state": "CREATED", "elementId": step}}
    return str(api.post("/v2/user-tasks/search", found)["items"][0]["userTaskKey"])


def test_the_forms_of_an_item_that_was_extended_show_the_new_date_and_which_it_was(office: ApiCity) -> None:
    case = office.start("meeting-decision", **MEETING)
    handler, door = desk(office, "handler-health"), office.duban.door

    def done(name: str, **answers: Any) -> None:
        office.post(f"/v2/user-tasks/{open_task(office, case, name)}/completion", {"variables": answers}, 204)

    sign = words(handler.get(f"/tasks/{open_task(office, case, 'sign')}"))
    assert "完成时限 2026年12月18日" in sign
    assert "原定" not in sign
    done("sign")
    deadline = door.ask(
        lambda store: store.value("SELECT key FROM deadline WHERE case_key = :key AND element_id = 'carrying-out'", key=int(case))
    )
    asked = {"deadlineKey": str(deadline), "newDate": "2026-12-25", "reason": "电力迁改推迟", "measures": "夜间施工"}
    office.post(f"/casework/v1/cases/{office.number(case)}/extension-requests", asked, 201, who="handler-health")
    decide = office.post("/v2/user-tasks/search", {"filter": {"state": "CREATED", "elementId": "decide"}})["items"][0]["userTaskKey"]
    answer = {"variables": {"decision": "approve", "newDate": "2026-12-25"}}
    office.post(f"/v2/user-tasks/{decide}/completion", answer, 204, who="mayor-deputy")

    for account, step in (("handler-health", "handle"), ("handler-housing", "co-organize")):
        assert HELD in words(desk(office, account).get(f"/tasks/{open_task(office, case, step)}")), step
    co_organize = open_task(office, case, "co-organize")
    door.keep(pin_clock, at("2026-12-21 09:00"))
    done("handle", step="done")
    assert HELD in words(handler.get(f"/tasks/{open_task(office, case, 'report')}"))
    done("report", reportText="首末站建成投用。")
    assert HELD in words(desk(office, "inspection").get(f"/tasks/{open_task(office, case, 'check')}"))
    closed = words(desk(office, "handler-housing").get(f"/tasks/{co_organize}"))
    assert HELD in closed
    assert "责任单位已于 2026年12月21日 报告办理结果" in closed


def test_what_was_returned_of_one_item_is_not_said_of_another(office: ApiCity) -> None:
    item = MEETING["items"][0] | {"coUnits": []}
    items = [item | {"content": "甲项"}, item | {"content": "乙项", "unit": "housing-bureau"}]
    case = office.start("meeting-decision", **{**MEETING, "items": items})
    door = office.duban.door

    def done(who: str, name: str, **answers: Any) -> None:
        keys = [
            one["userTaskKey"]
            for one in office.post(
                "/v2/user-tasks/search", {"filter": {"processInstanceKey": case, "state": "CREATED", "elementId": name}}, who=who
            )["items"]
        ]
        office.post(f"/v2/user-tasks/{keys[0]}/completion", {"variables": answers}, 204, who=who)

    for who in ("handler-health", "handler-housing"):
        done(who, "sign")
    for name, answers in (("handle", {"step": "done"}), ("report", {"reportText": "已建成。"})):
        done("handler-health", name, **answers)
    done("inspection", "check", checkResult="return", returnReason="缺验收单")
    done("handler-housing", "handle", step="progress", progress="正在施工")
    door.keep(pin_clock, at("2026-12-21 09:30"))
    assert "从「核查办理结果」退回" in words(desk(office, "handler-health").get("/work-list?view=unassigned&q=甲项"))
    other = desk(office, "handler-housing").get("/work-list?view=unassigned&q=乙项")
    assert "乙项" in words(other)
    assert "taskrow__note" not in other
