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
    door.keep(pin_clock, at("2026-12-21 09:00"))
    done("handle", step="done")
    assert HELD in words(handler.get(f"/tasks/{open_task(office, case, 'report')}"))
    done("report", reportText="首末站建成投用。")
    assert HELD in words(desk(office, "inspection").get(f"/tasks/{open_task(office, case, 'check')}"))
