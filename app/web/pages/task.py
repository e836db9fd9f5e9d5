"""What is done with a task: claim, give away, complete, add papers."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.rejection import Message, Rejection
from app.form import read_posted
from app.form.posted import FILES
from app.queries.task_form import TaskForm, task_form
from app.queries.task_page import TaskPage, task_page
from app.service.add_comment import AddComment
from app.service.add_document import AddDocument
from app.service.assign_task import AssignTask
from app.service.complete_task import CompleteTask
from app.service.keep_draft import drop_draft, keep_draft
from app.service.release_task import ReleaseTask
from app.web.pages.frame import draw, go, now, person, safe_next, shell, signed_in
from app.web.pages.task_pane import task_view
from app.web.pages.task_rows import list_href, read_filters, work_list_view
from app.web.surface import surface

blueprint = Blueprint("task", __name__)


@blueprint.post("/tasks/<int:key>/claim")
@signed_in
def claim(key: int) -> AnyResponse:
    actor = person()
    try:
        surface().door.execute(AssignTask(key, actor.account), actor)
    except Rejection as rejection:
        if rejection.code != "task_claimed":
            raise
        # A 409 is never a silent refresh: the page says who was first, and keeps what was typed.
        return _again(actor, key, conflict=rejection)
    return go(safe_next(request.form.get("next"), f"/tasks/{key}"))


@blueprint.post("/tasks/<int:key>/release")
@signed_in
def release(key: int) -> AnyResponse:
    surface().door.execute(ReleaseTask(key), person())
    return go(safe_next(request.form.get("next"), f"/tasks/{key}"))


@blueprint.post("/tasks/<int:key>/transfer")
@signed_in
def transfer(key: int) -> AnyResponse:
    actor, reason = person(), request.form.get("reason", "").strip()
    errors = {}
    if not request.form.get("to"):
        errors["to"] = Message("Choose to whom", {})
    if not reason:
        errors["reason"] = Message("Say why; it goes into the history", {})
    if errors:
        return _again(actor, key, refused=Rejection("bad_answers", "Expected a colleague and a reason", field_errors=errors))
    surface().door.execute(AssignTask(key, request.form["to"], allow_override=True, reason=reason[:1000]), actor)
    return go("/work-list?done=transferred")


@blueprint.post("/tasks/<int:key>/completion")
@signed_in
def completion(key: int) -> AnyResponse:
    """Take the answers: on to the list, or the same page with what is wrong at its field and everything typed kept."""
    actor, door = person(), surface().door
    found = door.ask(task_page, actor, key)
    asked = door.ask(task_form, door.surroundings, found.task, now())
    sent = _attached(actor, found, asked, _sent(asked)) if found.task.state == "CREATED" else _sent(asked)
    if request.form.get("_add") or request.form.get("_remove"):
        return _again(actor, key, sent=sent)
    try:
        door.execute(CompleteTask(key, sent), actor)
    except Rejection as rejection:
        if rejection.code == "bad_answers":
            return _again(actor, key, sent=sent, refused=rejection)
        if found.task.state == "CREATED":
            door.keep(keep_draft, key, actor.account, sent, found.task.form_digest)
        if rejection.code in ("task_claimed", "task_completed", "deadline_lapsed", "task_cancelled"):
            return _again(actor, key, sent=sent, conflict=rejection)
        raise
    door.keep(drop_draft, key, actor.account)
    address = safe_next(request.form.get("_next"), "/work-list")
    return go(f"{address}{'&' if '?' in address else '?'}done=completed")


@blueprint.post("/tasks/<int:key>/form")
@signed_in
def form(key: int) -> Response:
    """Draw the fields again as the answers so far make them: conditions are decided here, by the same FEEL as at the end."""
    actor, door = person(), surface().door
    found = door.ask(task_page, actor, key)
    asked = door.ask(task_form, door.surroundings, found.task, now())
    sent = _sent(asked)
    view = task_view(actor, key, safe_next(request.form.get("_next"), "/work-list"), sent=sent)
    return draw("task/fields.html", task=view, shell=shell("work-list", actor))


@blueprint.post("/tasks/<int:key>/draft")
@signed_in
def save_draft(key: int) -> Response:
    """Keep what was typed so far, with every change; nobody else reads it."""
    actor, door = person(), surface().door
    found = door.ask(task_page, actor, key)
    asked = door.ask(task_form, door.surroundings, found.task, now())
    saved = door.keep(keep_draft, key, actor.account, _sent(asked), found.task.form_digest)
    return jsonify({"savedAt": saved})


@blueprint.post("/tasks/<int:key>/comments")
@signed_in
def comment(key: int) -> AnyResponse:
    actor = person()
    found = surface().door.ask(task_page, actor, key)
    surface().door.execute(AddComment(found.task.case_key, request.form.get("text", "")), actor)
    return go(safe_next(request.form.get("next"), f"/tasks/{key}?tab=comments"))


@blueprint.post("/tasks/<int:key>/documents")
@signed_in
def document(key: int) -> AnyResponse:
    actor = person()
    found = surface().door.ask(task_page, actor, key)
    add_file(actor, found.task.case_key, key)
    return go(safe_next(request.form.get("next"), f"/tasks/{key}?tab=documents"))


def add_file(actor: Actor, case_key: int, task_key: int | None, name: str = "file") -> list[str]:
    """Keep the uploaded files of a field and add them to the case; return their keys. Raises Rejection("bad_file") or ("too_large")."""
    around, door, keys = surface(), surface().door, []
    for upload in request.files.getlist(name):
        if not upload.filename:
            continue
        digest, size, head = around.documents.put(upload.stream, around.configuration.upload_max_bytes)
        answer = door.execute(AddDocument(case_key, upload.filename, digest, size, head, task_key), actor).answer
        keys.append(str(answer["key"]))
    return keys


def _sent(asked: TaskForm) -> dict[str, Any]:
    if asked.form is None:
        return {}
    return read_posted(asked.form, list(request.form.items(multi=True)))


def _attached(actor: Actor, found: TaskPage, asked: TaskForm, sent: dict[str, Any]) -> dict[str, Any]:
    """Add the files chosen in the form's own file fields to the case, and name them in the answers."""
    for component in asked.form.every_component() if asked.form is not None else ():
        name = ".".join(component.path)
        if component.kind == "filepicker" and any(upload.filename for upload in request.files.getlist(FILES + name)):
            kept = sent.get(name) or []
            sent[name] = [
                *(kept if isinstance(kept, list) else [kept]),
                *add_file(actor, found.task.case_key, found.task.key, FILES + name),
            ]
    return sent


def _again(
    actor: Actor, key: int, *, sent: Mapping[str, Any] | None = None, refused: Rejection | None = None, conflict: Rejection | None = None
) -> Response:
    """Return the page of the task once more, with what was typed and what was wrong."""
    before = safe_next(request.form.get("_next") or request.form.get("next"), "/work-list")
    filters = read_filters(given=dict(parse_qsl(urlsplit(before).query)))
    view = task_view(actor, key, list_href(filters), sent=sent, refused=refused, conflict=conflict)
    status = 422 if refused is not None else 409 if conflict is not None else 200
    return draw("work_list.html", status, page=work_list_view(actor, filters, key), task=view, shell=shell("work-list", actor))
