"""A step that failed stands still until an operator has put right what it stumbled over."""

from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.bench.rig.servers import NAME, PASSWORD
from tests.browser.letters import Letters, basic
from tests.browser.seats import Seats, ready
from tests.builders.drawing import end, path, process, script, start, user, z

pytestmark = pytest.mark.browser
FAULTY = "faulty-fee"


def deploy(letters: Letters) -> None:
    """Deploy a process whose first step fails where `amount` is missing."""
    drawing = process(
        FAULTY,
        start("begin"),
        script("fee", "fee", "=if amount = null then function(x) x else amount + 1", name="计算费用"),
        user("look", z("assignmentDefinition", assignee=NAME), name="核对费用"),
        end("done"),
        path("begin fee look done"),
        name="收费核对",
    )
    body = (
        b'--cut\r\nContent-Disposition: form-data; name="resources"; filename="faulty-fee.bpmn"\r\n'
        b"Content-Type: application/xml\r\n\r\n" + drawing + b"\r\n--cut--\r\n"
    )
    headers = {"Authorization": basic(NAME, PASSWORD), "Content-Type": "multipart/form-data; boundary=cut"}
    with urlopen(Request(letters.city.base + "/v2/deployments", body, headers)) as answer:  # noqa: S310  # our own server
        assert answer.status == 200


def test_an_operator_puts_a_variable_right_and_the_case_goes_on(seats: Seats, letters: Letters) -> None:
    deploy(letters)
    made = letters.ask("/v2/process-instances", {"processDefinitionId": FAULTY, "variables": {}})
    page = seats.take("operator")
    page.goto("/incidents")
    row = page.locator("tbody tr", has_text=made["businessId"])
    expect(row).to_contain_text("收费核对")
    row.get_by_role("link").first.click()
    ready(page)
    expect(page.locator("aside")).to_contain_text(made["businessId"])
    page.check("[name=how][value=set]")
    page.fill("[name=variable]", "amount")
    page.fill("[name=value]", "{not json")
    page.fill("#reason", "登记时漏了金额")
    page.get_by_role("button", name="重试").click()
    expect(page.locator("#value")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#reason")).to_have_value("登记时漏了金额")
    page.fill("[name=value]", "41")
    page.get_by_role("button", name="重试").click()
    page.wait_for_url("**/incidents?tried=*")
    expect(page.locator("tbody tr", has_text=made["businessId"])).to_have_count(0)
    page.goto("/incidents?state=resolved")
    expect(page.locator("tbody tr", has_text=made["businessId"])).to_have_count(1)
    waiting = letters.ask("/v2/user-tasks/search", {"filter": {"state": "CREATED", "processInstanceKey": made["processInstanceKey"]}})
    assert [item["elementId"] for item in waiting["items"]] == ["look"]


def test_those_who_are_no_operators_see_no_incidents(seats: Seats) -> None:
    page = seats.take("handler-health")
    page.goto("/work-list")
    expect(page.locator(".mainnav")).not_to_contain_text("异常")
    answer = page.goto("/incidents")
    assert answer is not None
    assert answer.status in (403, 404)
