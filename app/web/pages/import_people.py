"""Importing units, people and posts: a file is shown row by row with its errors first; all of it is taken, or nothing."""

import io
import json
from collections.abc import Sequence
from typing import Any, Final

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.permissions import require_holding
from app.domain.rejection import Message, Rejection
from app.domain.staff_sheet import COLUMNS, SheetRow, StaffPlan, check_sheets
from app.markup.read_sheets import read_sheets
from app.queries.staff import staff_known
from app.service.import_people import ImportPeople
from app.web.pages.admin_parts import admin_links
from app.web.pages.frame import draw, go, person, shell, signed_in
from app.web.presentation.import_view import ImportRow, ImportView
from app.web.surface import surface

blueprint = Blueprint("import_people", __name__)
MOST_BYTES: Final = 2 * 1024 * 1024
EXAMPLES: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "单位": (("parks-bureau", "市园林局", ""),),
    "人员": (("gu-xin", "顾欣", "handler@parks-bureau", "A"), ("feng-lei", "冯磊", "市园林局经办、市园林局复核", "B")),
    "岗位": (("来信经办", "市园林局经办", "gu-xin", "feng-lei"),),
}


@blueprint.get("/admin/import")
@signed_in
def page() -> Response:
    return _page(_allowed())


@blueprint.post("/admin/import")
@signed_in
def check() -> AnyResponse:
    """Show what a file would bring; or, confirmed, bring it."""
    actor = _allowed()
    if "rows" in request.form:
        return _confirmed(actor)
    upload = request.files.get("file")
    content = upload.stream.read(MOST_BYTES + 1) if upload is not None else b""
    try:
        if not content:
            raise Rejection("bad_file", "Expected a file, but found none")
        if len(content) > MOST_BYTES:
            raise Rejection("too_large", "Expected a file of at most %(limit)s bytes, but it is larger", limit=MOST_BYTES)
        rows = read_sheets(content, COLUMNS)
    except Rejection as rejection:
        return _page(actor, problem=rejection.message, status=422)
    plan = check_sheets(rows, surface().door.ask(staff_known))
    return _page(actor, rows, plan, status=422 if plan.errors else 200)


def _confirmed(actor: Actor) -> AnyResponse:
    try:
        rows = [SheetRow(sheet, number, _cells(sheet, cells)) for sheet, number, cells in json.loads(request.form["rows"])]
    except (ValueError, TypeError, KeyError):
        raise Rejection("bad_request", "Expected the rows that this page showed, but found others") from None
    try:
        counts = surface().door.execute(ImportPeople(rows), actor).answer
    except Rejection as rejection:
        if rejection.code != "bad_file":
            raise
        # Somebody was quicker: the rows are shown again with what is wrong with them now.
        return _page(actor, rows, check_sheets(rows, surface().door.ask(staff_known)), rejection.message, 409)
    return go(f"/admin/import?units={counts['units']}&people={counts['people']}&posts={counts['posts']}")


def _cells(sheet: str, cells: Sequence[Any]) -> dict[str, str]:
    return {name: str(cell)[:200] for name, cell in zip(COLUMNS[sheet], cells, strict=True)}


@blueprint.get("/admin/import/template.xlsx")
@signed_in
def template() -> Response:
    """A spreadsheet with the columns and an example in each sheet."""
    _allowed()
    import xlsxwriter  # a tenth of a second that only those pay who take a spreadsheet

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bottom": 1})
    for name, columns in COLUMNS.items():
        sheet = book.add_worksheet(name)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column, head)
        for number, line in enumerate(EXAMPLES[name], 1):
            for place, text in enumerate(line):
                sheet.write_string(number, place, text)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    book.close()
    response = Response(target.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response.headers["Content-Disposition"] = 'attachment; filename="people.xlsx"'
    return response


def _allowed() -> Actor:
    actor = person()
    require_holding(actor, ("system-admin",), "import people")
    return actor


def _page(
    actor: Actor, rows: Sequence[SheetRow] = (), plan: StaffPlan | None = None, problem: Message | None = None, status: int = 200
) -> Response:
    errors: dict[tuple[str, int], list[tuple[str, Message]]] = {}
    for one in plan.errors if plan is not None else ():
        errors.setdefault((one.sheet, one.number), []).append((one.column, one.message))
    view = ImportView(
        admin_links(actor, "import"),
        tuple(ImportRow(row.sheet, row.number, tuple(row.cells.items()), tuple(errors.get((row.sheet, row.number), ()))) for row in rows),
        len(plan.errors) if plan is not None else 0,
        json.dumps([[row.sheet, row.number, list(row.cells.values())] for row in rows], ensure_ascii=False) if rows else "",
        problem,
        tuple(_number(name) for name in ("units", "people", "posts")) if "people" in request.args else (),
    )
    return draw("admin/import.html", status, page=view, shell=shell("admin", actor))


def _number(name: str) -> int:
    text = request.args.get(name, "0")
    return int(text) if text.isdigit() and len(text) < 6 else 0
