"""Starting a case by its form."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.backdating import entered_receipt
from app.domain.instant import read_instant
from app.domain.rejection import Message, Rejection
from app.form import Form, read_posted, view_form
from app.form.posted import FILES
from app.queries.draft import draft
from app.queries.likely_repeats import likely_repeats
from app.queries.procedures import procedure_to_start
from app.queries.task_form import TaskForm, start_form
from app.service.keep_draft import drop_draft, keep_draft
from app.service.start_instance import Attachment, StartInstance
from app.web.pages.definition_words import form_here, process_name
from app.web.pages.frame import draw, go, now, person, shell, signed_in, wording
from app.web.presentation.start_view import LikelyRepeat, StartView
from app.web.surface import surface

blueprint = Blueprint("start", __name__)
START_DRAFT = 0
"""Drafts of cases not yet started are kept under the key of no task."""


@blueprint.get("/start/<process_id>")
@signed_in
def page(process_id: str) -> Response:
    actor = person()
    kept = surface().door.ask(draft, START_DRAFT, _draft_owner(actor, process_id))
    return _page(actor, process_id, kept.answers if kept else {})


@blueprint.post("/start/<process_id>")
@signed_in
def start(process_id: str) -> AnyResponse:
    """Start the case and show its receipt; or the form again with what is wrong at its field, and everything typed kept."""
    actor, door = person(), surface().door
    asked = _asked(actor, process_id)
    sent = _sent(asked)
    if request.form.get("_add") or request.form.get("_remove"):
        return _page(actor, process_id, sent)
    try:
        received = entered_receipt(sent, surface().configuration.zone)
        command = StartInstance(process_id, variables=sent, received_at=received, by_form=True, attachments=tuple(attachments(asked.form)))
        answer = door.execute(command, actor).answer
    except Rejection as rejection:
        if rejection.code == "store_unavailable":
            raise
        return _page(actor, process_id, sent, rejection)
    door.keep(drop_draft, START_DRAFT, _draft_owner(actor, process_id))
    return go(f"/cases/{answer['receipt_number']}/receipt")


@blueprint.post("/start/<process_id>/form")
@signed_in
def form(process_id: str) -> Response:
    actor = person()
    asked = _asked(actor, process_id)
    return draw("start_fields.html", page=_view(actor, process_id, asked, _sent(asked)), beside=True, shell=shell("work-list", actor))


@blueprint.post("/start/<process_id>/draft")
@signed_in
def save_draft(process_id: str) -> Response:
    actor = person()
    asked = _asked(actor, process_id)
    saved = surface().door.keep(keep_draft, START_DRAFT, _draft_owner(actor, process_id), _sent(asked), None)
    return jsonify({"savedAt": saved})


def _draft_owner(actor: Actor, process_id: str) -> str:
    return f"{actor.account} {process_id}"


def _asked(actor: Actor, process_id: str) -> TaskForm:
    door = surface().door
    detail = door.ask(procedure_to_start, actor, door.surroundings, process_id)
    if detail.start_form is None:
        raise Rejection("not_found", "Expected a process with a start form, but %(id)s has none", id=process_id)
    return door.ask(start_form, door.surroundings, detail.start_form.form_id, now())


def _sent(asked: TaskForm) -> dict[str, Any]:
    return read_posted(asked.form, list(request.form.items(multi=True))) if asked.form is not None else {}


def attachments(form: Form | None) -> list[Attachment]:
    """Keep the files chosen in the form's file fields and return them. Raises Rejection("too_large")."""
    around, found = surface(), []
    for component in form.every_component() if form is not None else ():
        name = ".".join(component.path)
        for upload in request.files.getlist(FILES + name) if component.kind == "filepicker" else ():
            if upload.filename:
                digest, size, head = around.documents.put(upload.stream, around.configuration.upload_max_bytes)
                found.append(Attachment(name, upload.filename, digest, size, head))
    return found


def _page(actor: Actor, process_id: str, sent: Mapping[str, Any], refused: Rejection | None = None) -> Response:
    view = _view(actor, process_id, _asked(actor, process_id), sent, refused)
    return draw("start.html", 422 if refused is not None else 200, page=view, shell=shell("work-list", actor))


def _view(actor: Actor, process_id: str, asked: TaskForm, sent: Mapping[str, Any], refused: Rejection | None = None) -> StartView:
    door = surface().door
    detail = door.ask(procedure_to_start, actor, door.surroundings, process_id)
    errors: Mapping[str, Message] = refused.field_errors if refused is not None else {}
    fields = view_form(form_here(asked.form), sent, {}, asked.world, errors) if asked.form is not None else []
    repeats = tuple(
        LikelyRepeat(
            one.receipt_number,
            f"/cases/{one.receipt_number}",
            one.title or process_name(detail.digest, detail.id, detail.name),
            read_instant(one.received_at),
            wording()._(one.why),
        )
        for one in door.ask(likely_repeats, process_id, sent)
    )
    notice = wording().message(refused.message) if refused is not None and not errors else ""
    name = process_name(detail.digest, detail.id, detail.name)
    return StartView(process_id, name, f"/start/{process_id}", tuple(fields), repeats=repeats, notice=notice, errors=dict(errors))
