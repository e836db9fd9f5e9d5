"""A letter that ran on paper is taken over from a sheet, and worked on at once, with its limit from the day of its receipt."""

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.seats import HANDLER, HOTLINE, Seats, claim, ready

pytestmark = pytest.mark.browser
TOPIC = "纸面接入的路灯来信"
LETTER = {
    "纸质编号": "信〔2026〕31", "收到时间": "2026-11-17", "当前步骤": "handle", "进入时间": "2026-11-18 10:00",
    "经办人或单位": "health-bureau", "channel": "来信", "anonymous": "是", "topic": TOPIC, "place": "春晖路", "content": "三盏路灯不亮。",
    "disposition": "assign", "unit": "health-bureau", "basis": "line", "kind": "clear",
}  # fmt: skip


def filled(page: Page, folder: Path, **cells: str) -> Path:
    """Take the workbook of letters by its link, fill one row in and return where it lies."""
    folded = page.locator("main summary", has_text="待填的空表")
    if folded.count():
        folded.click()
    with page.expect_download() as loading:
        page.locator("a[href='/admin/paper-cases/citizen-letter.xlsx']").click()
    book = openpyxl.load_workbook(io.BytesIO(loading.value.path().read_bytes()))
    sheet = book["在办案件"]
    keys = [str(cell.value).rpartition("[")[2].rstrip("]") for cell in sheet[1]]
    for name, text in {**LETTER, **cells}.items():
        sheet.cell(2, keys.index(name) + 1, text)
    book.save(folder / "在办来信.xlsx")
    return folder / "在办来信.xlsx"


def look(page: Page, path: Path) -> None:
    page.set_input_files("#file", path)
    page.get_by_role("button", name="逐行核对").click()
    ready(page)


def test_a_letter_goes_on_here_where_it_stood_on_paper(seats: Seats, tmp_path: Path) -> None:
    page = seats.take(HOTLINE)
    page.goto("/start/citizen-letter")
    ready(page)
    page.get_by_role("link", name="接入纸质案件").click()
    ready(page)
    look(page, filled(page, tmp_path, 收到时间="2031-11-17"))
    expect(page.locator("main")).to_contain_text("应是已经过去的时间")
    expect(page.get_by_role("button", name="接入这")).to_have_count(0)

    # Received on Tuesday 17 November. Counted: 18, 19, 20, 23, 24, 25, 26: Thursday the 26th, 17:30.
    look(page, filled(page, tmp_path))
    row = page.locator("tbody tr")
    expect(row).to_contain_text("责任单位办理")
    expect(row).to_contain_text("11月26日")
    page.fill("#reason", "系统上线，接入在办来信")
    page.get_by_role("button", name="接入这 1 件").click()
    expect(page.locator("[role=status]").first).to_contain_text("已接入 1 件")

    handler = seats.take(HANDLER)
    claim(handler, TOPIC)
    expect(handler.locator("main")).to_contain_text("11月26日")

    look(page, tmp_path / "在办来信.xlsx")
    expect(row).to_contain_text("已接入为 QZ-2026-")
