"""The movements of a unit as a spreadsheet."""

import io
from collections.abc import Sequence
from typing import Final

from flask import Response

from app.domain.marked import marked
from app.queries.points import Movement
from app.web.pages.frame import wording
from app.web.pages.points_words import cause_words

HEADS: Final = (
    marked("Date"),
    marked("Receipt number"),
    marked("Event"),
    marked("Title"),
    marked("Because"),
    marked("Rule"),
    marked("Article"),
    marked("Points"),
    marked("Appeal"),
)
APPEALS: Final = {
    "none": "",
    "open": marked("appeal to be decided"),
    "granted": marked("given back"),
    "upheld": marked("upheld"),
}


def points_sheet(unit: str, name: str, year: int, found: Sequence[Movement]) -> Response:
    """unit: its id, for the name of the file; name: for the sheet."""
    import xlsxwriter  # a tenth of a second that only those pay who take a spreadsheet

    show, target = wording(), io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(show._("List"))
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, head in enumerate(HEADS):
        sheet.write_string(0, column, show._(head), bold)
    for number, one in enumerate(found, 1):
        row, appeal = one.row, APPEALS[one.row["state"]]
        texts = {
            0: row["moved_on"],
            1: row["receipt_number"],
            3: (row["title"] or row["process_name"]) if one.seen else "",
            4: cause_words(row),
            5: row["code"],
            6: show.article(row["article"]),
            8: show._(appeal) if appeal else "",
        }
        for column, text in texts.items():
            sheet.write_string(number, column, text)
        sheet.write_number(number, 2, row["seq"])
        sheet.write_number(number, 7, float(one.points))
    last = len(found) + 1
    sheet.write_string(last, 6, show._("Total"), bold)
    sheet.write_number(last, 7, float(sum(one.points for one in found)), bold)
    sheet.write_string(last, 0, f"{name} {year}", bold)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    response = Response(target.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response.headers["Content-Disposition"] = f'attachment; filename="points-{unit}-{year}.xlsx"'
    return response
