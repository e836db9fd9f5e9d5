"""What a sheet of paper cases says of its wrong rows: where the fault lies, once, and nothing that only follows from it."""

import json

from msgspec.structs import replace

from tests.builders.city import City
from tests.service.test_taking_over import LETTER, PENALTY, deploy, looked_at, paper, said
from tests.service.test_taking_over_branches import PROJECT

BEGUN = {name: cell for name, cell in PROJECT.items() if name not in ("sessionAt", "sessionPlace", "present")}
STEP = "call-session、name-assistants"


def project(*units: str) -> dict[str, str]:
    approvals = [{"unit": unit, "approval": f"许可 {number}", "kind": "general"} for number, unit in enumerate(units, 1)]
    return {**BEGUN, "approvals": json.dumps(approvals, ensure_ascii=False)}


def test_a_unit_in_a_list_is_meant_by_its_name_too(sqlite_city: City) -> None:
    deploy(sqlite_city, "investment-approval")
    row = paper("investment-approval", "联 1", STEP, "2026-11-03", "2026-11-10", **project("planning-bureau", "市环保局"))
    sheet = looked_at(sqlite_city, row)
    assert said(sheet) == []
    (line,) = sheet.lines
    assert [one["unit"] for one in line.landing.variables["approvals"]] == ["planning-bureau", "environment-bureau"]


def test_a_wrong_unit_in_a_list_is_found_by_its_entry_and_field(sqlite_city: City) -> None:
    deploy(sqlite_city, "investment-approval")
    row = paper("investment-approval", "联 1", STEP, "2026-11-03", "2026-11-10", **project("planning-bureau", "不存在的局"))
    ((_, error),) = looked_at(sqlite_city, row).errors
    assert error.called({"approvals": "需要办理的审批事项"}) == "需要办理的审批事项 · 2 · 审批部门"
    assert "不存在的局" in str(error.message)


def test_a_number_that_stands_twice_names_the_other_row(sqlite_city: City) -> None:
    deploy(sqlite_city, "citizen-letter")
    row = paper("citizen-letter", "信 1", "handle", "2026-11-10", "2026-11-12", **LETTER)
    found = looked_at(sqlite_city, row, replace(row, number=7))
    assert [(line, str(error.message).rpartition(": ")[2]) for line, error in found.errors] == [(2, "in row 7 too"), (7, "in row 2 too")]


def test_what_a_later_form_asks_only_because_of_a_wrong_answer_is_not_missed(sqlite_city: City) -> None:
    deploy(sqlite_city, "penalty-review")
    cells = {**PENALTY, "unit": "不存在的局", "hearing": ""}
    found = said(looked_at(sqlite_city, paper("penalty-review", "罚 1", "legal-review", "2026-11-02", "2026-11-12", **cells)))
    assert [column for column, _ in found] == ["unit", "hearing"]
