"""Several at once: a head gives tasks away by keys, a leader decides on a telephone, a secretary enters a decision made on paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.bench.rig.servers import NAME, PASSWORD
from tests.browser.letters import Letter, Letters, basic
from tests.browser.seats import HANDLER, Seats, ready
from tests.builders.ruling import files

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
HEAD, DEPUTY, SECRETARY = "head-health", "mayor-deputy", "secretary"


def put_before_leader(seats: Seats, letters: Letters, topic: str) -> str:
    """Return the key of the task that waits for the deputy mayor."""
    form = b"".join(
        b'--part\r\nContent-Disposition: form-data; name="resources"; filename="%s"\r\n\r\n%s\r\n' % (name.encode(), raw)
        for name, raw in files().items()
    )
    headers = {"Authorization": basic(NAME, PASSWORD), "Content-Type": "multipart/form-data; boundary=part"}
    context = seats.browser.new_context(base_url=seats.base)
    answer = context.request.post("/v2/deployments", data=form + b"--part--\r\n", headers=headers)
    assert answer.ok, answer.text()
    context.close()
    made = letters.ask("/v2/process-instances", {"processDefinitionId": "ruling", "variables": {"topic": topic}})
    case = Letter(made["processInstanceKey"], made["businessId"], topic)
    letters.complete(case, {})
    return letters.task(case)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_rows_selected_by_keys_are_given_to_a_colleague(seats: Seats, letters: Letters) -> None:
    letters.assigned("归口甲")
    letters.assigned("归口乙")
    page = seats.take(HEAD)
    page.goto("/work-list?view=all&q=归口")
    ready(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.locator("#bulk")).to_contain_text("2")
    page.keyboard.press("t")
    expect(page.get_by_role("heading", level=1)).to_have_text("转办 2 件")
    page.select_option("#to", HANDLER)
    page.fill("#reason", "归口办理")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("2 件已转办")
    expect(page.locator("#rows")).to_contain_text("陈静")


def test_a_leader_decides_several_on_a_telephone_and_is_told_of_the_one_of_three_that_was_refused(seats: Seats, letters: Letters) -> None:
    for topic in ("手机批甲", "手机批乙"):
        put_before_leader(seats, letters, topic)
    taken = put_before_leader(seats, letters, "手机批丙")
    page = seats.take(DEPUTY, **PHONE)
    page.goto("/work-list")
    page.get_by_role("link", name="批量审批").click()
    ready(page)
    assert fits(page)
    form = page.locator("form.decide", has_text="手机批甲")
    for topic in ("手机批甲", "手机批乙", "手机批丙"):
        box = form.locator(".decide__case", has_text=topic).locator("input[type=checkbox]")
        box.tap()
        expect(box).to_be_checked()
    form.get_by_label("同意").tap()
    letters.ask(f"/v2/process-instances/{int(taken) >> 20 << 20}/cancellation", {})  # meanwhile, by the operator
    form.get_by_role("button", name=re.compile("审批勾选的各件")).tap()
    expect(page.get_by_role("status").first).to_contain_text("2 件已审批")
    expect(page.get_by_role("alert").first).to_contain_text("1 件没有审批成")
    expect(page.get_by_role("alert").first).to_contain_text("手机批丙")
    expect(page.locator("main")).not_to_contain_text("手机批甲")
    assert fits(page)


def test_a_secretary_enters_what_was_decided_on_paper_without_scripts(seats: Seats, letters: Letters) -> None:
    key = put_before_leader(seats, letters, "纸质批示")
    page = seats.take(SECRETARY, java_script_enabled=False)
    page.goto("/paper-decisions")
    page.get_by_role("link", name="纸质批示").click()
    page.get_by_role("button", name=re.compile("录入审批")).click()
    expect(page.locator("#scan-hint")).to_be_visible()
    expect(page.locator("[id=documentId-error]")).to_have_text("请选择纸质件的扫描件")
    page.set_input_files("#scan", {"name": "批示.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n1 0 obj\n"})
    page.select_option("#leader", DEPUTY)
    page.fill("#decided", "2026-11-24T10:00")
    page.get_by_label("同意").check()
    page.get_by_role("button", name=re.compile("录入审批")).click()
    expect(page.locator("main")).to_contain_text("审批时间应在本环节开始")
    expect(page.locator("#scan-hint")).to_contain_text("批示.pdf 已留存")
    state = letters.ask("/v2/user-tasks/search", {"filter": {"userTaskKey": key}})["items"][0]["state"]
    assert state == "CREATED"


def test_a_secretary_enters_a_decision_made_on_paper_with_its_scan(seats: Seats, letters: Letters) -> None:
    key = put_before_leader(seats, letters, "纸质批示齐全")
    page = seats.take(SECRETARY)
    page.goto("/paper-decisions")
    page.get_by_role("link", name="纸质批示齐全").click()
    ready(page)
    page.set_input_files("#scan", {"name": "批示.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n1 0 obj\n"})
    page.select_option("#leader", DEPUTY)
    page.fill("#decided", "2026-11-24T10:42")  # the very instant at which the step began, by the pinned clock of the city
    page.get_by_label("同意").check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("审批已录入")
    expect(page.locator("main")).not_to_contain_text("纸质批示齐全")
    assert letters.ask("/v2/user-tasks/search", {"filter": {"userTaskKey": key}})["items"][0]["state"] == "COMPLETED"
    page.goto(f"/tasks/{key}")
    page.get_by_role("link", name="历史").first.click()
    expect(page.locator("main")).to_contain_text("纸质审批，作出时间")
    expect(page.locator("main")).to_contain_text("代")
    page.get_by_role("link", name="材料").first.click()
    expect(page.get_by_role("link", name="批示.pdf").first).to_be_visible()
