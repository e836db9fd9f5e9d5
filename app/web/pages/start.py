"""Starting a case by its form."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from msgspec.structs import replace
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.backdating import entered_receipt
from app.domain.instant import read_instant
from app.domain.permissions import may_take_over, starting_units
from app.domain.rejection import Message, Rejection
from app.form import read_posted, view_form
from app.queries.draft import draft
from app.queries.likely_repeats import COMPARED_ANSWERS, likely_repeats
from app.queries.procedures import procedure_to_start
from app.queries.task_form import TaskForm, start_form
from app.service.keep_draft import drop_draft, keep_draft
from app.service.start_instance import StartInstance
from app.web.access import note_refusal
from app.web.pages.carried_files import carried_files, files_shown, with_chosen
from app.web.pages.chosen_files import refused_files
from app.web.pages.code_once import give_ticket
from app.web.pages.definition_words import form_here, process_name
from app.web.pages.frame import draw, go, now, person, shell, signed_in, wording
from app.web.pages.kept_refusal import refusal_in, with_refusal
from app.web.pages.merging import repeat_views
from app.web.presentation.repeat_view import LikelyRepeat
from app.web.presentation.start_view import StartView
from app.web.surface import surface

blueprint = Blueprint("start", __name__)
START_DRAFT = 0
"""Drafts of cases not yet started are kept under the key of no task."""


@blueprint.get("/start/<process_id>")
@signed_in
def page(process_id: str) -> Response:
    actor = person()
    kept = surface().door.ask(draft, START_DRAFT, _draft_owner(actor, process_id))
    sent: Mapping[str, Any] = kept.answers if kept else {}
    refused = refusal_in(sent) if "refused" in request.args else None
    view = _view(actor, process_id, _asked(actor, process_id), sent, refused)
    view = replace(view, saved_at=read_instant(kept.saved_at) if kept else None)
    return draw("start.html", 422 if refused is not None else 200, page=view, shell=shell("work-list", actor))


@blueprint.post("/start/<process_id>")
@signed_in
def start(process_id: str) -> AnyResponse:
    """Start the case and show its receipt; or keep all that was typed and chosen, and lead to the form, which says what is wrong."""
    actor, door = person(), surface().door
    asked, owner = _asked(actor, process_id), _draft_owner(actor, process_id)
    sent = _sent(asked)
    try:
        not_taken = with_chosen(actor, asked, sent)
    except Rejection:
        # Of what is typed nothing is lost while the store of files is away; the files themselves are chosen again.
        door.keep(keep_draft, START_DRAFT, owner, sent, None)
        g.draft_kept = True
        raise
    changed = request.form.get("_add") or request.form.get("_remove", "").rpartition(".")[0]
    if changed:
        door.keep(keep_draft, START_DRAFT, owner, sent, None)
        return go(f"/start/{process_id}#f-{changed.replace('.', '-')}")
    try:
        carried = carried_files(actor, asked, sent, not_taken)
        if not_taken:
            raise refused_files(asked, sent, not_taken)
        received = entered_receipt(sent, surface().configuration.zone)
        answers = {name: value for name, value in sent.items() if name not in {file.field for file in carried}}
        command = StartInstance(process_id, variables=answers, received_at=received, by_form=True, attachments=tuple(carried))
        answer = door.execute(command, actor).answer
    except Rejection as rejection:
        door.keep(keep_draft, START_DRAFT, owner, with_refusal(sent, rejection), None)
        if rejection.code == "store_unavailable":
            raise
        note_refusal(rejection)
        return go(f"/start/{process_id}?refused=answers")
    door.keep(drop_draft, START_DRAFT, owner)
    path = f"/cases/{answer['receipt_number']}/receipt"
    response = go(path)
    give_ticket(response, actor.account, path, answer["key"])
    return response


@blueprint.post("/start/<process_id>/form")
@signed_in
def form(process_id: str) -> Response:
    actor = person()
    asked = _asked(actor, process_id)
    return draw("start_fields.html", page=_view(actor, process_id, asked, _sent(asked)), shell=shell("work-list", actor))


@blueprint.post("/start/<process_id>/repeats")
@signed_in
def repeats(process_id: str) -> Response:
    """Draw the likely repeats of what is typed so far."""
    actor = person()
    sent = _sent(_asked(actor, process_id))
    return draw("start_repeats.html", repeats=_repeats(actor, process_id, sent), shell=shell("work-list", actor))


@blueprint.post("/start/<process_id>/draft")
@signed_in
def save_draft(process_id: str) -> Response:
    actor = person()
    asked = _asked(actor, process_id)
    saved = surface().door.keep(keep_draft, START_DRAFT, _draft_owner(actor, process_id), _sent(asked), None)
    return jsonify({"savedAt": saved})


@blueprint.post("/start/<process_id>/discard")
@signed_in
def discard(process_id: str) -> AnyResponse:
    """Forget what was typed and chosen, and begin anew."""
    actor = person()
    surface().door.keep(drop_draft, START_DRAFT, _draft_owner(actor, process_id))
    return go(f"/start/{process_id}")


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


def _repeats(actor: Actor, process_id: str, sent: Mapping[str, Any]) -> tuple[LikelyRepeat, ...]:
    door = surface().door
    detail = door.ask(procedure_to_start, actor, door.surroundings, process_id)
    found = door.ask(likely_repeats, process_id, sent, actor=actor)
    return repeat_views(actor, found, process_name(detail.digest, detail.id, detail.name))


def _view(actor: Actor, process_id: str, asked: TaskForm, sent: Mapping[str, Any], refused: Rejection | None = None) -> StartView:
    door = surface().door
    detail = door.ask(procedure_to_start, actor, door.surroundings, process_id)
    errors: Mapping[str, Message] = refused.field_errors if refused is not None else {}
    units = starting_units(actor, detail.starters)
    if detail.start_unit is not None and units is not None and len(units) == 1:
        sent = {detail.start_unit: min(units), **sent}
    fields = view_form(form_here(asked.form), sent, {}, asked.world, errors) if asked.form is not None else []
    return StartView(
        process_id,
        process_name(detail.digest, detail.id, detail.name),
        f"/start/{process_id}",
        tuple(fields),
        _repeats(actor, process_id, sent) if request.method == "GET" else (),
        files_shown(actor, asked, sent),
        wording().message(refused.message) if refused is not None and not errors else "",
        compares=not COMPARED_ANSWERS.isdisjoint(field.name for field in fields),
        takes_over=may_take_over(actor, detail.owner),
    )
