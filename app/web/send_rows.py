"""A table as a file: CSV, sent as it is written, or a spreadsheet."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import IO, Any, Final

from flask import Response, stream_with_context

from app.domain.rejection import Rejection

Cell = str | int | float
MOST_ROWS: Final = 1_000_000
"""A sheet has room for 1,048,576; a CSV file goes on."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_rows(ending: str, name: str, rows: Iterable[tuple[Cell, ...]], widths: tuple[int, ...], title: str) -> Response:
    """Return a file. ending: csv or xlsx. name: of the file, without its ending. rows: the heads first. widths: of the sheet's columns, in
    characters. title: of the sheet. Raises Rejection("not_found") for another ending."""
    if ending == "csv":
        response = Response(stream_with_context(_csv(rows)), content_type="text/csv; charset=utf-8")
    elif ending == "xlsx":
        file = _xlsx(rows, widths, title)
        response = Response(_read(file), content_type=_SHEET)
        response.call_on_close(file.close)
    else:
        raise Rejection("not_found", "Expected a file that ends with csv or xlsx, but found %(found)s", found=ending[:20])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, whatever it begins with."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(rows: Iterable[tuple[Cell, ...]]) -> Iterator[bytes]:
    target = io.StringIO()
    writer = csv.writer(target)
    yield "\ufeff".encode()  # without it spreadsheets take the file for one in the machine's own code page
    for number, row in enumerate(rows):
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
        if number % 200 == 0:
            yield _taken(target)
    yield _taken(target)


def _taken(target: io.StringIO) -> bytes:
    found = target.getvalue().encode()
    target.seek(0)
    target.truncate()
    return found


def _xlsx(rows: Iterable[tuple[Cell, ...]], widths: tuple[int, ...], title: str) -> IO[bytes]:
    """Return a spreadsheet, written row by row to a file that goes away when it is closed."""
    import xlsxwriter  # a tenth of a second that only those pay who take a spreadsheet

    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the answer
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(title), book.add_format({"bold": True, "bottom": 1})
    write: Callable[..., Any] = sheet.write_string
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            break
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                write(number, column, cell, bold if number == 0 else None)
            else:
                sheet.write_number(number, column, cell)
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    book.close()
    file.seek(0)
    return file


def _read(file: IO[bytes]) -> Iterator[bytes]:
    """Yield what a file holds, and close it, which takes it away."""
    with file:
        yield from iter(partial(file.read, 1 << 16), b"")
