"""Spreadsheets and CSV as rows: what is read, and what is refused in words."""

import io
import zipfile

import openpyxl
import pytest

from app.domain.rejection import Rejection
from app.domain.staff_sheet import COLUMNS
from app.markup.read_sheets import read_sheets

HEAD = "用户名,姓名,角色,岗"


def book(*lines: tuple[object, ...], sheet: str = "人员") -> bytes:
    made = openpyxl.Workbook()
    made.active.title = sheet
    for line in lines:
        made.active.append(line)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.mark.parametrize("content", [
    f"{HEAD}\r\n\r\ngu-xin, 顾欣 ,hotline,A\r\n".encode("utf-8-sig"),
    f"{HEAD}\n\ngu-xin,顾欣,hotline,A\n".encode("gb18030"),
    book(("用户名", "姓名", "角色", "岗", "备注"), (None,) * 4, ("gu-xin", " 顾欣 ", "hotline", "A", "x")),
])  # fmt: skip
def test_a_row_is_read_with_its_number_and_its_cells_without_blanks(content: bytes) -> None:
    (row,) = read_sheets(content, COLUMNS)
    assert (row.sheet, row.number) == ("人员", 3)
    assert row.cells == {"用户名": "gu-xin", "姓名": "顾欣", "角色": "hotline", "岗": "A"}


def packed(size: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b" " * size)
    return target.getvalue()


@pytest.mark.parametrize(("content", "code", "words"), [
    (b"\xff\xfe\x00\x81", "bad_file", "cannot be read"),
    (b"PK\x03\x04 no workbook", "bad_file", "cannot be read"),
    ("姓名,角色\n顾欣,hotline\n".encode(), "bad_file", "a first row with the columns"),
    (f"{HEAD}\n,,,\n".encode(), "bad_file", "rows below the names"),
    (book(("用户名", "姓名"), ("gu", "顾欣")), "bad_file", "the column 角色、岗 in the sheet 人员"),
    (book(("a",), sheet="Sheet1"), "bad_file", "found Sheet1"),
    (packed(60 * 1024 * 1024), "too_large", "bytes unpacked"),
    ((HEAD + "\n" + "gu,顾欣,hotline,A\n" * 5001).encode(), "too_large", "at most 5000 rows"),
])  # fmt: skip
def test_a_file_of_another_kind_is_refused_in_words(content: bytes, code: str, words: str) -> None:
    with pytest.raises(Rejection) as refused:
        read_sheets(content, COLUMNS)
    assert refused.value.code == code
    assert words in str(refused.value)


def test_a_spreadsheet_with_entities_in_it_is_refused() -> None:
    target = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(book(("用户名", "姓名", "角色", "岗"), ("gu", "顾", "hotline", "A"))))
    with old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            bomb = b'<!DOCTYPE w [<!ENTITY a "aaaa">]>' if name == "xl/worksheets/sheet1.xml" else b""
            new.writestr(name, bomb + old.read(name).removeprefix(b'<?xml version="1.0"?>'))
    with pytest.raises(Rejection) as refused:
        read_sheets(target.getvalue(), COLUMNS)
    problem = refused.value.__cause__
    assert problem is not None
    assert "EntitiesForbidden" in repr(problem.__cause__ or problem.__context__)
