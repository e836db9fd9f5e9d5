"""The list goes out as a spreadsheet that other programs open."""

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.letters import Letters
from tests.browser.seats import HANDLER, Seats, ready

pytestmark = pytest.mark.browser


def test_the_list_as_filtered_opens_as_a_spreadsheet(seats: Seats, letters: Letters) -> None:
    letter = letters.in_hand("=导出到表格")
    letters.in_hand("不在筛选里")
    page = seats.take(HANDLER)
    page.goto("/work-list?view=all&q=导出到表格")
    ready(page)
    expect(page.locator(".taskrow")).to_have_count(1)
    with page.expect_download() as loading:
        page.locator("a[href*='.xlsx']").click()
    content = loading.value.path().read_bytes()
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    assert head == ("受理编号", "标题", "流程", "步骤", "灯", "期限", "条款", "承办人", "收到")
    assert [row[:5] for row in rows] == [(letter.number, "=导出到表格", "群众来信来话", "责任单位办理", "正常")]
    assert rows[0][5] == datetime(2026, 12, 3, 17, 30)
    assert rows[0][8].date() == datetime(2026, 11, 24).date()
