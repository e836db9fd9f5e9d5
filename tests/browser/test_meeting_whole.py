"""The decisions of a meeting go from the office's entry through two units to the bulletin, from the browser alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seats import HANDLER, OTHER_UNIT, Seats, choose, claim, ready, submit

pytestmark = pytest.mark.browser
MEETING, FIRST, SECOND = "市政府第21次常务会议", "城区增设三处夜间就诊点", "老旧小区首批改造招标"
NUMBER = "云政督〔2026〕2号"


def test_two_items_of_a_meeting_go_to_their_units_and_into_one_bulletin(seats: Seats) -> None:
    office, inspection = seats.take("office"), seats.take("inspection")
    enter(office)
    office.goto("/cases?q=" + MEETING)
    office.get_by_role("link", name=re.compile("HY-2026")).first.click()
    second = office.locator("[aria-labelledby=parts-title]").get_by_role("row", name=SECOND)
    expect(second.get_by_role("link", name="撤销此项")).to_be_visible()
    carry_out(seats.take(HANDLER), FIRST, "三处就诊点已开诊。")
    carry_out(seats.take(OTHER_UNIT), SECOND, "十二个项目招标完成。")
    for item in (FIRST, SECOND):
        claim(inspection, item)
        choose(inspection, "checkResult", "pass")
        submit(inspection)

    claim(inspection, MEETING)
    drafted_paper(inspection)
    table = inspection.locator("main")
    for said in (FIRST, SECOND, "市卫健局", "市住建局", "12月4日", "共 2 项，已办结 2 项"):
        expect(table).to_contain_text(said)
    expect(table).to_contain_text(NUMBER)
    expect(inspection.locator("[name=bulletinNumber]")).to_have_count(0)
    inspection.fill("[name=bulletinText]", "两项均按时办结。")
    submit(inspection)

    office.goto("/cases?q=" + MEETING)
    office.get_by_role("link", name=re.compile("HY-2026")).first.click()
    expect(office.locator(".page__head")).to_contain_text("已结")
    office.goto("/bulletins")
    expect(office.get_by_role("row", name=NUMBER)).to_contain_text("按时率 100%")
    office.get_by_role("link", name=f"关于{MEETING}议定事项落实情况的通报").click()
    expect(office.locator(".paper")).to_contain_text(FIRST)
    expect(office.get_by_role("complementary")).to_contain_text("HY-2026-")


def drafted_paper(page: Page) -> None:
    """Find the drafted bulletin at the task, issue it, and come back to the form."""
    task = page.url
    page.locator("[data-tab='4']").click()
    page.get_by_role("link", name=f"关于{MEETING}议定事项落实情况的通报").click()
    for said in (FIRST, SECOND, "按时率100%"):
        expect(page.locator(".paper")).to_contain_text(said)
    page.get_by_role("button", name="签发并冻结").click()
    expect(page.locator("main")).to_contain_text(NUMBER)
    page.goto(task)
    ready(page)


def enter(page: Page) -> None:
    """Enter a meeting with two items: without any it is refused, and each row is added by its button."""
    page.goto("/start/meeting-decision")
    ready(page)
    page.fill("[name=meeting]", MEETING)
    page.check("[name=kind][value=standing]")
    page.fill("[name=meetingOn]", "2026-11-20")
    page.get_by_role("button", name="删除第 1 行").click()
    ready(page)
    page.get_by_role("button", name="登记").click()
    expect(page.locator("#errors")).to_contain_text("请至少填一行")
    for _ in range(2):
        page.get_by_role("button", name="加一行").click()
        ready(page)
    for row, (content, unit) in enumerate(((FIRST, "health-bureau"), (SECOND, "housing-bureau"))):
        page.fill(f"[name='items.{row}.content']", content)
        page.select_option(f"[name='items.{row}.unit']", unit)
        page.fill(f"[name='items.{row}.dueOn']", "2026-12-04")
    page.set_input_files("[name='_file.minutes']", {"name": "会议纪要.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 minutes"})
    page.get_by_role("button", name="登记").click()
    expect(page.locator("main")).to_contain_text("HY-2026-")


def carry_out(page: Page, item: str, result: str) -> None:
    """Sign for an item, carry it out and report its result."""
    claim(page, item)
    submit(page)
    claim(page, item)
    choose(page, "step", "done")
    submit(page)
    claim(page, item)
    page.fill("[name=reportText]", result)
    submit(page)
