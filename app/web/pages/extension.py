"""Asking for an extension on the page of a deadline, and withdrawing it."""

from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.deadline_row import from_row
from app.domain.keys import read_key
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.form import read_posted
from app.queries.case_page import case_page
from app.queries.task_form import TaskForm
from app.service.keep_draft import drop_draft, keep_draft
from app.service.request_extension import RequestExtension
from app.service.withdraw_extension import WithdrawExtension
from app.web.access import note_refusal
from app.web.pages.carried_files import carried_files, with_chosen
from app.web.pages.chosen_files import refused_files
from app.web.pages.extension_panel import WITHDRAWAL, Place, agreed, extension_view, request_form
from app.web.pages.frame import draw, go, person, shell, signed_in
from app.web.pages.kept_refusal import with_refusal
from app.web.pages.typed_words import LONGEST, NO_TASK, forget_words, words_owner
from app.web.surface import surface

blueprint = Blueprint("extension", __name__)
_PATH = "/cases/<number>/deadlines/<int:key>/extension"


def place_of(actor: Actor, number: str, key: int) -> Place:
    """Return the deadline of a case. Raises Rejection("not_found") where the actor sees none."""
    found = surface().door.ask(case_page, actor, read_receipt_number(number))
    row = next((row for row in found.deadlines if row["key"] == key), None)
    if row is None:
        raise Rejection("not_found", "Expected a deadline %(key)s of this case, but there is none", key=key)
    return Place(found.case.key, found.case.receipt_number, from_row(row["detail"]))


@blueprint.post(_PATH)
@signed_in
def ask(number: str, key: int) -> AnyResponse:
    """Ask; or keep all that was typed and chosen, and lead to the page that says what is wrong."""
    actor, door = person(), surface().door
    place, asked = place_of(actor, number, key), request_form()
    sent, owner = _sent(place, asked), place.draft_owner(actor)
    try:
        not_taken = with_chosen(actor, asked, sent)
    except Rejection:
        # Of what is typed nothing is lost while the store of files is away; the files themselves are chosen again.
        door.keep(keep_draft, NO_TASK, owner, sent, None)
        g.draft_kept = True
        raise
    if "_compute" in request.form:
        door.keep(keep_draft, NO_TASK, owner, sent, None)
        return go(f"{place.href}")
    try:
        carried = carried_files(actor, asked, sent, not_taken)
        if not_taken:
            raise refused_files(asked, sent, not_taken)
        answers = {name: value for name, value in sent.items() if name not in {file.field for file in carried}}
        door.execute(RequestExtension(place.case_key, key, answers, tuple(carried)), actor)
    except Rejection as rejection:
        door.keep(keep_draft, NO_TASK, owner, with_refusal(sent, rejection), None)
        if rejection.code == "store_unavailable":
            raise
        note_refusal(rejection)
        return go(f"{place.href}?extension=refused#extension")
    door.keep(drop_draft, NO_TASK, owner)
    return go(f"{place.href}")


@blueprint.post(f"{_PATH}/form")
@signed_in
def form(number: str, key: int) -> Response:
    """Draw the fields anew: of date and days, whichever was changed gives the other."""
    actor = person()
    place = place_of(actor, number, key)
    view = extension_view(actor, place, sent=_sent(place, request_form()))
    return draw("extension_fields.html", extension=view, shell=shell("cases", actor))


@blueprint.post(f"{_PATH}/draft")
@signed_in
def save_draft(number: str, key: int) -> Response:
    actor = person()
    place = place_of(actor, number, key)
    sent = _sent(place, request_form())
    return jsonify({"savedAt": surface().door.keep(keep_draft, NO_TASK, place.draft_owner(actor), sent, None)})


@blueprint.post(f"{_PATH}/withdrawal")
@signed_in
def withdraw(number: str, key: int) -> AnyResponse:
    actor = person()
    place = place_of(actor, number, key)
    reason = request.form.get("reason", "")
    command = WithdrawExtension(read_key(request.form.get("request", ""), "request"), reason)
    try:
        surface().door.execute(command, actor)
    except Rejection as rejection:
        if rejection.code != "bad_request":
            raise
        note_refusal(rejection)
        surface().door.keep(keep_draft, key, words_owner(actor, WITHDRAWAL), {"reason": reason[:LONGEST]}, None)
        return go(f"{place.href}?extension=withdrawal#extension")
    forget_words(actor, key, WITHDRAWAL)
    return go(f"{place.href}")


def _sent(place: Place, asked: TaskForm) -> dict[str, Any]:
    typed = read_posted(asked.form, list(request.form.items(multi=True))) if asked.form is not None else {}
    return agreed(place.deadline, typed, (request.form.get("_date", ""), request.form.get("_days", "")))
