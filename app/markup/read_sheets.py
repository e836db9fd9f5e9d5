"""Spreadsheets and tables of text as rows of cells: .xlsx, or CSV in UTF-8 or GB 18030."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from app.domain.rejection import Rejection
from app.domain.staff_sheet import MOST_ROWS, SheetRow

MOST_UNPACKED_BYTES: Final = 50 * 1024 * 1024
_ENCODINGS: Final = ("utf-8-sig", "gb18030")


class Shape(Struct, frozen=True):
    """What is taken of a sheet. column_of: the column that a cell of the first row names. further: columns beside the wanted ones are
    taken too. most_columns, most_text: how many columns, and how many characters of a cell."""

    column_of: Callable[[str], str] = str
    further: bool = False
    most_columns: int = 20
    most_text: int = 200


_PLAIN: Final = Shape()


def read_sheets(content: bytes, columns: Mapping[str, Sequence[str]], shape: Shape = _PLAIN) -> list[SheetRow]:
    """Return the rows of every known sheet; a CSV is the sheet whose columns its first row names.

    columns: of each sheet, those that it must have. Empty rows are passed over. Raises Rejection("bad_file") with what was expected and
    found.
    """
    tables = _of_workbook(content, columns, shape) if content[:2] == b"PK" else _of_text(content, columns, shape)
    rows: list[SheetRow] = []
    for sheet, lines in tables:
        for number, cells in lines:
            if any(cells.values()):
                rows.append(SheetRow(sheet, number, cells))
            if len(rows) > MOST_ROWS:
                raise Rejection("too_large", "Expected at most %(most)s rows, but found more", most=MOST_ROWS)
    if not rows:
        raise Rejection("bad_file", "Expected rows below the names of the columns, but found none")
    return rows


Lines = Iterator[tuple[int, dict[str, str]]]


def _of_workbook(content: bytes, columns: Mapping[str, Sequence[str]], shape: Shape) -> Iterator[tuple[str, Lines]]:
    import openpyxl  # a fifth of a second that only those pay who bring a spreadsheet

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED_BYTES:
                raise Rejection("too_large", "Expected a spreadsheet of at most %(most)s bytes unpacked", most=MOST_UNPACKED_BYTES)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = {name: [list(line) for line in _lines(book[name], shape)] for name in book.sheetnames if name in columns}
    except Rejection:
        raise
    except Exception as problem:  # whatever the library stumbles over, it is this file that it cannot read
        raise Rejection("bad_file", "Expected a spreadsheet (.xlsx) or CSV, but it cannot be read") from problem
    if not sheets:
        names = "、".join(columns)
        raise Rejection(
            "bad_file", "Expected a sheet of the name %(names)s, but found %(found)s", names=names, found="、".join(book.sheetnames)
        )
    for name, lines in sheets.items():
        if lines:
            yield name, _table(name, lines, columns[name], shape)


def _lines(sheet: Any, shape: Shape) -> Iterator[Sequence[Any]]:
    for place, line in enumerate(sheet.iter_rows(values_only=True)):
        if place > MOST_ROWS:
            raise Rejection("too_large", "Expected at most %(most)s rows, but found more", most=MOST_ROWS)
        yield line[: shape.most_columns]


def _of_text(content: bytes, columns: Mapping[str, Sequence[str]], shape: Shape) -> Iterator[tuple[str, Lines]]:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Rejection("bad_file", "Expected a spreadsheet (.xlsx) or CSV, but it cannot be read")
    try:
        lines = list(csv.reader(io.StringIO(text.replace("\x00", ""))))
    except csv.Error:
        raise Rejection("bad_file", "Expected a spreadsheet (.xlsx) or CSV, but it cannot be read") from None
    head = [shape.column_of(_text(cell, shape)) for cell in lines[0]] if lines else []
    sheet = next((name for name, wanted in columns.items() if set(wanted) <= set(head)), None)
    if sheet is None:
        wanted = "；".join("、".join(names) for names in columns.values())
        found = "、".join(filter(None, head[: shape.most_columns]))[: shape.most_text] or "-"
        raise Rejection("bad_file", "Expected a first row with the columns %(wanted)s, but found %(found)s", wanted=wanted, found=found)
    yield sheet, _table(sheet, lines, columns[sheet], shape)


def _table(sheet: str, lines: Sequence[Sequence[Any]], wanted: Sequence[str], shape: Shape) -> Lines:
    head = [shape.column_of(_text(cell, shape)) for cell in lines[0][: shape.most_columns]]
    missing = [name for name in wanted if name not in head]
    if missing:
        raise Rejection(
            "bad_file", "Expected the column %(column)s in the sheet %(sheet)s, but it is missing", column="、".join(missing), sheet=sheet
        )
    twice = sorted({name for name in head if name and head.count(name) > 1}) if shape.further else []
    if twice:
        raise Rejection("bad_file", "Expected each column once, but found %(column)s twice", column="、".join(twice))
    places = {name: head.index(name) for name in (filter(None, head) if shape.further else wanted)}
    for number, line in enumerate(lines[1:], 2):
        yield number, {name: _text(line[place], shape) if place < len(line) else "" for name, place in places.items()}


def _text(cell: Any, shape: Shape) -> str:
    if isinstance(cell, datetime):
        # A day that a spreadsheet knows as a day comes with a midnight that nobody typed.
        return cell.isoformat(" ", "minutes").removesuffix(" 00:00")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()[: shape.most_text]
