"""The open task: its form, its papers, and what is done with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.permissions import is_candidate, may_reassign, may_work_on
from app.domain.rejection import Message, Rejection
from app.domain.roles import ROLE_NAMES
from app.form import FieldView, read_posted, view_form
from app.form.posted import FILES
from app.queries.case_papers import paper_counts
from app.queries.draft import draft
from app.queries.people import candidates
from app.queries.task_form import TaskForm, task_form
from app.queries.task_page import TaskPage, task_page
from app.service.add_comment import AddComment
from app.service.add_document import AddDocument
from app.service.assign_task import AssignTask
from app.service.complete_task import CompleteTask
from app.service.keep_draft import drop_draft, keep_draft
from app.service.release_task import ReleaseTask
from app.web.access import note_read
from app.web.pages.deadline_words import deadline_view
from app.web.pages.frame import calendar, draw, go, now, person, safe_next, shell, signed_in, wording
from app.web.pages.holding import comments_of, diagram_of, documents_of, element_names, history_of
from app.web.presentation.shell_view import PersonView
from app.web.presentation.task_view import Choice, DialogView, Fact, Notice, TaskView
from app.web.surface import surface

blueprint = Blueprint("task", __name__)
TABS = ("form", "history", "diagram", "documents", "comments")


def task_view(
    actor: Actor,
    key: int,
    list_href: str,
    *,
    sent: Mapping[str, Any] | None = None,
    refused: Rejection | None = None,
    conflict: Rejection | None = None,
) -> TaskView:
    """Return the pane of a task.

    sent: what was typed, to draw again. refused: why it was not taken, field by field. conflict: what made the state forbid it.
    """
    door = surface().door
    found = door.ask(task_page, actor, key)
    if request.method == "GET":
        note_read("task", cases={key}, actor=actor)
    tab = request.args.get("tab", "form")
    tab = tab if tab in TABS else "form"
    row, task = found.row, found.task
    counts = door.ask(paper_counts, task.case_key)
    names = element_names(task.digest)
    view: dict[str, Any] = {
        "key": str(key),
        "address": f"/tasks/{key}",
        "href": f"/tasks/{key}{_query(list_href)}",
        "list_href": list_href,
        "receipt_number": row["receipt_number"],
        "process_name": row["process_name"],
        "step_name": row["name"],
        "title": row["title"] or row["case_title"] or row["name"],
        "tab": tab,
        "deadline": deadline_view(
            found.deadline,
            now(),
            calendar(),
            whose=_whose(found, names),
            days_href=f"/cases/{row['receipt_number']}/deadlines/{row['deadline_key']}",
        )
        if found.deadline
        else None,
        "due_at": _maybe(row["due_at"]),
        "assignee": PersonView(row["assignee"], row["assignee_name"] or row["assignee"]) if row["assignee"] else None,
        "is_mine": row["assignee"] == actor.account,
        "can": _can(actor, found),
        "history_count": counts[2],
        "document_count": counts[0],
        "comment_count": counts[1],
        "case_href": f"/cases/{row['receipt_number']}",
        "readonly": _readonly(actor, found),
        "notice": _notice(found, conflict),
        "dialog": _dialog(actor, found, list_href),
        "facts": _facts(found),
    }
    if tab == "history":
        view["history_filter"] = request.args.get("h", "all")
        view["history"] = history_of(task.case_key, task.digest, view["history_filter"])
    elif tab == "diagram":
        view["diagram"] = diagram_of(task.case_key, task.digest, row["process_id"], row["receipt_number"], row["process_version"])
    elif tab == "comments":
        view["comments"] = comments_of(task.case_key)
    if tab in ("documents", "form"):
        view["documents"] = documents_of(task.case_key, row["receipt_number"])
    if tab == "form":
        view.update(_form(actor, found, sent, refused))
    return TaskView(**view)


def _form(actor: Actor, found: TaskPage, sent: Mapping[str, Any] | None, refused: Rejection | None) -> dict[str, Any]:
    door = surface().door
    asked = door.ask(task_form, door.surroundings, found.task, now())
    kept = door.ask(draft, found.task.key, actor.account) if found.task.state == "CREATED" or found.task.lapsed else None
    values = sent if sent is not None else kept.answers if kept is not None else asked.answers
    fields = _fields(asked, values, refused.field_errors if refused is not None else {})
    return {"fields": tuple(fields), "draft_saved_at": read_instant(kept.saved_at) if kept is not None else None}


def _fields(asked: TaskForm, values: Mapping[str, Any], errors: Mapping[str, Message]) -> list[FieldView]:
    return view_form(asked.form, values, asked.variables, asked.world, errors) if asked.form is not None else []


def _query(list_href: str) -> str:
    return "?" + list_href.partition("?")[2] if "?" in list_href else ""


def _maybe(text: str | None) -> datetime | None:
    return read_instant(text) if text else None


def _whose(found: TaskPage, names: Mapping[str, str]) -> str:
    element = found.row["deadline_element"]
    return "" if element in (None, found.task.element_id) else names.get(element) or ""


def _can(actor: Actor, found: TaskPage) -> frozenset[str]:
    task = found.task
    can = set() if actor.holds("auditor") else {"comment", "upload"}
    if task.state == "CREATED":
        if may_work_on(actor, task.sight):
            can.add("complete" if task.sight.assignee == actor.account else "claim")
        if task.sight.assignee is not None and may_reassign(actor, task.sight, task.case.owner):
            can |= {"release", "transfer"}
    return frozenset(can)


def _readonly(actor: Actor, found: TaskPage) -> str:
    """Return why nothing may be typed, empty where it may."""
    task, row, show = found.task, found.row, wording()
    if task.state == "COMPLETED":
        return show._("Completed by %(name)s", name=row["completer_name"] or row["completed_by"] or "-")
    if task.state != "CREATED":
        return show._("The case went on without this step")
    if task.sight.assignee == actor.account:
        return ""
    if task.sight.assignee is not None:
        return show._("%(name)s has it", name=row["assignee_name"] or task.sight.assignee)
    return (
        show._("Claim it before you fill it in")
        if is_candidate(actor, task.sight)
        else show._("You may read this task, and not work on it")
    )


def _notice(found: TaskPage, conflict: Rejection | None) -> Notice | None:
    show = wording()
    if conflict is not None:
        return Notice("yellow", show.message(conflict.message), show._("What you typed is kept as a draft."))
    if found.task.lapsed:
        return Notice(
            "blue", show._("Silence took effect before this step was done"), show._("The draft stays readable here."), alert=False
        )
    return None


def _facts(found: TaskPage) -> tuple[Fact, ...]:
    show, row = wording(), found.row
    facts = [Fact(show._("Received"), show.moment(read_instant(row["received_at"])))] if row["received_at"] else []
    facts.append(Fact(show._("Receipt number"), row["receipt_number"], f"/cases/{row['receipt_number']}"))
    if found.task.case.owner:
        facts.append(Fact(show._("Owner of the procedure"), show._(ROLE_NAMES.get(found.task.case.owner, found.task.case.owner))))
    return tuple(facts)


def _dialog(actor: Actor, found: TaskPage, list_href: str, errors: Mapping[str, Message] | None = None) -> DialogView | None:
    if request.args.get("dialog", request.form.get("_dialog")) != "transfer" or "transfer" not in _can(actor, found):
        return None
    sight = found.task.sight
    choices = [
        Choice(one.account, one.name, f"{one.unit} {one.open_tasks}".strip(), one.account == request.form.get("to"))
        for one in surface().door.ask(candidates, sight.groups, sight.users)
        if one.account != sight.assignee
    ]
    key = found.task.key
    return DialogView(
        "transfer",
        f"/tasks/{key}/transfer",
        f"/tasks/{key}{_query(list_href)}",
        choices=tuple(choices),
        reason=request.form.get("reason", ""),
        errors=dict(errors or {}),
    )


# ---------------------------------------------------------------- what is done with it
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
        address = f"/tasks/{key}?dialog=transfer"
        return go(address)
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
    from app.web.pages.work_list import read_filters, work_list_view

    filters = read_filters()
    view = task_view(
        actor,
        key,
        safe_next(request.form.get("_next") or request.form.get("next"), "/work-list"),
        sent=sent,
        refused=refused,
        conflict=conflict,
    )
    status = 422 if refused is not None else 409 if conflict is not None else 200
    return draw("work_list.html", status, page=work_list_view(actor, filters, key), task=view, shell=shell("work-list", actor))
