"""What is done with a task: claim, give away, complete, add papers."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from app.audit.check_merge import MERGED_INTO
from app.domain.actor import Actor
from app.domain.rejection import Message, Rejection
from app.form import read_posted
from app.queries.held_since import completed_by
from app.queries.task_form import TaskForm, task_form
from app.queries.task_page import TaskPage, task_page
from app.service.add_comment import AddComment
from app.service.add_document import AddDocument
from app.service.assign_task import AssignTask
from app.service.complete_task import CompleteTask
from app.service.hand_back_task import HandBackTask
from app.service.keep_draft import drop_draft, keep_draft
from app.service.release_task import ReleaseTask
from app.web.access import note_refusal
from app.web.pages.chosen_files import chosen_files, refused_files
from app.web.pages.frame import draw, go, now, person, safe_next, shell, signed_in
from app.web.pages.kept_refusal import with_refusal
from app.web.pages.merging import chosen_to_merge, has_unseen_target, target_view, with_plain_number
from app.web.pages.refused_task import CONFLICTS, was_typed
from app.web.pages.refused_upload import back_with_refusal
from app.web.pages.task_address import address_of_task
from app.web.pages.task_pane import task_view, transfer_owner
from app.web.pages.typed_words import COMMENT, note_sent
from app.web.surface import surface

blueprint = Blueprint("task", __name__)


@blueprint.post("/tasks/<int:key>/claim")
@signed_in
def claim(key: int) -> AnyResponse:
    actor = person()
    try:
        surface().door.execute(AssignTask(key, actor.account), actor)
    except Rejection as rejection:
        if rejection.code not in CONFLICTS:
            raise
        # A refusal is never a silent refresh: the page of the task says who was first.
        note_refusal(rejection)
        return go(_back(key, "claim"))
    return go(safe_next(request.form.get("next"), f"/tasks/{key}"))


@blueprint.post("/tasks/<int:key>/release")
@signed_in
def release(key: int) -> AnyResponse:
    surface().door.execute(ReleaseTask(key), person())
    return go(safe_next(request.form.get("next"), f"/tasks/{key}"))


@blueprint.post("/tasks/<int:key>/transfer")
@signed_in
def transfer(key: int) -> AnyResponse:
    """Give a task to a colleague, with a reason; where one of them is missing, the dialog asks again and keeps the other."""
    actor, door, reason, to = person(), surface().door, request.form.get("reason", "").strip(), request.form.get("to", "")
    errors = {}
    if not to:
        errors["to"] = Message("Choose to whom", {})
    if not reason:
        errors["reason"] = Message("Say why; it goes into the history", {})
    owner = transfer_owner(actor)
    if errors:
        refused = Rejection("bad_answers", "Expected a colleague and a reason", field_errors=errors)
        door.ask(task_page, actor, key)
        door.keep(keep_draft, key, owner, with_refusal({"to": to, "reason": reason[:1000]}, refused), None)
        return go(f"{_back(key, 'transfer')}&dialog=transfer")
    try:
        door.execute(AssignTask(key, to, allow_override=True, reason=reason[:1000]), actor)
    except Rejection as rejection:
        if "to" not in rejection.field_errors:
            raise
        note_refusal(rejection)
        door.keep(keep_draft, key, owner, with_refusal({"to": to, "reason": reason[:1000]}, rejection), None)
        return go(f"{_back(key, 'transfer')}&dialog=transfer")
    door.keep(drop_draft, key, owner)
    return go("/work-list?done=transferred")


@blueprint.post("/tasks/<int:key>/completion")
@signed_in
def completion(key: int) -> AnyResponse:
    """Take the answers and go on to the list; or keep them as a draft and go to the task, whose page says what was wrong."""
    actor, door = person(), surface().door
    found = door.ask(task_page, actor, key)
    asked = door.ask(task_form, door.surroundings, found.task, now())
    sent, not_taken = with_plain_number(asked, _sent(asked)), dict[str, Message]()
    if found.task.state == "CREATED":
        try:
            not_taken = _attach(actor, found, asked, sent)
        except Rejection as rejection:
            return _refuse(actor, found, asked, sent, rejection)
    changed = request.form.get("_add") or request.form.get("_remove", "").rpartition(".")[0]
    if changed:
        door.keep(keep_draft, key, actor.account, sent, found.task.form_digest)
        return go(f"{_back(key)}#f-{changed.replace('.', '-')}")
    into = request.form.get("_into", "")
    if into or (not not_taken and has_unseen_target(actor, found, asked, sent)):
        # Nobody merges blindly: the page shows which one it is, and takes the same answers the next time.
        door.keep(keep_draft, key, actor.account, chosen_to_merge(asked, sent, into) if into else sent, found.task.form_digest)
        return go(f"{_back(key, 'target')}#f-{MERGED_INTO}")
    try:
        if not_taken:
            raise refused_files(asked, sent, not_taken)
        handed_back = found.task.sight.delegated_by is not None
        door.execute(HandBackTask(key, sent) if handed_back else CompleteTask(key, sent), actor)
    except Rejection as rejection:
        return _refuse(actor, found, asked, sent, rejection)
    door.keep(drop_draft, key, actor.account)
    address = safe_next(request.form.get("_next"), "/work-list")
    return go(f"{address}{'&' if '?' in address else '?'}done={'handed-back' if handed_back else 'completed'}")


def _refuse(actor: Actor, found: TaskPage, asked: TaskForm, sent: Mapping[str, Any], rejection: Rejection) -> AnyResponse:
    """Keep what was typed and lead to the page of the task, an address that can be loaded again; raise what only a page of its own says."""
    door, key = surface().door, found.task.key
    done_by_oneself = door.ask(completed_by, key) == actor.account
    if rejection.code == "bad_answers":
        door.keep(keep_draft, key, actor.account, with_refusal(sent, rejection), found.task.form_digest)
    elif was_typed(asked, sent) and not done_by_oneself:
        door.keep(keep_draft, key, actor.account, sent, found.task.form_digest)
        g.draft_kept = True
    if rejection.code not in ("bad_answers", "four_eyes", *CONFLICTS):
        raise rejection
    note_refusal(rejection)
    return go(_back(key, "answers" if rejection.code == "bad_answers" else "completion"))


@blueprint.post("/tasks/<int:key>/form")
@signed_in
def form(key: int) -> Response:
    """Draw the fields again as the answers so far make them: conditions are decided here, by the same FEEL as at the end.

    409 once the task is another's: the page then leaves its fields as they are, for disabled ones would not be sent and so be lost.
    """
    actor, door = person(), surface().door
    found = door.ask(task_page, actor, key)
    asked = door.ask(task_form, door.surroundings, found.task, now())
    sent = _sent(asked)
    view = task_view(actor, key, safe_next(request.form.get("_next"), "/work-list"), sent=sent)
    return draw("task/fields.html", 409 if view.readonly else 200, task=view, shell=shell("work-list", actor))


@blueprint.post("/tasks/<int:key>/merge-target")
@signed_in
def merge_target(key: int) -> Response:
    """Draw the case that the number typed so far names."""
    actor = person()
    surface().door.ask(task_page, actor, key)
    target = target_view(actor, key, request.form.get(MERGED_INTO, ""))
    return draw("task/merge_target.html", target=target, shell=shell("work-list", actor))


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
    note_sent(actor, found.task.case_key, COMMENT)
    return go(safe_next(request.form.get("next"), f"/tasks/{key}?tab=comments"))


@blueprint.post("/tasks/<int:key>/documents")
@signed_in
def document(key: int) -> AnyResponse:
    actor = person()
    found = surface().door.ask(task_page, actor, key)
    address = safe_next(request.form.get("next"), f"/tasks/{key}?tab=documents")
    try:
        add_file(actor, found.task.case_key, key)
    except Rejection as rejection:
        return back_with_refusal(actor, found.task.case_key, rejection, address)
    return go(address)


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


def _attach(actor: Actor, found: TaskPage, asked: TaskForm, sent: dict[str, Any]) -> dict[str, Message]:
    """Add the files chosen in the form's own file fields to the case and name them in the answers; return what is said of the others."""
    not_taken = {}
    for name, chosen in chosen_files(asked).items():
        keys = []
        for file in chosen.taken:
            command = AddDocument(found.task.case_key, file.name, file.digest, file.size_bytes, file.head, found.task.key)
            keys.append(str(surface().door.execute(command, actor).answer["key"]))
        sent[name] = [*(sent.get(name) or []), *keys]
        if chosen.problem is not None:
            not_taken[name] = chosen.problem
    return not_taken


def _back(key: int, refused: str = "") -> str:
    """Return the address of a task beside the list that the person came from. refused: what the page has to say was not taken."""
    return address_of_task(key, refused=refused)
