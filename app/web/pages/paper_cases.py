"""Taking over cases that run on paper: a sheet is shown row by row, with how each case would come out, and taken over when confirmed."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from flask import Blueprint, Response, request
from msgspec import Struct
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.attached_file import Attachment
from app.domain.attachment import media_type_of, plain_name
from app.domain.deadline import Deadline
from app.domain.marked import marked
from app.domain.paper_sheet import (
    COLUMNS,
    ENTERED,
    MOST_COLUMNS,
    MOST_TEXT,
    NUMBER,
    PART_COLUMNS,
    PARTS,
    RECEIVED,
    SHEET,
    STEP,
    CellError,
    column_of,
)
from app.domain.permissions import plays
from app.domain.rejection import Message, Rejection
from app.feel import FeelWorld
from app.markup.packed_files import PackedFiles
from app.markup.read_sheets import Shape, read_sheets
from app.queries.holder_names import holder_names
from app.queries.paper_files import attachments_of, check_packed, named_files
from app.queries.paper_sheet import PaperSheet, SheetLine, paper_sheet, procedure_on_paper, procedures_on_paper
from app.queries.paper_workbook import called_fields, paper_workbook
from app.queries.work_list import PENDING
from app.service.keep_paper_sheet import KeepPaperSheet
from app.service.take_over_case import TakeOverCase
from app.web.pages.admin_parts import admin_links
from app.web.pages.deadline_words import falls_on
from app.web.pages.frame import calendar, draw, go, now, person, shell, signed_in
from app.web.pages.kept_files import carried_file, name_to_carry
from app.web.presentation.paper_cases_view import PaperCasesView, PaperLine
from app.web.surface import surface

blueprint = Blueprint("paper_cases", __name__)


class Looked(Struct, frozen=True):
    """A sheet that was looked at. kept: the file that it is. files: the zip beside it. unnamed: files of the zip that no row names."""

    sheet: PaperSheet
    kept: Attachment
    files: Attachment | None = None
    unnamed: tuple[CellError, ...] = ()

    @property
    def error_count(self) -> int:
        return len(self.sheet.errors) + len(self.unnamed)


MOST_BYTES: Final = 5 * 1024 * 1024
_HAPPENED: Final = {
    "deadline_missed": marked("the deadline of %(step)s passed at %(at)s"),
    "deadline_lapsed": marked("silence took effect at %(step)s at %(at)s, art. %(article)s"),
    "timer_fired": marked("the timer %(step)s came due at %(at)s"),
    "process_instance_completed": marked("the case was closed at %(at)s"),
}


@blueprint.get("/admin/paper-cases")
@signed_in
def page() -> Response:
    actor = _allowed()
    taken, query = request.args.get("taken", ""), request.args
    done = (int(taken), query.get("first", "")[:30], query.get("last", "")[:30]) if taken.isdigit() and len(taken) < 5 else None
    return _page(actor, done=done)


@blueprint.post("/admin/paper-cases")
@signed_in
def check() -> AnyResponse:
    """Show what a sheet would bring; or, confirmed, bring it."""
    actor, given = _allowed(), request.form
    if "sheet" in given:
        return _confirmed(actor)
    upload = request.files.get("file")
    content = upload.stream.read(MOST_BYTES + 1) if upload is not None else b""
    name = plain_name(upload.filename or "") if upload is not None else ""
    try:
        if not content:
            raise Rejection("bad_file", "Expected a file, but found none")
        if len(content) > MOST_BYTES:
            raise Rejection("too_large", "Expected a file of at most %(limit)s bytes, but it is larger", limit=MOST_BYTES)
        media_type_of(name, content[:4096])
        sheet = _read(actor, content)
        files = _chosen_files()
        unnamed = _check_files(sheet, files)
    except Rejection as rejection:
        return _page(actor, problem=rejection.message, status=422)
    digest, size, head = surface().documents.put(io.BytesIO(content), MOST_BYTES)
    looked = Looked(sheet, Attachment("sheet", name, digest, size, head), files, unnamed)
    return _page(actor, looked, status=422 if looked.error_count else 200)


def _confirmed(actor: Actor) -> AnyResponse:
    given = request.form
    kept = carried_file(given["sheet"], actor.account)
    if kept is None:
        return _page(actor, problem=Message("The file was kept for a day: choose it again", {}), status=422)
    with surface().documents.open(kept.digest) as file:
        content = file.read()
    files = carried_file(given["files"], actor.account) if given.get("files") else None
    if given.get("files") and files is None:
        return _page(actor, problem=Message("The file was kept for a day: choose it again", {}), status=422)
    reason, seen = given.get("reason", "").strip()[:1000], "silence" in given
    try:
        sheet = _read(actor, content)
        looked = Looked(sheet, kept, files, _check_files(sheet, files))
    except Rejection as rejection:
        return _page(actor, problem=rejection.message, status=422)
    problem = _not_yet(looked, reason, seen=seen)
    if problem is not None:
        return _page(actor, looked, problem, 422)
    document = KeepPaperSheet(sheet.process_id, kept.name, kept.digest, kept.size_bytes, kept.head, len(sheet.lines))
    try:
        numbers = surface().door.take_over(document, _cases(looked, reason, seen=seen), actor)
    except Rejection as rejection:
        if rejection.code == "store_unavailable":
            raise
        # Somebody was quicker, or time went on: the rows are shown again as they stand now.
        again = _read(actor, content)
        return _page(actor, Looked(again, kept, files, _check_files(again, files)), rejection.message, 409)
    ends = f"&first={numbers[0]}&last={numbers[-1]}" if numbers else ""
    return go(f"/admin/paper-cases?taken={len(numbers)}{ends}")


def _chosen_files() -> Attachment | None:
    """Return the zip that came with the sheet, kept; None where none came. Raises Rejection("bad_file") for one that is no zip."""
    upload = request.files.get("files")
    if upload is None or not upload.filename:
        return None
    digest, size, head = surface().documents.put(upload.stream, surface().configuration.upload_max_bytes)
    if not head.startswith(b"PK"):
        raise Rejection("bad_file", "Expected a zip of files, but it cannot be read")
    return Attachment("files", plain_name(upload.filename), digest, size, head)


@contextmanager
def _packed(files: Attachment | None) -> Iterator[PackedFiles | None]:
    if files is None:
        yield None
        return
    with surface().documents.open(files.digest) as stream:
        # Scans hardly become smaller in a zip; what grows tenfold was made to.
        yield PackedFiles(stream, 10 * surface().configuration.upload_max_bytes)


def _check_files(sheet: PaperSheet, files: Attachment | None) -> tuple[CellError, ...]:
    """Note at the rows what is wrong with their files; return what is wrong with the zip."""
    with _packed(files) as packed:
        return tuple(check_packed(sheet, packed, surface().configuration.upload_max_bytes))


def _cases(looked: Looked, reason: str, *, seen: bool) -> list[TakeOverCase]:
    """Return the commands that take the new rows over, with their files kept."""
    most, put = surface().configuration.upload_max_bytes, surface().documents.put
    with _packed(looked.files) as packed:
        return [
            TakeOverCase(
                looked.sheet.process_id,
                line.paper,
                0,
                line.landing.entered_at,
                reason,
                seen and bool(line.outlook.lapsed),
                attachments_of(line, packed, lambda stream: put(stream, most)),
            )
            for line in looked.sheet.new
        ]


def _not_yet(looked: Looked, reason: str, *, seen: bool) -> Message | None:
    sheet = looked.sheet
    if looked.error_count:
        return Message("Put the rows right in the file and choose it again.", {})
    if not reason:
        return Message("Say why these cases are taken over", {})
    if sheet.silent and not seen:
        return Message("Say that you have seen in which cases silence took effect", {})
    return None


@blueprint.get("/admin/paper-cases/<process_id>.xlsx")
@signed_in
def template(process_id: str) -> Response:
    """The workbook for the running paper cases of a procedure."""
    actor, door = _allowed(), surface().door
    procedure = door.ask(procedure_on_paper, door.surroundings, actor, process_id)
    content = paper_workbook(procedure, door.ask(door.surroundings.feel_world, now()), door.ask(holder_names))
    response = Response(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response.headers["Content-Disposition"] = f'attachment; filename="{procedure.detail.id}.xlsx"'
    return response


def _read(actor: Actor, content: bytes) -> PaperSheet:
    door = surface().door
    rows = read_sheets(content, {SHEET: COLUMNS, PARTS: PART_COLUMNS}, Shape(column_of, True, MOST_COLUMNS, MOST_TEXT))
    return door.ask(paper_sheet, door.surroundings, actor, rows, hashlib.sha256(content).hexdigest(), now())


def _allowed() -> Actor:
    """Return who asks. Raises Rejection("forbidden") for who may take over the cases of no procedure at all."""
    actor, door = person(), surface().door
    if not plays(actor, "operator") and not door.ask(procedures_on_paper, door.surroundings, actor):
        raise Rejection("forbidden", "Expected the owner of a procedure or an operator to take over paper cases, but you are neither")
    return actor


def _page(
    actor: Actor,
    looked: Looked | None = None,
    problem: Message | None = None,
    status: int = 200,
    done: tuple[int, str, str] | None = None,
) -> Response:
    world = surface().door.ask(surface().door.surroundings.feel_world, now())
    door, sheet, carried = surface().door, looked.sheet if looked is not None else None, looked is not None and not looked.error_count
    view = PaperCasesView(
        admin_links(actor, "paper-cases"),
        tuple(door.ask(procedures_on_paper, door.surroundings, actor)),
        tuple(_line(line, world) for line in sheet.lines) if sheet is not None else (),
        tuple((error.where, error.message) for error in (*looked.sheet.loose_errors, *looked.unnamed)) if looked is not None else (),
        sheet.name if sheet is not None else "",
        looked.kept.name if looked is not None else "",
        name_to_carry(looked.kept, actor.account) if looked is not None and carried else "",
        looked.error_count if looked is not None else 0,
        len(sheet.new) if sheet is not None else 0,
        len(sheet.silent) if sheet is not None else 0,
        request.form.get("reason", ""),
        problem,
        done,
        name_to_carry(looked.files, actor.account) if looked is not None and looked.files is not None and carried else "",
        looked.files.name if looked is not None and looked.files is not None else "",
    )
    return draw("admin/paper_cases.html", status, page=view, shell=shell("admin", actor))


def _line(line: SheetLine, world: FeelWorld) -> PaperLine:
    cells, landing, outlook = line.paper.cells, line.landing, line.outlook
    elements = landing.procedure.process.elements
    deadline = outlook.deadline
    names = {id: element.title for id, element in elements.items()}
    happened = [
        Message(
            _HAPPENED[fact.kind], {"step": names.get(fact.element_id or "", ""), "at": at, "article": fact.public.get("article") or "-"}
        )
        for at, fact in outlook.happened
        if fact.kind in _HAPPENED
    ]
    labels = called_fields(landing.procedure, world)
    return PaperLine(
        line.paper.line,
        cells[NUMBER],
        cells[RECEIVED],
        cells[ENTERED],
        "、".join(names[id] for id in landing.steps) or cells[STEP],
        "taken" if line.taken is not None else "wrong" if landing.errors else "new",
        line.taken or "",
        tuple(names.get(id, id) for id in dict.fromkeys(outlook.open)),
        deadline.deadline_at if deadline is not None else None,
        (deadline.article or "") if deadline is not None else "",
        _light(deadline),
        deadline.provisional if deadline is not None else False,
        tuple(happened),
        bool(outlook.lapsed),
        tuple((error.called(labels), error.message) for error in landing.errors),
        tuple(named_files(line)),
        falls_on(deadline, calendar()) if deadline is not None else "",
    )


def _light(deadline: Deadline | None) -> str:
    if deadline is None or deadline.light is None:
        return ""
    return PENDING if deadline.awaits_calendar(now()) else deadline.light.value
