"""Asking for an extension on the page of a deadline, until the approver decides: the server works out days and dates."""

import urllib.request
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.bench.rig.servers import NAME, PASSWORD, Server
from tests.browser.letters import Letter, Letters, basic
from tests.browser.seats import HANDLER, Seats, choose, claim, ready, submit
from tests.browser.test_accessible import findings_here
from tests.builders.commission import PROCESS, commission

pytestmark = pytest.mark.browser
DIRECTOR = "director"
SIDE = "#extension"


@pytest.fixture(scope="module")
def with_commissions(demo_city: Server) -> Server:
    """Deploy the commission in the demo city, which has the extension procedure already."""
    boundary = uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="resources"; filename="commission.bpmn"\r\n\r\n'
    body = head.encode() + commission() + f"\r\n--{boundary}--\r\n".encode()
    request = urllib.request.Request(  # noqa: S310  # our own server
        f"{demo_city.base}/v2/deployments",
        body,
        {"Authorization": basic(NAME, PASSWORD), "Content-Type": f"multipart/form-data; boundary={boundary}"},
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        assert answer.status == 200
    return demo_city


def begun(letters: Letters, topic: str) -> Letter:
    made = letters.ask("/v2/process-instances", {"processDefinitionId": PROCESS, "variables": {"topic": topic}})
    return Letter(made["processInstanceKey"], made["businessId"], topic)


def open_deadline(page: Page, of: Letter) -> None:
    """Go to the deadline of a case's step from its task, by its key."""
    claim(page, of.topic)
    page.keyboard.press("y")
    page.wait_for_url("**/deadlines/*")
    ready(page)


def test_an_extension_is_asked_for_on_the_deadline_s_page_and_granted(
    seats: Seats, letters: Letters, with_commissions: Server, axe_source: str
) -> None:
    case = begun(letters, "东湖片区二次供水改造方案报批")
    handler, director = seats.take(HANDLER, reduced_motion="reduce"), seats.take(DIRECTOR)
    open_deadline(handler, case)
    # Received on Tuesday 24 November: 7 working days end on Thursday 3 December; 3 days before is Monday 30 November.
    expect(handler.locator(SIDE)).to_contain_text("11月30日")
    expect(handler.locator(".daygrid__day", has_text="最迟申请")).to_have_count(1)
    handler.fill("[name=days]", "3")
    handler.locator("[name=days]").blur()
    expect(handler.locator("[name=newDate]")).to_have_value("2026-12-08")
    expect(handler.locator("#extension-said")).to_contain_text("12月8日")
    handler.fill("[name=newDate]", "2026-12-10")
    handler.locator("[name=newDate]").blur()
    expect(handler.locator("[name=days]")).to_have_value("5")
    handler.keyboard.press("Control+Enter")
    expect(handler.locator("#errors")).to_contain_text("不能按期办结的原因")
    expect(handler.locator("[name=newDate]")).to_have_value("2026-12-10")
    handler.fill("[name=reason]", "评审专家组要求补做水质影响分析，检测机构出具报告需 8 个工作日。")
    handler.fill("[name=measures]", "已签加急检测合同；方案其余部分同步会签。")

    assert findings_here(handler, axe_source) == []
    handler.get_by_role("button", name="提交申请").click()
    expect(handler.locator(SIDE)).to_contain_text("等待批准延期")
    expect(handler.locator(SIDE)).to_contain_text("12月3日 周四 17:30")
    assert findings_here(handler, axe_source) == []
    claim(director, case.topic)
    expect(director.locator("main.task")).to_contain_text("审批延期")
    expect(director.locator("main.task")).to_contain_text("评审专家组要求补做水质影响分析")
    choose(director, "decision", "approve")
    expect(director.locator("[name=newDate]")).to_have_value("2026-12-10")
    submit(director)
    handler.reload()
    expect(handler.locator(SIDE)).to_contain_text("已批准延期")
    expect(handler.locator(".sum")).to_contain_text("12月10日 周四 17:30")
    expect(handler.locator(".sum")).to_contain_text("原为")
    expect(handler.locator(SIDE)).to_contain_text("12月3日 周四 → 12月10日 周四")
    expect(handler.locator(".split__side")).to_contain_text("审批延期")
    expect(handler.locator(".split__side")).not_to_contain_text("decide")


def test_a_request_is_withdrawn_with_a_reason_and_works_without_script(seats: Seats, letters: Letters, with_commissions: Server) -> None:
    case = begun(letters, "河道清淤方案")
    handler = seats.take(HANDLER)
    open_deadline(handler, case)
    handler.fill("[name=days]", "2")
    handler.locator("[name=days]").blur()
    handler.fill("[name=reason]", "汛期提前。")
    handler.fill("[name=measures]", "加派人手。")
    handler.get_by_role("button", name="提交申请").click()
    handler.get_by_label("撤回申请的理由").fill("水位已经退了。")
    handler.get_by_role("button", name="撤回申请").click()
    expect(handler.locator(SIDE)).to_contain_text("申请已撤回")
    expect(handler.locator(SIDE)).to_contain_text("水位已经退了。")
    expect(handler.get_by_role("button", name="提交申请")).to_be_visible()
