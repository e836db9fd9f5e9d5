"""Taking over paper cases by the page: the sheet is shown first, and what is confirmed is taken over, once."""

import html
import io
import re
from collections.abc import Callable

import openpyxl
import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import Desk, desk, words

URL = "/admin/paper-cases"


def workbook(window: Desk, process: str, *rows: dict[str, str]) -> bytes:
    """Return the procedure's own workbook, filled in; fields by what stands in brackets at the head of their column."""
    book = openpyxl.load_workbook(io.BytesIO(window.client.get(f"{URL}/{process}.xlsx").get_data()))
    sheet = book["在办案件"]
    heads = [str(cell.value) for cell in sheet[1]]
    keys = [head.rpartition("[")[2].rstrip("]") for head in heads]
    for number, row in enumerate(rows, 2):
        for name, text in {"流程": process, **row}.items():
            sheet.cell(number, keys.index(name) + 1, text)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def look(window: Desk, content: bytes, status: int = 200) -> str:
    answer = window.send(URL, file=(io.BytesIO(content), "在办.xlsx"))
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def sheet_of(page: str) -> str:
    found = re.search(r'name="sheet" value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


def letter(number: str, **cells: str) -> dict[str, str]:
    said = {"channel": "来信", "anonymous": "是", "topic": "路灯不亮", "place": "春晖路", "content": "三盏路灯不亮。"}
    where = {"收到时间": "2026-01-05", "当前步骤": "assign", "进入时间": "2026-01-05 09:00"}
    return {"纸质编号": number, "标题": f"旧案 {number}"} | where | said | cells


def test_a_sheet_is_shown_first_and_taken_over_when_it_is_confirmed_with_a_reason(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    window = desk(api, "operator")
    content = workbook(window, "citizen-letter", letter("7"), letter("8"))
    before = api.rows("SELECT COUNT(*) AS n FROM audit_event")
    page = look(window, content)
    assert "接入这 2 件" in words(page)
    assert api.rows("SELECT COUNT(*) AS n FROM audit_event") == before
    refused = window.send(URL, sheet=sheet_of(page), reason=" ")
    assert refused.status_code == 422
    assert "请写明为什么接入这些案件" in words(refused.get_data(as_text=True))
    told = words(window.follow(window.send(URL, sheet=sheet_of(page), reason="系统上线")))
    assert "已接入 2 件" in told
    cases = api.rows("SELECT p.title, c.paper_number FROM paper_case c JOIN process_instance p ON p.key = c.case_key ORDER BY p.title")
    assert [(row["title"], row["paper_number"]) for row in cases] == [("旧案 7", "7"), ("旧案 8", "8")]
    kinds = [row["kind"] for row in api.rows("SELECT kind FROM audit_event WHERE kind LIKE 'paper%' OR kind LIKE 'case%'")]
    assert sorted(kinds) == ["paper_case_taken", "paper_case_taken", "paper_sheet_added"]
    again = look(window, content)
    assert "已接入为" in words(again)
    assert 'name="sheet"' not in again or "接入这" not in words(again)
    number = api.rows("SELECT receipt_number FROM process_instance WHERE title = '旧案 7'")[0]["receipt_number"]
    history = words(window.get(f"/cases/{number}?tab=history"))
    assert "从纸质案卷接入" in history
    assert "纸质编号 7" in history


def test_what_is_wrong_stands_in_its_row_and_nothing_can_be_confirmed(api: ApiCity) -> None:
    window = desk(api, "operator")
    page = look(window, workbook(window, "citizen-letter", letter("7"), letter("7", 收到时间="2031-01-01")), 422)
    told = words(page)
    assert "出现了两次" in told
    assert "应是已经过去的时间" in told
    assert 'name="sheet"' not in page


@pytest.mark.parametrize("account", ["admin", "security", "auditor", "head-health", "handler-health"])
def test_nobody_else_takes_over(api: ApiCity, account: str) -> None:
    window = desk(api, account)
    window.get(URL, 403)
    window.get(f"{URL}/citizen-letter.xlsx", 403)
    assert window.send(URL, reason="x").status_code == 403


def test_an_operator_finds_the_page_in_the_menu_and_the_owner_beside_the_form(api: ApiCity) -> None:
    assert URL in desk(api, "operator").get(URL)
    assert "/admin/people" not in desk(api, "operator").get(URL)
    assert URL in desk(api, "hotline").get(URL)
