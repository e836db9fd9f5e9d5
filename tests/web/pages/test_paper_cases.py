"""Taking over paper cases by the page: the sheet is shown first, and what is confirmed is taken over, once."""

import html
import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from tests.fixtures.api_city import ApiCity
from tests.service.test_taking_over import PENALTY, files_of
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


def test_the_workbook_asks_for_the_times_at_which_a_clock_stood_and_history_tells_them(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    for process in ("penalty-review", "investment-approval"):
        assert api.deploy(files_of(process)).status_code == 200
    window = desk(api, "operator")
    row = {"纸质编号": "罚 1", "收到时间": "2026-01-05", "当前步骤": "legal-review", "进入时间": "2026-01-05 09:00", **PENALTY}
    row["noticeOn"] = "2026-01-05"
    stood = {"停止计时起": "2026-01-05 09:00", "停止计时止": "2026-01-05 09:01", "停止计时依据": "听证，行政许可法第45条"}
    page = words(look(window, workbook(window, "penalty-review", row | stood | {"停止计时止": "2026-01-05 08:59"}), 422))
    assert "恢复计时应晚于停止计时的 2026-01-05 09:00，这里是 2026-01-05 08:59" in page
    window.send(URL, sheet=sheet_of(look(window, workbook(window, "penalty-review", row | stood))), reason="系统上线")
    number = api.rows("SELECT receipt_number FROM process_instance")[0]["receipt_number"]
    history = words(window.get(f"/cases/{number}?tab=history"))
    assert "纸上自 2026-01-05 09:00 至 2026-01-05 09:01 停止计时：听证，行政许可法第45条" in history
    help_sheet = openpyxl.load_workbook(io.BytesIO(window.client.get(f"{URL}/investment-approval.xlsx").get_data()))["步骤"]
    (told,) = [cells[2].value for cells in help_sheet.iter_rows() if cells[0].value == "bring-papers"]
    assert "停止计时起必填" in told


def test_history_tells_each_step_that_was_done_on_paper_and_the_workbook_which_may_have_been(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    assert api.deploy(files_of("penalty-review")).status_code == 200
    window = desk(api, "operator")
    row = {"纸质编号": "罚 1", "收到时间": "2026-01-05", "当前步骤": "作出处罚决定", "进入时间": "2026-01-05 09:00", **PENALTY}
    row |= {"noticeOn": "2026-01-05", "legalResult": "pass", "approval": "approve"}
    window.send(URL, sheet=sheet_of(look(window, workbook(window, "penalty-review", row))), reason="系统上线")
    number = api.rows("SELECT receipt_number FROM process_instance")[0]["receipt_number"]
    history = words(window.get(f"/cases/{number}?tab=history"))
    for step in ("拟定处罚", "告知并听取申辩，1月5日", "审核处罚", "审批处罚"):
        assert f"此前已在纸上办完：{step}" in history
    help_sheet = openpyxl.load_workbook(io.BytesIO(window.client.get(f"{URL}/penalty-review.xlsx").get_data()))["步骤"]
    done = {cells[0].value: cells[3].value for cells in help_sheet.iter_rows()}
    assert (
        done["impose"]
        == "拟定处罚、告知并听取申辩（视所填还有：告诫并帮助整改、核查整改、核定不予处罚、单位自行决定、修改后重报、审核处罚、审批处罚）"
    )
    assert done["propose"].startswith("（视所填还有：告诫并帮助整改、核查整改、核定不予处罚")


def test_what_is_wrong_stands_in_its_row_and_nothing_can_be_confirmed(api: ApiCity) -> None:
    window = desk(api, "operator")
    page = look(window, workbook(window, "citizen-letter", letter("7"), letter("7", 收到时间="2031-01-01")), 422)
    told = words(page)
    assert "出现了两次" in told
    assert "应是已经过去的时间" in told
    assert 'name="sheet"' not in page
    told = words(look(window, workbook(window, "citizen-letter", letter("9", channel="口信")), 422))
    assert "来源 ：请从所列的选：" in told
    assert "来信、" in told
    assert "；“口信”不在其中" in told
    assert "channel" not in told


def test_one_case_has_a_number_and_not_from_one_to_the_same(make_api: Callable[..., ApiCity]) -> None:
    window = desk(make_api(), "operator")
    page = look(window, workbook(window, "citizen-letter", letter("7")))
    told = words(window.follow(window.send(URL, sheet=sheet_of(page), reason="系统上线")))
    assert "编号 QZ-2026-" in told
    assert " 至 QZ" not in told


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


def zipped(**files: bytes) -> tuple[io.BytesIO, str]:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for name, content in files.items():
            written.writestr(name.replace("__", "/") + ".pdf", content)
    target.seek(0)
    return target, "扫描件.zip"


def look_with(window: Desk, content: bytes, files: tuple[io.BytesIO, str], status: int) -> str:
    answer = window.send(URL, file=(io.BytesIO(content), "在办.xlsx"), files=files)
    assert answer.status_code == status, words(answer.get_data(as_text=True))
    return answer.get_data(as_text=True)


def test_the_files_of_a_zip_become_documents_of_the_cases_whose_rows_name_them(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    window = desk(api, "operator")
    content = workbook(window, "citizen-letter", letter("7", 附件="信7/来信.pdf、信封.pdf"), letter("8"))
    page = look_with(window, content, zipped(信7__来信=b"%PDF-1.7 a", 信7__信封=b"%PDF-1.7 b"), 200)
    assert "来信.pdf" in words(page)
    carried = re.search(r'name="files" value="([^"]*)"', page)
    assert carried is not None
    told = window.follow(window.send(URL, sheet=sheet_of(page), files=html.unescape(carried[1]), reason="系统上线"))
    assert "已接入 2 件" in words(told)
    documents = api.rows("SELECT d.name, p.title FROM document d JOIN process_instance p ON p.key = d.case_key ORDER BY d.key")
    assert [(row["name"], row["title"]) for row in documents] == [("来信.pdf", "旧案 7"), ("信封.pdf", "旧案 7")]
    kinds = [row["kind"] for row in api.rows("SELECT kind FROM audit_event ORDER BY recorded_at")]
    assert kinds.count("paper_case_taken") == 2
    assert "document_added" not in kinds, "Expected the files to come with the event that takes the case over"


@pytest.mark.parametrize(
    ("named", "files", "problem"),
    [
        ("来信.pdf", {}, "zip 中没有"),
        ("来信.pdf", {"来信": b"%PDF-1.7", "多余": b"%PDF-1.7"}, "没有任何一行"),
        ("来信.pdf", {"来信": b"MZ no pdf"}, "内容"),
        ("来信.pdf、来信.pdf", {"来信": b"%PDF-1.7"}, "另一处"),
        ("来信.pdf", {"..__来信": b"%PDF-1.7"}, "普通的文件名"),
    ],
)
def test_files_that_do_not_fit_the_rows_keep_the_whole_sheet_out(
    make_api: Callable[..., ApiCity], named: str, files: dict[str, bytes], problem: str
) -> None:
    api = make_api()
    window = desk(api, "operator")
    before = api.rows("SELECT COUNT(*) AS n FROM audit_event")
    page = look_with(window, workbook(window, "citizen-letter", letter("7", 附件=named)), zipped(**files), 422)
    assert problem in words(page)
    assert 'name="sheet"' not in page
    assert api.rows("SELECT COUNT(*) AS n FROM audit_event") == before


def test_a_row_that_names_a_file_needs_a_zip(api: ApiCity) -> None:
    window = desk(api, "operator")
    page = look(window, workbook(window, "citizen-letter", letter("7", 附件="来信.pdf")), 422)
    assert "附件" in words(page)
    assert "没有上传 zip" in words(page)


def test_a_decision_on_paper_has_its_number_and_day_in_the_sheet_and_on_what_is_printed_from_it(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    assert api.deploy(files_of("penalty-review")).status_code == 200
    window, ma = desk(api, "operator"), desk(api, "enforcer-market")
    heads = [
        cell.value for cell in openpyxl.load_workbook(io.BytesIO(window.client.get(f"{URL}/penalty-review.xlsx").get_data()))["在办案件"][1]
    ]
    assert {"处罚决定书文号 [decisionNumber]", "作出决定的日期 [decidedOn]"} <= set(heads)
    row = {"纸质编号": "罚 1", "收到时间": "2026-01-05", "当前步骤": "serve", "进入时间": "2026-01-09", **PENALTY, "noticeOn": "2026-01-06"}
    row |= {"legalResult": "pass", "legalOpinion": "事实清楚。", "approval": "approve", "imposition": "是"}
    early = words(look(window, workbook(window, "penalty-review", row | {"decidedOn": "2026-01-05"}), 422))
    assert "作出决定的日期" in early
    row |= {"decisionNumber": "云市监罚〔2026〕3号", "decidedOn": "2026-01-08"}
    window.send(URL, sheet=sheet_of(look(window, workbook(window, "penalty-review", row))), reason="系统上线")
    (case,) = api.rows("SELECT key, receipt_number FROM process_instance")
    address, number = f"/tasks/{api.task(str(case['key']))}", case["receipt_number"]
    step = words(ma.get(address))
    assert "处罚决定书（纸质）：云市监罚〔2026〕3号，2026年1月8日" in step
    overview = words(ma.get(f"/cases/{number}"))
    assert "首问负责" not in overview
    assert "纸质案件接入" in overview
    assert "纸质编号 罚 1" in overview
    assert "登记 2026年1月9日" not in overview
    assert "送达回证" in words(ma.get(f"/cases/{number}?tab=documents"))
    draft = ma.follow(ma.send(f"/cases/{number}/papers", paper="penalty-service"))
    assert "行政处罚决定书云市监罚〔2026〕3号" in words(draft)
    refused = words(ma.follow(ma.send(f"/cases/{number}/papers", paper="penalty-decision")))
    assert "已印发的可以更正" in refused


def test_what_the_sheet_leaves_out_of_a_decision_is_asked_with_its_service(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    assert api.deploy(files_of("penalty-review")).status_code == 200
    window = desk(api, "operator")
    row = {"纸质编号": "罚 1", "收到时间": "2026-01-05", "当前步骤": "serve", "进入时间": "2026-01-09", **PENALTY, "noticeOn": "2026-01-06"}
    row |= {"legalResult": "pass", "legalOpinion": "事实清楚。", "approval": "approve", "imposition": "是"}
    window.send(URL, sheet=sheet_of(look(window, workbook(window, "penalty-review", row))), reason="系统上线")
    (case,) = api.rows("SELECT key FROM process_instance")
    page = desk(api, "enforcer-market").get(f"/tasks/{api.task(str(case['key']))}")
    assert 'name="decisionNumber"' in page
    assert 'name="decidedOn"' in page
