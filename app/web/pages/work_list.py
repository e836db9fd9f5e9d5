"""The work list, alone or with an open task beside it."""

import io

from flask import Blueprint, Response, redirect, request
from msgspec.structs import replace
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.marked import marked, marked_plural
from app.queries.work_list import light_of, work_list
from app.service.drop_filter import DropFilter
from app.service.save_filter import SaveFilter
from app.web.numbers_in_addresses import keys_among
from app.web.pages.definition_words import process_name, step_name
from app.web.pages.frame import draw, go, now, person, shell, signed_in, wording
from app.web.pages.moves import DONE, PATHS
from app.web.pages.refused_task import with_next
from app.web.pages.task_pane import task_view
from app.web.pages.task_rows import list_href, read_filters, work_list_view
from app.web.presentation.shell_view import Toast
from app.web.surface import surface

blueprint = Blueprint("work_list", __name__)
MOST_EXPORTED = 5000


@blueprint.get("/work-list")
@signed_in
def page() -> Response:
    return _page(person())


@blueprint.get("/tasks/<int:key>")
@signed_in
def task_page(key: int) -> Response:
    return _page(person(), key)


def _page(actor: Actor, key: int | None = None) -> Response:
    filters = read_filters()
    view = work_list_view(actor, filters, key)
    refused = request.args.get("refused", "")
    task = task_view(actor, key, list_href(filters), refused=refused) if key is not None else None
    if task is not None and refused:
        task = with_next(task, view)
    return draw("work_list.html", task.status if task else 200, page=view, task=task, shell=shell("work-list", actor, toasts()))


def toasts() -> tuple[Toast, ...]:
    """Return what was done a moment ago, as the address that it led to says."""
    done = request.args.get("done", "")
    words = {
        "completed": marked("Submitted"),
        "claimed": marked("Claimed"),
        "released": marked("Released"),
        "transferred": marked("Transferred"),
        **DONE,
    }
    show, failed = wording(), request.args.get("failed", "")
    said = [show._(words[done])] if done in words else []
    count = next(iter(keys_among([request.args.get("count", "")[:3]])), 1)
    if done == "urged" and count > 1:
        said = [show._n(*marked_plural("%(num)s task urged", "%(num)s tasks urged"), count)]
    if done == "transferred" and count > 1:
        said = [show._n(*marked_plural("%(num)s task transferred", "%(num)s tasks transferred"), count)]
    if any(keys_among([failed])):
        said.append(show._("%(count)s could not be claimed: others were first", count=failed[:3]))
    return tuple(Toast(text) for text in said)


@blueprint.get(f"/tasks/<int:key>/<any(claim, completion, release, transfer, {PATHS}):_done>")
@signed_in
def back_to_task(key: int, _done: str) -> AnyResponse:
    """Lead who reloads the address of something done, or types it, back to the task."""
    return redirect(f"/tasks/{key}", 303)


@blueprint.post("/work-list/filters")
@signed_in
def keep_filter() -> AnyResponse:
    """Keep the filters in use under a name."""
    given = request.form
    answer = surface().door.execute(SaveFilter(given.get("name", ""), dict(given.items()), given.get("share") or None), person()).answer
    return go(f"/work-list?filter={answer['id']}")


@blueprint.post("/work-list/filters/<int:id>/removal")
@signed_in
def drop_filter(id: int) -> AnyResponse:
    surface().door.execute(DropFilter(id), person())
    return go("/work-list")


@blueprint.get("/work-list.xlsx")
@signed_in
def export() -> Response:
    """The list as filtered, as a spreadsheet."""
    filters = replace(read_filters(MOST_EXPORTED), offset=0)
    rows = surface().door.ask(work_list, person(), filters).rows
    show, zone = wording(), surface().configuration.zone
    import xlsxwriter  # a tenth of a second that only those pay who take a spreadsheet

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd hh:mm"}
    )
    sheet = book.add_worksheet(wording()._("List"))
    head = book.add_format({"bold": True, "bottom": 1})
    names = (
        marked("Receipt number"),
        marked("Title"),
        marked("Process"),
        marked("Step"),
        marked("Light"),
        marked("Deadline"),
        marked("Article"),
        marked("Holder"),
        marked("Received"),
    )
    for column, name in enumerate(names):
        sheet.write_string(0, column, show._(name), head)
    for number, row in enumerate(rows, 1):
        texts = {
            0: row["receipt_number"],
            1: row["title"] or row["case_title"] or "",
            2: process_name(row["case_digest"], row["case_process_id"], row["process_name"]),
            3: step_name(row["digest"], row["element_id"], row["name"]),
            4: show.light_name(light_of(row)),
            6: show.article(row["article"]) if row["article"] else "",
            7: row["holder"] or "",
        }
        for column, text in texts.items():
            sheet.write_string(number, column, text)
        for column, text in ((5, row["deadline_at"]), (8, row["received_at"])):
            if column == 5 and row["light"] == "blue":
                sheet.write_string(number, column, show._("clock stopped"))
            elif text:
                sheet.write_datetime(number, column, read_instant(text).astimezone(zone).replace(tzinfo=None))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(names) - 1)
    sheet.autofit()
    book.close()
    response = Response(target.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response.headers["Content-Disposition"] = f'attachment; filename="work-list-{wording().local(now()).date()}.xlsx"'
    return response
