"""What the pane of one task shows: its form, its papers, and what may be done with it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from flask import request
from msgspec.structs import replace

from app.audit.check_merge import MERGED_INTO
from app.audit.takers import MOST_NAMES, others_may_take, takers
from app.diagram import Process
from app.domain.actor import Actor
from app.domain.deadline_row import from_row
from app.domain.extension_request import PROCESS as EXTENSION
from app.domain.extension_request import is_overtaken
from app.domain.instant import read_instant
from app.domain.permissions import holds_task, in_place_of, is_candidate, may_reassign, may_work_on, sees_case
from app.domain.rejection import Message
from app.domain.roles import ROLE_NAMES
from app.form import FieldView, view_form
from app.form.view_form import view_all
from app.queries.case_papers import paper_counts, withheld_from
from app.queries.draft import draft
from app.queries.extension_requests import asked_of
from app.queries.other_eyes import OtherEyes, other_eyes
from app.queries.people import names_of
from app.queries.proven_replies import proven_replies
from app.queries.task_form import TaskForm, task_form
from app.queries.task_page import TaskPage, task_page
from app.web.access import note_read
from app.web.pages.deadline_clock import task_clock
from app.web.pages.deadline_words import deadline_view
from app.web.pages.definition_words import CaseNames, element_names, form_here, process_name, step_name
from app.web.pages.frame import calendar, now, wording
from app.web.pages.history_words import HISTORY_OF
from app.web.pages.holding import comments_of, diagram_of, documents_of, history_of
from app.web.pages.kept_refusal import refusal_in
from app.web.pages.lapsed_task import lapse_view
from app.web.pages.merging import merging_view, number_errors
from app.web.pages.moved_words import moved_notice, submit_label
from app.web.pages.moves import move_dialog, moves_of
from app.web.pages.next_step import barred_flows, next_steps
from app.web.pages.nobody_left import nobody_left
from app.web.pages.paper_words import papers_view
from app.web.pages.refused_task import conflict_notice
from app.web.pages.refused_upload import upload_problem
from app.web.pages.sender_words import sender_facts
from app.web.pages.service_words import changed_service_notices
from app.web.pages.taker_words import taker_name
from app.web.pages.typed_words import COMMENT, words_kept, words_owner
from app.web.pages.urging_words import urgings_view
from app.web.presentation.shell_view import PersonView
from app.web.presentation.task_view import Choice, DialogView, Fact, Notice, TaskView
from app.web.query_values import choice
from app.web.surface import surface

Asked = Callable[[], TaskForm]

MOST_NEXT = 4
TABS = ("form", "history", "diagram", "documents", "comments")


def task_view(
    actor: Actor,
    key: int,
    list_href: str,
    *,
    sent: Mapping[str, Any] | None = None,
    refused: str = "",
) -> TaskView:
    """Return the pane of a task.

    sent: what is being typed, to draw again. refused: what was not taken a moment ago: claim, completion, answers or transfer.
    """
    door = surface().door
    found = door.ask(task_page, actor, key)
    if request.method == "GET":
        note_read("task", cases={key}, actor=actor)
    tab = choice("tab", TABS, "form")
    row, task = found.row, found.task
    counts = door.ask(paper_counts, actor, task.case_key)
    names = element_names(task.digest)
    # Read where a part of the pane asks for it, and once for all of them.
    asked = cache(lambda: door.ask(task_form, door.surroundings, task, now()))
    view: dict[str, Any] = {
        "key": str(key),
        "address": f"/tasks/{key}",
        "href": f"/tasks/{key}{_query(list_href)}",
        "list_href": list_href,
        "receipt_number": row["receipt_number"],
        "process_name": _process(found),
        "step_name": step_name(task.digest, task.element_id, row["name"]),
        "title": row["title"] or row["case_title"] or step_name(task.digest, task.element_id, row["name"]),
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
        "acting_for": row["acting_for_name"] or row["acting_for"] or "",
        "can": _can(actor, found),
        "submit_label": submit_label(found),
        "clock": task_clock(actor, found),
        "history_count": counts[2],
        "document_count": counts[0],
        "comment_count": counts[1],
        "case_href": f"/cases/{row['receipt_number']}",
        "readonly": _readonly(actor, found),
        "is_over": task.state != "CREATED",
        "notice": _notice(actor, found, refused, asked),
        "dialog": _dialog(actor, found, list_href, refused),
        "facts": _facts(actor, found),
        "next_step": _next_step(found, asked),
    }
    if tab == "history":
        view["history_filter"] = choice("h", HISTORY_OF, "all")
        view["history"] = history_of(actor, task.case_key, task.digest, view["history_filter"])
    elif tab == "diagram":
        instance, number = row["process_instance_key"], row["receipt_number"]
        view["diagram"] = diagram_of(task.case_key, instance, task.digest, row["process_id"], number, row["process_version"])
    elif tab == "comments":
        view["comments"] = comments_of(task.case_key)
        view["comment"] = words_kept(actor, task.case_key, COMMENT, "text")
    if tab == "documents":
        view["upload_problem"] = upload_problem(actor, task.case_key)
        view["withheld"] = door.ask(withheld_from, actor, task.case_key)
        view["papers"] = papers_view(actor, row["receipt_number"]) if sees_case(actor, task.case) else None
    if tab in ("documents", "form"):
        view["documents"] = documents_of(actor, task.case_key, row["receipt_number"])
    if tab == "form":
        view.update(_form(actor, found, sent, refused, asked()))
        view["lapse"] = lapse_view(actor, found)
        view["urgings"] = urgings_view(actor, found, view["href"])
    shown = TaskView(**view)
    wrong = any(field.error for field in view_all(shown.fields)) or (shown.dialog is not None and bool(shown.dialog.errors))
    conflict = (refused in ("claim", "completion") and shown.notice is not None) or (
        shown.dialog is not None and shown.dialog.refusal is not None
    )
    return replace(shown, status=422 if wrong else 409 if conflict else 200)


def _form(actor: Actor, found: TaskPage, sent: Mapping[str, Any] | None, refused: str, asked: TaskForm) -> dict[str, Any]:
    door = surface().door
    # The form of a completed task shows what was answered, never what somebody else had typed.
    kept = door.ask(draft, found.task.key, actor.account) if found.task.state != "COMPLETED" else None
    values = sent if sent is not None else kept.answers if kept is not None else asked.answers
    wrong = refusal_in(values) if refused == "answers" else None
    merging = merging_view(actor, found, asked, values, _process(found))
    errors = {**wrong.field_errors, **number_errors(merging, values.get(MERGED_INTO))} if wrong is not None else {}
    saved_at = read_instant(kept.saved_at) if kept is not None else None
    return {"fields": tuple(_fields(asked, values, errors)), "draft_saved_at": saved_at, "merging": merging}


def _process(found: TaskPage) -> str:
    return process_name(found.row["case_digest"], found.row["case_process_id"], found.row["process_name"])


def _fields(asked: TaskForm, values: Mapping[str, Any], errors: Mapping[str, Message]) -> list[FieldView]:
    return view_form(form_here(asked.form), values, asked.variables, asked.world, errors) if asked.form is not None else []


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
        if may_work_on(actor, task.sight) and _barred_by_eyes(actor, found) is None:
            can.add("complete" if holds_task(actor, task.sight) else "claim")
        if may_reassign(actor, task.sight, task.case.owner):
            if task.sight.assignee is not None:
                can.add("release")
            # What nobody holds is given to somebody in the same way: of a secret case there is no other, for nobody is offered it.
            if surface().door.ask(others_may_take, surface().door.surroundings, task):
                can.add("transfer")
    if task.sight.delegated_by == actor.account:
        can.add("take-back")
    return frozenset(can) | moves_of(actor, found)


def _barred_by_eyes(actor: Actor, found: TaskPage) -> OtherEyes | None:
    """Return why the actor may not do an open step that is otherwise theirs, since they did one before it."""
    if found.task.state != "CREATED" or found.task.sight.delegated_by is not None or not may_work_on(actor, found.task.sight):
        return None
    door = surface().door
    return door.ask(other_eyes, door.surroundings, actor, found.task)


def _readonly(actor: Actor, found: TaskPage) -> str:
    """Return why nothing may be typed, empty where it may."""
    task, row, show = found.task, found.row, wording()
    if task.state == "COMPLETED":
        who = row["completer_name"] or row["completed_by"] or "-"
        if task.sight.acting_for:
            who = show._("%(name)s for %(absent)s", name=who, absent=row["acting_for_name"] or task.sight.acting_for)
        return show._("Completed by %(name)s", name=who)
    if task.state != "CREATED" and row["process_id"] == EXTENSION and found.own is not None and found.own.get("missed_at"):
        return show._("The deadline came before this was decided: the request lapsed, and stands as lateness of who had to decide")
    if task.state != "CREATED":
        return show._("The case ended before this step was done") if task.case_ended else show._("The case went on without this step")
    if (barred := _barred_by_eyes(actor, found)) is not None:
        names = show._(", ").join(barred.names[:MOST_NAMES])
        if not names:
            return show._("You did %(step)s, and this is for somebody else (four eyes); nobody else is in its groups", step=barred.step)
        return show._("You did %(step)s, and this is for somebody else (four eyes): %(names)s", step=barred.step, names=names)
    if holds_task(actor, task.sight):
        return ""
    if task.sight.assignee is not None:
        return show._("%(name)s has it", name=row["assignee_name"] or task.sight.assignee)
    return (
        show._("Claim it before you fill it in")
        if is_candidate(actor, task.sight)
        else show._("You may read this task, and not work on it")
    )


def _notice(actor: Actor, found: TaskPage, refused: str, asked: Asked) -> Notice | None:
    show, door = wording(), surface().door
    if refused == "target":
        return Notice("blue", show._("Look at the one below that this one goes into, then submit"))
    if refused:
        kept = door.ask(draft, found.task.key, actor.account)
        notice = conflict_notice(actor, found, refused, kept, asked() if kept is not None else None)
        if notice is not None:
            return notice
    moved = moved_notice(actor, found)
    if moved is not None:
        return moved
    if found.task.state == "CREATED" and may_work_on(actor, found.task.sight) and (absent := in_place_of(actor, found.task.sight)):
        return _standing_in(actor, found, absent)
    if found.task.state == "COMPLETED":
        return next(iter(changed_service_notices(actor, found.task.case_key, found.row["receipt_number"], found.task.key)), None)
    if found.task.state != "CREATED":
        return None
    return nobody_left(found) or _overtaken(found) or _proven(found)


def _overtaken(found: TaskPage) -> Notice | None:
    """Tell who decides on more time that the deadline was moved meanwhile to the date asked for or beyond."""
    if found.row["process_id"] != EXTENSION:
        return None
    asked = surface().door.ask(asked_of, found.row["process_instance_key"])
    if asked is None or not is_overtaken(deadline := from_row(asked[0]), on := date.fromisoformat(asked[1]), calendar()):
        return None
    show = wording()
    said = {"due": show.due_with_weekday(deadline.deadline_at), "asked": show.weekday_day(on)}
    return Notice(
        "yellow",
        show._("The deadline was moved meanwhile to the day asked for or beyond"),
        show._("It is due %(due)s now, and %(asked)s was asked for: there is nothing left to grant. Refuse, and say so.", **said),
    )


def _proven(found: TaskPage) -> Notice | None:
    """Warn that what the case says of a silence no longer holds."""
    undone = surface().door.ask(proven_replies, found.task.case_key)
    if not undone:
        return None
    show, names = wording(), CaseNames(found.task.case_key, found.row["case_digest"])
    step = show._(", ").join(names.of(row["element_id"], row["element_instance_key"], row["process_instance_key"]) for row in undone)
    right = all(row["put_right"] for row in undone)
    return Notice(
        "yellow",
        show._("A reply to %(step)s is proven to have been received in time: silence no longer holds", step=step),
        show._("The data say what it said. Nothing goes out until the operator has moved the case to where it belongs.")
        if right
        else show._("What is listed here may still say that it did. Let the operator put the case right before anything goes out."),
    )


def _standing_in(actor: Actor, found: TaskPage, absent: str) -> Notice:
    """Say in whose place the actor works on a task, and how it will stand in the record."""
    show, names = wording(), surface().door.ask(names_of)
    name = names.get(absent, absent)
    if found.task.sight.assignee == actor.account:
        return Notice("blue", show._("You took this on for %(name)s", name=name), _record(actor, name), alert=False)
    return Notice("blue", show._("%(name)s is away: you stand in", name=name), _record(actor, name), alert=False)


def _record(actor: Actor, absent: str) -> str:
    show = wording()
    who = show._("%(name)s for %(absent)s", name=actor.name, absent=absent)
    return show._("The record will say: %(who)s. The limit runs on.", who=who)


def _next_step(found: TaskPage, asked: Asked) -> str:
    """Return what may come after an open step; empty where the diagram says nothing."""
    if found.task.state != "CREATED":
        return ""
    door = surface().door
    diagram = door.ask(door.surroundings.diagram, found.task.digest)
    process = next((process for process in diagram.processes if found.task.element_id in process.elements), None)
    names = element_names(found.task.digest)
    if process is None:
        return ""
    steps = next_steps(process, found.task.element_id)
    if len(steps) > 1:
        steps = next_steps(process, found.task.element_id, _barred(process, found, asked()))
    words = " / ".join([*(names.get(step.id) or step.id for step in steps[:MOST_NEXT]), *(["…"] if len(steps) > MOST_NEXT else [])])
    return wording()._("Possibly: %(steps)s", steps=words) if len(steps) > 1 else words


def _barred(process: Process, found: TaskPage, asked: TaskForm) -> frozenset[str]:
    """Return the flows behind the task that no answer can open, by what it does not write itself."""
    element = process.elements[found.task.element_id]
    written = {mapping.target for mapping in element.io.outputs}
    written |= {component.path[0] for component in asked.form.components if component.path} if asked.form is not None else set()
    known = {name: value for name, value in asked.variables.items() if name not in written}
    return barred_flows(process, element.id, known, asked.world)


def _facts(actor: Actor, found: TaskPage) -> tuple[Fact, ...]:
    show, row = wording(), found.row
    facts = [Fact(show._("Received"), show.moment(read_instant(row["received_at"])))] if row["received_at"] else []
    facts += sender_facts(actor, found.task.case_key, found.task.case, row["receipt_number"])
    facts.append(Fact(show._("Receipt number"), row["receipt_number"], f"/cases/{row['receipt_number']}"))
    if found.task.case.owner:
        facts.append(Fact(show._("Owner of the procedure"), show._(ROLE_NAMES.get(found.task.case.owner, found.task.case.owner))))
    return tuple(facts)


def transfer_owner(actor: Actor) -> str:
    """Return under which name what was typed into a transfer is kept, apart from the draft of the form."""
    return words_owner(actor, "transfer")


def _dialog(actor: Actor, found: TaskPage, list_href: str, refused: str) -> DialogView | None:
    if request.args.get("dialog") != "transfer":
        return move_dialog(actor, found, f"/tasks/{found.task.key}{_query(list_href)}")
    if "transfer" not in _can(actor, found):
        return None
    sight = found.task.sight
    kept = surface().door.ask(draft, found.task.key, transfer_owner(actor))
    typed: Mapping[str, Any] = kept.answers if kept is not None else {}
    wrong = refusal_in(typed) if refused == "transfer" else None
    choices = [
        Choice(one.account, taker_name(one.account, one.name), f"{one.unit} {one.open_tasks}".strip(), one.account == typed.get("to"))
        for one in surface().door.ask(takers, surface().door.surroundings, found.task)
        if one.account != sight.assignee
    ]
    key = found.task.key
    return DialogView(
        "transfer",
        f"/tasks/{key}/transfer",
        f"/tasks/{key}{_query(list_href)}",
        choices=tuple(choices),
        title="" if sight.assignee else wording()._("Assign"),
        reason=typed.get("reason", ""),
        errors=wrong.field_errors if wrong is not None else {},
        kept=words_kept(actor, key, "transfer"),
    )
