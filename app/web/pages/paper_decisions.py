"""Entering a decision that a leader made on paper, with its scan: the list of what waits, and the page of one."""

import json
from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.audit.paper_decision import SCAN, OnPaper
from app.domain.actor import Actor
from app.domain.attached_file import Attachment
from app.domain.attachment import media_type_of, plain_name
from app.domain.rejection import Message, Rejection
from app.form import read_posted, view_form
from app.queries.draft import draft
from app.queries.paper_decisions import Waiting, before_leaders, paper_decision
from app.queries.task_form import TaskForm, task_form
from app.queries.task_page import TaskPage
from app.service.complete_task import CompleteTask
from app.service.keep_draft import drop_draft, keep_draft
from app.web.access import note_read, note_refusal
from app.web.pages.deadline_words import deadline_view
from app.web.pages.definition_words import form_here, step_name
from app.web.pages.frame import calendar, draw, go, now, person, shell, signed_in
from app.web.pages.kept_files import carried_file, name_to_carry
from app.web.pages.kept_refusal import refusal_in, with_refusal
from app.web.pages.leave_form import read_local
from app.web.presentation.paper_decision_view import PaperDecisionView, WaitingRow, WaitingView
from app.web.presentation.task_view import Choice
from app.web.surface import surface

blueprint = Blueprint("paper_decisions", __name__)
OWN: Final = ("leader", "decidedAt", SCAN)
NO_LEADER: Final = Message("Choose who decided", {})
NO_INSTANT: Final = Message("Give day and time at which it was decided, as the paper says", {})
NO_SCAN: Final = Message("Choose the scan of the paper", {})


@blueprint.get("/paper-decisions")
@signed_in
def waiting() -> Response:
    actor = person()
    found = surface().door.ask(before_leaders, actor)
    view = WaitingView(tuple(_row(one) for one in found), "done" in request.args)
    return draw("paper_decisions.html", page=view, shell=shell("work-list", actor))


@blueprint.get("/tasks/<int:key>/paper-decision")
@signed_in
def page(key: int) -> Response:
    actor = person()
    found, leaders, asked = _asked(actor, key)
    note_read("task", cases={key}, actor=actor)
    kept = surface().door.ask(draft, key, _owner(actor))
    typed: Mapping[str, Any] = kept.answers if kept is not None else {}
    refused = refusal_in(typed) if "refused" in request.args else None
    view = _view(found, leaders, asked, typed, refused)
    status = 200 if refused is None else 422 if refused.field_errors else 409
    return draw("paper_decision.html", status, page=view, shell=shell("work-list", actor))


@blueprint.post("/tasks/<int:key>/paper-decision/form")
@signed_in
def form(key: int) -> Response:
    """Draw the fields again as the answers so far make them."""
    actor = person()
    found, leaders, asked = _asked(actor, key)
    view = _view(found, leaders, asked, {"answers": _sent(asked)}, None)
    return draw("start_fields.html", page=view, shell=shell("work-list", actor))


@blueprint.post("/tasks/<int:key>/paper-decision")
@signed_in
def enter(key: int) -> AnyResponse:
    """Enter the decision with its scan; or keep all that was typed, the scan too, and say what was wrong."""
    actor, given, door = person(), request.form, surface().door
    _, _, asked = _asked(actor, key)
    before = door.ask(draft, key, _owner(actor))
    typed: dict[str, Any] = {name: given.get(f"_{name}", "")[:63] for name in ("leader", "decided")}
    typed |= {"answers": _sent(asked)} | {name: before.answers.get(name) for name in ("scan",) if before is not None}
    try:
        errors = _with_scan(actor, typed)
        scan = carried_file(str(typed.get("scan") or ""), actor.account)
        errors |= {} if scan is not None or errors else {SCAN: NO_SCAN}
        at = read_local(typed["decided"])
        errors |= ({} if typed["leader"] else {"leader": NO_LEADER}) | ({} if at else {"decidedAt": NO_INSTANT})
        if errors or at is None:
            raise Rejection("bad_request", "Expected who decided when, and the scan", field_errors=errors)
        door.execute(CompleteTask(key, typed["answers"], on_paper=OnPaper(typed["leader"], at, scan=scan)), actor)
    except Rejection as rejection:
        door.keep(keep_draft, key, _owner(actor), with_refusal(typed, rejection), None)
        if rejection.code == "store_unavailable":
            raise
        note_refusal(rejection)
        return go(f"/tasks/{key}/paper-decision?refused=1")
    door.keep(drop_draft, key, _owner(actor))
    return go("/paper-decisions?done=1")


def _with_scan(actor: Actor, typed: dict[str, Any]) -> dict[str, Message]:
    """Let what was typed carry the scan, so that it need not be chosen again after a refusal; return what was wrong with it.

    It becomes a document of the case by the event of the entry, and by nothing that is refused.
    """
    upload = request.files.get("_scan")
    if upload is None or not upload.filename:
        return {}
    around = surface()
    try:
        digest, size, head = around.documents.put(upload.stream, around.configuration.upload_max_bytes)
        name = plain_name(upload.filename)
        media_type_of(name, head)
    except Rejection as rejection:
        if rejection.code not in ("bad_file", "too_large"):
            raise
        return {SCAN: rejection.message}
    typed |= {"scan": name_to_carry(Attachment(SCAN, name, digest, size, head), actor.account)}
    return {}


def _asked(actor: Actor, key: int) -> tuple[TaskPage, list[Actor], TaskForm]:
    door = surface().door
    found, leaders = door.ask(paper_decision, actor, key)
    return found, leaders, door.ask(task_form, door.surroundings, found.task, now())


def _sent(asked: TaskForm) -> dict[str, Any]:
    return read_posted(asked.form, list(request.form.items(multi=True))) if asked.form is not None else {}


def _view(found: TaskPage, leaders: list[Actor], asked: TaskForm, typed: Mapping[str, Any], refused: Rejection | None) -> PaperDecisionView:
    errors = dict(refused.field_errors) if refused is not None else {}
    answers = typed.get("answers") or {}
    fields = view_form(form_here(asked.form), answers, asked.variables, asked.world, errors) if asked.form is not None else []
    carried = carried_file(str(typed.get("scan") or ""), person().account)
    row, key = found.row, found.task.key
    step = step_name(found.task.digest, found.task.element_id, row["name"])
    chosen = typed.get("leader") or (leaders[0].account if len(leaders) == 1 else "")
    return PaperDecisionView(
        f"/tasks/{key}/paper-decision",
        "/paper-decisions",
        f"/tasks/{key}",
        row["receipt_number"],
        row["title"] or row["case_title"] or step,
        step,
        tuple(fields),
        tuple(Choice(one.account, one.name, "", one.account == chosen) for one in leaders),
        str(typed.get("decided", "")),
        carried.name if carried is not None else "",
        {name: errors[name] for name in OWN if name in errors},
        refused.message if refused is not None and not refused.field_errors else None,
    )


def _row(one: Waiting) -> WaitingRow:
    row, task = one.row, one.task
    step = step_name(task.digest, task.element_id, row["name"])
    deadline = deadline_view(json.loads(row["deadline"]), now(), calendar()) if row["deadline"] else None
    return WaitingRow(row["receipt_number"], f"/tasks/{task.key}/paper-decision", row["title"] or step, step, tuple(one.leaders), deadline)


def _owner(actor: Actor) -> str:
    """Return under which name an entry is kept that was refused, apart from the draft of the form."""
    return f"{actor.account} paper"
