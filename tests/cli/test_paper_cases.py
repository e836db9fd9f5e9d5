"""`duban paper-cases`: the workbook, what is wrong with it, and taking its cases over, once."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from app.store.database import Database
from tests.builders.real_city import environment, real_city
from tests.builders.typed import Typed, typed

Type = Callable[..., Typed]
WHO = ("--as", "operator")


@pytest.fixture
def folder(tmp_path: Path, sqlite_city_file: Path) -> Path:
    return real_city(tmp_path / "city", sqlite_city_file)


@pytest.fixture
def duban(folder: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    return lambda *words: typed(capsys, environment(folder), *words)


def filled(duban: Type, path: Path, *rows: tuple[str, ...]) -> str:
    assert duban("paper-cases", "template", "errand", str(path), *WHO).code == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["在办案件", "步骤", "字段", "单位和岗位"]
    steps = {line[0].value: line[2].value for line in book["步骤"].iter_rows(min_row=2)}
    assert steps == {"take": "可以", "handle": "可以"}
    for number, row in enumerate(rows, 2):
        for place, text in enumerate(row, 1):
            book["在办案件"].cell(number, place, text)
    book.save(path)
    return str(path)


def test_a_sheet_is_checked_and_taken_over_once(duban: Type, folder: Path, tmp_path: Path) -> None:
    row = ("errand", "差 7", "旧案", "2024-12-02", "take", "2024-12-02 09:00")
    sheet = filled(duban, tmp_path / "cases.xlsx", row)
    seen = duban("paper-cases", "check", sheet, "--json", *WHO)
    assert seen.code == 0
    said = json.loads(seen.out)
    assert (said["row"], said["number"], said["open"], said["errors"]) == (2, "差 7", ["take"], [])
    assert duban("paper-cases", "take-over", sheet, *WHO).code == 2
    done = duban("paper-cases", "take-over", sheet, "--reason", "系统上线", *WHO)
    assert done.code == 0
    assert "Taken over: 1 cases" in done.err
    again = duban("paper-cases", "take-over", sheet, "--reason", "系统上线", *WHO)
    assert again.code == 0
    assert "all of them were here" in again.err
    with Database(f"sqlite:///{folder}/duban.db").read() as store:
        events = store.all("SELECT actor, effective_at FROM audit_event WHERE kind = 'paper_case_taken'")
        assert [(row["actor"], row["effective_at"][:19]) for row in events] == [("cli:operator", "2024-12-02T01:00:00")]


def test_a_sheet_with_a_wrong_row_is_refused_and_changes_nothing(duban: Type, folder: Path, tmp_path: Path) -> None:
    sheet = filled(duban, tmp_path / "cases.xlsx", ("errand", "差 7", "", "昨天", "take", "2024-12-02"))
    refused = duban("paper-cases", "take-over", sheet, "--reason", "系统上线", *WHO)
    assert refused.code == 1
    assert "收到时间" in refused.out
    with Database(f"sqlite:///{folder}/duban.db").read() as store:
        assert store.value("SELECT COUNT(*) FROM audit_event WHERE kind LIKE 'paper%'") == 0
