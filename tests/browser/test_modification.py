"""An operator moves a case that stands still to where it goes on, by keys alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.letters import Letters
from tests.browser.seats import Seats, ready
from tests.browser.test_incidents import FAULTY, deploy

pytestmark = pytest.mark.browser


def test_an_operator_moves_a_case_from_its_incident_and_sees_first_what_will_happen(seats: Seats, letters: Letters) -> None:
    deploy(letters)
    made = letters.ask("/v2/process-instances", {"processDefinitionId": FAULTY, "variables": {}})
    page = seats.take("operator")
    page.goto("/incidents")
    page.locator("tbody tr", has_text=made["businessId"]).get_by_role("link").first.click()
    ready(page)
    page.get_by_role("link", name="移动到").click()
    ready(page)
    expect(page.get_by_label("计算费用")).to_be_checked()
    page.locator("#target").select_option(label="核对费用")
    page.locator("#reason").fill("费用已经人工算好")
    page.keyboard.press("Control+Enter")
    ready(page)
    shown = page.locator("#outlook")
    expect(shown).to_contain_text("计算费用 结束，未办完")
    expect(shown).to_contain_text("核对费用 成为待办")
    expect(page.locator("#reason")).to_have_value("费用已经人工算好")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/cases/*done=moved")
    expect(page.locator("main")).to_contain_text("在流程之外改动了本案")
    expect(page.locator("main")).to_contain_text("费用已经人工算好")
    waiting = letters.ask("/v2/user-tasks/search", {"filter": {"state": "CREATED", "processInstanceKey": made["processInstanceKey"]}})
    assert [one["elementId"] for one in waiting["items"]] == ["look"]
