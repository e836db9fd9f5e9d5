"""An operator takes a running case to another version in a browser."""

from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.bench.rig.servers import NAME, PASSWORD
from tests.browser.letters import Letters, basic
from tests.browser.seats import Seats, ready
from tests.builders.drawing import boundary, duration, end, path, process, start, user, z

pytestmark = pytest.mark.browser
PERMIT = "street-permit"


def deploy(letters: Letters, drawing: bytes) -> None:
    body = (
        b'--cut\r\nContent-Disposition: form-data; name="resources"; filename="street-permit.bpmn"\r\n'
        b"Content-Type: application/xml\r\n\r\n" + drawing + b"\r\n--cut--\r\n"
    )
    headers = {"Authorization": basic(NAME, PASSWORD), "Content-Type": "multipart/form-data; boundary=cut"}
    with urlopen(Request(letters.city.base + "/v2/deployments", body, headers)) as answer:  # noqa: S310  # our own server
        assert answer.status == 200


def version(*more: str, steps: str) -> bytes:
    look = user("look", z("assignmentDefinition", assignee=NAME), name="核对占道申请")
    return process(PERMIT, start("begin"), look, end("done"), *more, path(steps), name="占道许可")


def test_an_operator_sees_what_would_become_of_a_case_and_takes_it_there(seats: Seats, letters: Letters) -> None:
    deploy(letters, version(steps="begin look done"))
    made = letters.ask("/v2/process-instances", {"processDefinitionId": PERMIT, "variables": {}})
    tell = user("tell", z("assignmentDefinition", assignee=NAME), name="告知申请人")
    late = (boundary("late", "look", duration("P3D"), cancel=False), end("urged"), path("late urged"))
    deploy(letters, version(tell, *late, steps="begin look tell done"))
    page = seats.take("operator")
    page.goto(f"/cases/{made['businessId']}")
    page.get_by_role("link", name="迁移版本").click()
    ready(page)
    row = page.locator("form[method=post] tbody tr")
    expect(row).to_contain_text("核对占道申请")
    expect(row).to_contain_text("late 从现在起计时")
    page.select_option("select[name=as-look]", "tell")
    page.get_by_role("button", name="预览").click()
    expect(page.locator("select[name=as-look]")).to_have_value("tell")
    page.select_option("select[name=as-look]", "look")
    page.get_by_role("button", name="预览").click()
    page.fill("#reason", "补上告知一步")
    page.get_by_role("button", name="迁移到第 2 版").click()
    page.wait_for_url("**/cases/*?tab=history")
    expect(page.locator("main")).to_contain_text("从流程第 1 版迁移到第 2 版")
    expect(page.locator("main")).to_contain_text("补上告知一步")
    asked = {"filter": {"state": "CREATED", "processInstanceKey": made["processInstanceKey"]}}
    (task,) = letters.ask("/v2/user-tasks/search", asked)["items"]
    letters.ask(f"/v2/user-tasks/{task['userTaskKey']}/completion", {})
    assert [one["elementId"] for one in letters.ask("/v2/user-tasks/search", asked)["items"]] == ["tell"]
