"""The decisions of a meeting go from the office's entry through two units to the bulletin, from the browser alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seats import HANDLER, OTHER_UNIT, Seats, choose, claim, ready, submit

pytestmark = pytest.mark.browser
MEETING, FIRST, SECOND = "市政府第21次常务会议", "城区增设三处夜间就诊点", "老旧小区首批改造招标"


def test_two_items_of_a_meeting_go_to_their_units_and_into_one_bulletin(seats: Seats) -> None:
    office, inspection = seats.take("office"), seats.take("inspection")
    enter(office)
    carry_out(seats.take(HANDLER), FIRST, "三处就诊点已开诊。")
    carry_out(seats.take(OTHER_UNIT), SECOND, "十二个项目招标完成。")
    for item in (FIRST, SECOND):
        claim(inspection, item)
        choose(inspection, "checkResult", "pass")
        submit(inspection)

    claim(inspection, MEETING)
    table = inspection.locator("main")
    for said in (FIRST, SECOND, "市卫生健康局", "市住房和城乡建设局", "2026-12-04", "共 2 项，已办结 2 项"):
        expect(table).to_contain_text(said)
    inspection.fill("[name=bulletinNumber]", "督查通报〔2026〕21号")
    inspection.fill("[name=bulletinText]", "两项均按时办结。")
    submit(inspection)

    office.goto("/cases?q=" + MEETING)
    office.get_by_role("link", name=re.compile("HY-2026")).first.click()
    expect(office.locator(".page__head")).to_contain_text("已结")


def enter(page: Page) -> None:
    """Enter a meeting with two items: the second row is added by its button."""
    page.goto("/start/meeting-decision")
    ready(page)
    page.fill("[name=meeting]", MEETING)
    page.check("[name=kind][value=standing]")
    page.fill("[name=meetingOn]", "2026-11-20")
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
