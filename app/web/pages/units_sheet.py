"""The running work of units as a spreadsheet, as the page of supervision shows it."""

import io
from collections.abc import Sequence
from typing import Final

from flask import Response

from app.domain.marked import marked
from app.web.pages.frame import wording
from app.web.presentation.supervision_view import WorkRow

HEADS: Final = (
    marked("Unit"),
    marked("All running"),
    marked("Longest overdue"),
    marked("Urged"),
    marked("On time this month"),
    marked("Points"),
)
TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def units_sheet(rows: Sequence[WorkRow]) -> Response:
    import xlsxwriter  # a tenth of a second that only those pay who take a spreadsheet

    show, target = wording(), io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(show._("Units")), book.add_format({"bold": True, "bottom": 1})
    unit, total, longest, urged, rate, points = (show._(head) for head in HEADS)
    lights = [show.light_name(one.name) if one.name != "none" else show._("Without a deadline") for one in rows[0].lights] if rows else []
    for column, head in enumerate((unit, total, *lights, longest, urged, rate, points)):
        sheet.write_string(0, column, head, bold)
    for number, row in enumerate(rows, 1):
        sheet.write_string(number, 0, row.name)
        counts = (row.total.number, *(one.number for one in row.lights))
        for column, count in enumerate(counts, 1):
            sheet.write_number(number, column, count)
        after = len(counts) + 1
        sheet.write_string(number, after, row.longest)
        sheet.write_number(number, after + 1, row.urged)
        sheet.write_string(number, after + 2, row.rate)
        sheet.write_string(number, after + 3, row.points)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 28)
    book.close()
    return Response(target.getvalue(), mimetype=TYPE, headers={"Content-Disposition": "attachment; filename=units.xlsx"})
