"""Entering a paper that was received before it is entered: it counts from its receipt, which a document of the case proves."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from app.audit.proven_receipt import ProvenReceipt, checked_receipt
from app.audit.silent_step import silent_step
from app.domain.actor import Actor
from app.domain.attached_file import Attachment
from app.domain.attachment import media_type_of, plain_name
from app.domain.backdating import MOST_WORKING_DAYS
from app.domain.deadline import State
from app.domain.deadline_row import to_row
from app.domain.instant import read_instant
from app.domain.keys import read_key
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message, Rejection
from app.form import FieldView, check_answers, read_posted, view_form
from app.queries.case_page import CasePage, case_page
from app.queries.case_papers import documents
from app.queries.draft import draft
from app.queries.replied_steps import replied_steps
from app.queries.task_form import TaskForm
from app.queries.who_enters import may_enter_receipts
from app.service.add_document import AddDocument
from app.service.keep_draft import drop_draft, keep_draft
from app.service.record_receipt import RecordReceipt
from app.web.access import note_read, note_refusal
from app.web.numbers_in_addresses import keys_among
from app.web.pages.carried_files import carried_files, file_fields, files_shown, with_chosen
from app.web.pages.chosen_files import refused_files
from app.web.pages.deadline_words import deadline_view
from app.web.pages.definition_words import CaseNames, form_here
from app.web.pages.frame import calendar, draw, go, now, person, shell, signed_in
from app.web.pages.kept_files import carried_file, name_to_carry
from app.web.pages.kept_refusal import refusal_in, with_refusal
from app.web.presentation.received_view import ReceivedView, RepliedStep
from app.web.surface import surface

blueprint = Blueprint("received", __name__)
FIELDS: Final = ("_step", "_at", "_reason", "_document")
"""The page's own; what the reply says is asked by the form of the step, whose fields have names of their own."""

_OWN: Final = {"receivedAt": "_at", "documentId": "_document", "reason": "_reason"}
_REPLY: Final = "reply"
_FORM: Final = "_form"
KEPT: Final = ("bad_answers", "bad_request", "bad_file", "too_large", "too_late", "state_forbids", "not_found", "bad_value")
"""Refusals that the page itself says, with what was typed."""


def received_href(actor: Actor, found: CasePage) -> str:
    """Return where the actor enters what a case received before; empty where there is nothing that it could reply to."""
    door = surface().door
    mine = not actor.holds("auditor") and door.ask(replied_steps, actor, door.surroundings, found.case.key)
    return f"/cases/{found.case.receipt_number}/received" if mine else ""


@blueprint.get("/cases/<number>/received")
@signed_in
def page(number: str) -> Response:
    """Show the form, with what was typed before and why it was refused."""
    actor, found = _entering(number)
    note_read("case", cases={found.case.key}, actor=actor)
    kept = surface().door.ask(draft, found.case.key, _owner(actor))
    typed = {name: str(kept.answers.get(name, "")) for name in FIELDS} if kept is not None else dict.fromkeys(FIELDS, "")
    refused = refusal_in(kept.answers) if kept is not None and "refused" in request.args else None
    sent: Mapping[str, Any] = kept.answers.get(_REPLY, {}) if kept is not None else {}
    view = _view(actor, found, typed, sent, refused, read_instant(kept.saved_at) if kept is not None else None)
    return draw("received.html", page=view, shell=shell("cases", actor))


@blueprint.post("/cases/<number>/received/form")
@signed_in
def form(number: str) -> Response:
    """Draw what is asked of the reply to the chosen step, with what was answered so far."""
    actor, found = _entering(number)
    asked = _asked(found, request.form.get("_step", ""))
    sent = _sent(asked) if asked is not None and request.form.get(_FORM) == request.form.get("_step") else {}
    view = _view(actor, found, {name: request.form.get(name, "")[:2000] for name in FIELDS}, sent, None, None)
    return draw("received_fields.html", page=view, shell=shell("cases", actor))


@blueprint.post("/cases/<number>/received")
@signed_in
def enter(number: str) -> AnyResponse:
    """Enter the receipt, with its proof among the documents of the case; what is refused is said on the page, and nothing typed is lost.

    A file that was chosen becomes a document only once nothing else stands against the receipt: until then the draft carries it.
    """
    actor, found = _entering(number)
    door, said = surface().door, {name: request.form.get(name, "")[:2000] for name in FIELDS}
    asked = _asked(found, said["_step"])
    sent = _sent(asked) if asked is not None else {}
    try:
        files = _files(actor, asked, sent) if asked is not None else []
        said["_document"] = _kept(actor) or said["_document"]
        receipt = _receipt(found.case.key, said, len(_steps(actor, found)) > 1)
        door.ask(checked_receipt, actor, door.surroundings, receipt, now())
        answers = None if asked is None else _answers(found, asked, sent, files)
        proof = _proof(actor, found.case.key, said["_document"])
        door.execute(RecordReceipt(receipt.case_key, receipt.received_at, receipt.reason, proof, receipt.element_key, answers), actor)
    except Rejection as rejection:
        if rejection.code not in KEPT:
            raise
        note_refusal(rejection)
        said = with_refusal({**said, _REPLY: sent}, _named(rejection))
        door.keep(keep_draft, found.case.key, _owner(actor), said, None)
        return go(f"/cases/{found.case.receipt_number}/received?refused=1")
    door.keep(drop_draft, found.case.key, _owner(actor))
    return go(f"/cases/{found.case.receipt_number}?tab=history&done=received")


@blueprint.post("/cases/<number>/received/draft")
@signed_in
def save_draft(number: str) -> Response:
    """Keep what was typed so far, with every change; nobody else reads it."""
    actor, found = _entering(number)
    said: dict[str, Any] = {name: request.form.get(name, "")[:2000] for name in FIELDS}
    asked = _asked(found, said["_step"])
    said[_REPLY] = _sent(asked) if asked is not None and request.form.get(_FORM) == said["_step"] else {}
    return jsonify({"savedAt": surface().door.keep(keep_draft, found.case.key, _owner(actor), said, None)})


def _entering(number: str) -> tuple[Actor, CasePage]:
    """Return who enters and the case. Raises Rejection("not_found"), ("forbidden") as the command would."""
    actor, door = person(), surface().door
    found = door.ask(case_page, actor, read_receipt_number(number))
    door.ask(may_enter_receipts, actor, door.surroundings, found.case.key)
    return actor, found


def _steps(actor: Actor, found: CasePage) -> tuple[RepliedStep, ...]:
    door, names = surface().door, CaseNames(found.case.key, found.case.digest)
    return tuple(
        RepliedStep(
            str(deadline.element_instance_key),
            names.of(deadline.element_id, deadline.element_instance_key),
            deadline_view(to_row(deadline), now(), calendar()),
            deadline.state is State.LAPSED,
            deadline.missed_at if deadline.state is not State.MISSED else None,
        )
        for deadline in door.ask(replied_steps, actor, door.surroundings, found.case.key)
    )


def _asked(found: CasePage, step: str) -> TaskForm | None:
    """Return the form that asked for the reply whose silence took effect at a step; None where no form did."""
    keys = keys_among([step])
    door = surface().door
    silent = door.ask(silent_step, door.surroundings, found.case.key, keys[0]) if keys else None
    return None if silent is None else TaskForm(silent.form, silent.known, {}, door.ask(door.surroundings.feel_world, now()))


def _sent(asked: TaskForm) -> dict[str, Any]:
    return read_posted(asked.form, list(request.form.items(multi=True))) if asked.form is not None else {}


def _files(actor: Actor, asked: TaskForm, sent: dict[str, Any]) -> list[Attachment]:
    """Return the files chosen for the reply, now or before. Raises Rejection("bad_answers") at those that were not taken."""
    not_taken = with_chosen(actor, asked, sent)
    carried = carried_files(actor, asked, sent, not_taken)
    if not_taken:
        raise refused_files(asked, sent, not_taken)
    return carried


def _answers(found: CasePage, asked: TaskForm, sent: Mapping[str, Any], files: list[Attachment]) -> dict[str, Any]:
    """Return what the reply says, its files among the documents of the case. Raises Rejection("bad_answers") before there are any.

    Where the fields of another step were shown, nobody has been asked yet what this reply says.
    """
    if request.form.get(_FORM) != request.form.get("_step"):
        message = Message("Enter what the reply says", {})
        raise Rejection("bad_request", message.template, field_errors={"_said": message})
    errors = check_answers(asked.form, sent, asked.variables, asked.world).errors if asked.form is not None else {}
    if errors:
        raise Rejection("bad_answers", "Expected answers that fit the form, but %(count)s do not", field_errors=errors, count=len(errors))
    answers, door = {**sent, **{name: [] for name in file_fields(asked.form) if name in sent}}, surface().door
    for file in files:
        command = AddDocument(found.case.key, file.name, file.digest, file.size_bytes, file.head)
        answers[file.field] = [*answers[file.field], str(door.execute(command, person()).answer["key"])]
    return answers


def _named(rejection: Rejection) -> Rejection:
    """Return a refusal with the page's own names for what the command calls otherwise; those of the reply's form stay."""
    if rejection.code == "bad_answers":
        return rejection
    errors = {_OWN.get(name, name): message for name, message in rejection.field_errors.items()}
    return Rejection(rejection.code, rejection.message.template, field_errors=errors, **rejection.facts)


def _view(
    actor: Actor, found: CasePage, typed: Mapping[str, str], sent: Mapping[str, Any], refused: Rejection | None, saved_at: datetime | None
) -> ReceivedView:
    steps = _steps(actor, found)
    chosen = typed["_step"] or next((step.key for step in steps[:1] if step.lapsed or len(steps) == 1), "")
    typed = {**typed, "_step": chosen}
    asked = _asked(found, chosen)
    errors = dict(refused.field_errors) if refused is not None else {}
    own: dict[str, Message] = {name: errors[name] for name in (*FIELDS, "_said") if name in errors}
    local = now().astimezone(surface().configuration.zone)
    fields: list[FieldView] = []
    if asked is not None and asked.form is not None:
        fields = view_form(form_here(asked.form), sent, asked.variables, asked.world, errors)
    href = f"/cases/{found.case.receipt_number}"
    return ReceivedView(
        f"{href}/received",
        found.case.receipt_number,
        href,
        found.case.title or found.process_name,
        steps,
        (
            *_carried(actor, typed["_document"]),
            *((str(row["key"]), row["name"]) for row in surface().door.ask(documents, actor, found.case.key)),
        ),
        typed,
        f"{local:%Y-%m-%dT%H:%M}",
        f"{calendar().add_working_days(local.date(), -MOST_WORKING_DAYS).isoformat()}T00:00",
        own,
        refused.message if refused is not None and not errors else None,
        saved_at,
        tuple(fields),
        files_shown(actor, asked, sent) if asked is not None else (),
    )


def _receipt(case_key: int, said: dict[str, Any], choosing: bool) -> ProvenReceipt:
    """Return what is to be entered. Raises Rejection("bad_request") that names every field which says nothing.

    choosing: there are several steps that it may reply to.
    """
    errors = {}
    at = _instant(said["_at"])
    if at is None:
        errors["_at"] = Message("Expected the day and time of receipt, such as 2026-11-24T10:30", {})
    if choosing and not said["_step"]:
        errors["_step"] = Message("Choose what it replies to", {})
    if not said["_document"]:
        errors["_document"] = Message("Choose the paper that proves the receipt, or add it", {})
    if not said["_reason"].strip():
        errors["_reason"] = Message("Say why; it goes into the history", {})
    if at is None or errors:
        raise Rejection("bad_request", "Expected answers that fit the form, but %(count)s do not", field_errors=errors, count=len(errors))
    step = read_key(said["_step"], "step") if said["_step"] else None
    return ProvenReceipt(case_key, at.astimezone(UTC), said["_reason"], step)


def _kept(actor: Actor) -> str:
    """Return what carries the file that was chosen; empty where none was. Raises Rejection("bad_file") or ("too_large")."""
    upload, around = request.files.get("_proof"), surface()
    if upload is None or not upload.filename:
        return ""
    digest, size, head = around.documents.put(upload.stream, around.configuration.upload_max_bytes)
    name = plain_name(upload.filename)
    media_type_of(name, head)
    return name_to_carry(Attachment("document", name, digest, size, head), actor.account)


def _carried(actor: Actor, text: str) -> tuple[tuple[str, str], ...]:
    """Return the choice of a file that the draft carries; none once its day is over."""
    file = carried_file(text, actor.account)
    return ((text, file.name),) if file is not None else ()


def _proof(actor: Actor, case_key: int, text: str) -> int:
    """Return the key of the document that proves a receipt: one of the case, or the carried file, which becomes one."""
    file = carried_file(text, actor.account)
    if file is None:
        return read_key(text, "document")
    command = AddDocument(case_key, file.name, file.digest, file.size_bytes, file.head)
    return int(surface().door.execute(command, actor).answer["key"])


def _instant(text: str) -> datetime | None:
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not 2000 <= local.year <= 2100:
        return None
    return local.replace(tzinfo=surface().configuration.zone) if local.tzinfo is None else local


def _owner(actor: Actor) -> str:
    return f"{actor.account} received"
