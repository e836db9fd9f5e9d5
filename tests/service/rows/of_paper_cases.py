"""Rows of the commands by which cases that ran on paper are taken over."""

from app.domain.paper_sheet import COLUMNS, PaperCase
from app.service.keep_paper_sheet import KeepPaperSheet
from app.service.take_over_case import TakeOverCase
from app.service.work import Command
from tests.builders.city import MONDAY, City
from tests.builders.errand import PROCESS
from tests.service.rows.row import Row, row

SHEET = KeepPaperSheet(PROCESS, "在办差事.xlsx", "cd" * 32, 9, b"PK\x03\x04abcde", 1)
CELLS = (PROCESS, "2026-差-7", "旧案一件", "2026-11-10", "take", "2026-11-16 09:00", "")
WHO = {"hotline", "operator", "demo"}
"""The owner of the procedure, operators, and the demo account."""


def _take_over(city: City) -> TakeOverCase:
    key = int(city.do(SHEET, "hotline")["key"])
    return TakeOverCase(PROCESS, PaperCase(2, dict(zip(COLUMNS, CELLS, strict=True))), key, MONDAY, "系统上线")


ROWS: dict[type[Command], Row] = {
    KeepPaperSheet: row(
        lambda city: SHEET, "hotline", "paper_sheet_added", "paper_sheet_added document_added", {"document", "counter"}, WHO
    ),
    TakeOverCase: row(
        _take_over,
        "operator",
        "paper_case_taken",
        "process_instance_started element_completed task_created paper_case_taken query_code_given",
        {"case_secret", "process_instance", "user_task", "task_candidate", "case_party", "paper_case", "query_code", "counter"},
        WHO,
    ),
}
