"""The page of one case."""

from datetime import datetime
from typing import Any, Final

from flask import Blueprint, request
from msgspec.structs import replace
from werkzeug.wrappers import Response as AnyResponse

from app.audit.merged_here import merged_here
from app.audit.odd_event import UnreadableEvent
from app.domain.actor import Actor
from app.domain.identity import PURPOSES
from app.domain.instant import read_instant
from app.domain.marked import marked
from app.domain.permissions import may_correct, may_urge, plays, sees_person
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message, Rejection
from app.domain.roles import ROLE_NAMES
from app.queries.awaited_messages import AwaitedMessage
from app.queries.case_page import CasePage, case_page, seen_case
from app.queries.case_papers import paper_counts, withheld_from
from app.queries.corrections import corrected_after_end
from app.queries.first_asked import first_asked
from app.queries.receipt import receipt_lines
from app.queries.retention import seen_erased
from app.queries.taken_over import taken_over
from app.service.add_comment import AddComment
from app.service.cancel_instance import CancelInstance
from app.service.correlate_message import CorrelateMessage
from app.web.access import note_read
from app.web.pages.case_messages import (
    message_dialog,
    message_facts,
    message_href,
    message_parts,
    messages_for,
    wanted_message,
    words_name,
)
from app.web.pages.correction_words import correction_of
from app.web.pages.deadline_words import deadline_view
from app.web.pages.definition_words import CaseNames, element_names, process_name, step_name
from app.web.pages.frame import calendar, draw, go, now, person, safe_next, shell, signed_in, wording
from app.web.pages.history_words import HISTORY_OF
from app.web.pages.holding import comments_of, diagram_of, documents_of, history_before, history_of
from app.web.pages.item_words import items_of, items_view, registered_facts, said_label
from app.web.pages.keeping import keeping_dialog
from app.web.pages.merging import target_view
from app.web.pages.moves import case_urge_dialog
from app.web.pages.paper_words import paper_problem, papers_view
from app.web.pages.received import received_href
from app.web.pages.refused_upload import back_with_refusal, upload_problem
from app.web.pages.sender_words import DIALOG, purpose_dialog, sender_facts
from app.web.pages.service_words import changed_service_notices
from app.web.pages.task import add_file
from app.web.pages.typed_words import COMMENT, forget_words, note_sent, words_kept
from app.web.pages.writer_questions import questions_view, writer_dialog
from app.web.presentation.case_view import CaseView
from app.web.presentation.repeat_view import MergeTargetView
from app.web.presentation.shell_view import Toast
from app.web.presentation.task_view import DialogView, Fact, HistoryEntry
from app.web.presentation.work_list_view import TaskRow
from app.web.query_values import choice
from app.web.surface import surface

blueprint = Blueprint("case", __name__)
STATES = {"ACTIVE": "running", "COMPLETED": "completed", "TERMINATED": "cancelled"}

TABS = ("overview", "history", "diagram", "documents", "comments")
_DONE: Final = {
    "received": marked("The receipt is entered; it counts from then"),
    "moved": marked("The case is moved; the history says what ended and what began"),
}


@blueprint.get("/cases/<number>")
@signed_in
def page(number: str) -> AnyResponse:
    actor = person()
    try:
        case = _view(actor, read_receipt_number(number))
    except Rejection as rejection:
        if rejection.code == "not_found" and surface().door.ask(seen_erased, actor, read_receipt_number(number)) is not None:
            return go(f"/cases/{number}/replay")
        raise
    refused = case.dialog is not None and (bool(case.dialog.errors) or case.dialog.refusal is not None)
    status = 422 if refused and "refused" in request.args else 200
    done = wording()._(_DONE[what]) if (what := request.args.get("done")) in _DONE else ""
    return draw("case.html", status, case=case, shell=shell("cases", actor, (Toast(done),) if done else ()))


@blueprint.post("/cases/<number>/sender")
@signed_in
def look_at_sender(number: str) -> AnyResponse:
    """Show the page once with the name and contact of the citizen, to somebody who said what for: the look is noted first."""
    actor, purpose = person(), request.form.get("to", "")
    found = surface().door.ask(seen_case, actor, read_receipt_number(number))
    if not sees_person(actor, found.sight):
        if found.sight.identity_kept:
            raise Rejection(
                "forbidden", "Expected the owner of the procedure or an auditor: who wrote this is kept from those who handle it"
            )
        raise Rejection("forbidden", "Expected somebody who works on the case, its owner or an auditor")
    if purpose not in PURPOSES:
        return go(f"/cases/{number}?dialog={DIALOG}&empty=1")
    note_read("sender", cases={found.key}, actor=actor, purpose=purpose)
    return draw("case.html", case=_view(actor, found.receipt_number, revealed=True), shell=shell("cases", actor))


def _view(actor: Actor, number: str, *, revealed: bool = False) -> CaseView:
    drawn = surface().door.ask(case_page, actor, number)
    note_read("case", cases={drawn.case.key}, actor=actor)
    found = replace(drawn, process_name=process_name(drawn.case.digest, drawn.case.process_id, drawn.process_name))
    case, tab = found.case, choice("tab", TABS, "overview")
    sendable = messages_for(actor, found)
    counts = surface().door.ask(paper_counts, actor, case.key)
    view: dict[str, Any] = {
        "receipt_number": number,
        "href": f"/cases/{number}",
        "title": case.title or found.process_name,
        "process_name": found.process_name,
        "state": STATES[case.state],
        "received_at": read_instant(case.received_at or case.started_at),
        "tab": tab,
        "entered_at": _entered_at(found),
        "ended_at": read_instant(case.ended_at) if case.ended_at else None,
        "outcome": _outcome(found),
        "history_count": counts[2],
        "document_count": counts[0],
        "comment_count": counts[1],
        "can": _can(actor, found),
        "receipt_href": f"/cases/{number}/receipt",
        "received_href": received_href(actor, found),
        "merged_into": _merged_into(actor, found),
        "dialog": _dialog(actor, found, number, sendable),
        "messages": message_facts(sendable, number),
        "message_parts": message_parts(sendable, number),
        "notices": changed_service_notices(actor, case.key, number),
        **_tab(actor, found, tab, number, revealed=revealed),
    }
    return CaseView(**view)


def _tab(actor: Actor, found: CasePage, tab: str, number: str, *, revealed: bool) -> dict[str, Any]:
    case = found.case
    if tab == "history":
        only = choice("h", HISTORY_OF, "all")
        try:
            return {"history": history_of(actor, case.key, case.digest, only), "history_filter": only}
        except UnreadableEvent as odd:
            lines = history_before(actor, case.key, case.digest, only, odd.seq)
            return {"history": lines, "history_filter": only, "history_odd": odd.seq}
    if tab == "diagram":
        return {"diagram": diagram_of(case.key, case.key, case.digest, case.process_id, number, found.process_version)}
    if tab == "documents":
        papers = papers_view(actor, number, paper_problem(actor, case.key))
        kept = surface().door.ask(withheld_from, actor, case.key)
        shown = {"documents": documents_of(actor, case.key, number), "withheld": kept}
        return {**shown, "upload_problem": upload_problem(actor, case.key), "papers": papers}
    if tab == "comments":
        return {"comments": comments_of(case.key), "comment": words_kept(actor, case.key, COMMENT, "text")}
    names = CaseNames(case.key, case.digest)
    records = {row["key"]: row["detail"] for row in found.deadlines}
    deadlines = tuple(
        deadline_view(
            row["detail"],
            now(),
            calendar(),
            name=names.of(row["element_id"], row["key"]),
            days_href=f"/cases/{number}/deadlines/{row['key']}",
        )
        for row in found.deadlines
    )
    open_tasks = tuple(
        TaskRow(
            str(row["key"]),
            f"/tasks/{row['key']}",
            row["title"] or "",
            number,
            found.process_name,
            names.told_apart(step_name(case.digest, row["element_id"], row["name"]), row["key"]),
            deadline_view(records[row["deadline_key"]], now(), calendar()) if row["deadline_key"] in records else None,
            assignee=row["holder"] or "",
        )
        for row in found.tasks
        if row["state"] == "CREATED"
    )
    show = wording()
    items = items_of(found)
    said = tuple(
        Fact(said_label(found, show._(label)), value)
        for label, value in surface().door.ask(receipt_lines, case.key)
        if label == "What was said"
    )
    told = registered_facts(items) if items is not None else ()
    facts = (*told, *said, *sender_facts(actor, case.key, case.sight, number, revealed=revealed))
    asked, found_on_paper = surface().door.ask(first_asked, case.key), surface().door.ask(taken_over, case.key)
    if asked is not None:
        duty = show._(
            "%(name)s, %(time)s: sees to it that it is handed on and answered", name=asked.name, time=show.moment(read_instant(asked.at))
        )
        facts = (*facts, Fact(show._("First asked (art. 37)"), duty))
    if found_on_paper is not None:
        at = show.moment(read_instant(found_on_paper.at))
        said_on_paper = show._(
            "%(name)s, %(time)s; on paper it has the number %(number)s", name=found_on_paper.by, time=at, number=found_on_paper.paper_number
        )
        facts = (*facts, Fact(show._("Taken over from paper"), said_on_paper))
    if case.sight.owner:
        facts = (*facts, Fact(show._("Owner of the procedure"), show._(ROLE_NAMES.get(case.sight.owner, case.sight.owner))))
    corrects = case.state == "ACTIVE" and may_correct(actor, case.sight)
    shown_items = items_view(found, items, names, may_correct=corrects) if items is not None else None
    return {
        "deadlines": deadlines,
        "tasks": open_tasks,
        "items": shown_items,
        "facts": facts,
        "asked": questions_view(actor, case.key, case.sight),
        "corrected": _corrected(actor, found) if case.state != "ACTIVE" else (),
    }


def _entered_at(found: CasePage) -> datetime | None:
    """Return when a case was registered that was received before; of one that ran on paper its facts say who entered it here, and when."""
    case = found.case
    if case.received_at in (None, case.started_at) or surface().door.ask(taken_over, case.key) is not None:
        return None
    return read_instant(case.started_at)


def _corrected(actor: Actor, found: CasePage) -> tuple[HistoryEntry, ...]:
    """Return what was corrected after the case had ended, as its history tells it."""
    places = surface().door.ask(corrected_after_end, found.case.key)
    if not places:
        return ()
    try:
        return tuple(one for one in history_of(actor, found.case.key, found.case.digest, "all") if one.seq in places)
    except UnreadableEvent:
        return ()  # its history says what cannot be read


def _merged_into(actor: Actor, found: CasePage) -> MergeTargetView | None:
    """Return the case that rules now, with title and state where the actor may see it."""
    if not found.merged_into:
        return None
    target = target_view(actor, found.case.key, found.merged_into)
    return replace(target, problem=None) if target is not None else MergeTargetView(found.merged_into)


def _outcome(found: CasePage) -> str:
    """Return how the case ended, by the name of its end event."""
    outcome = found.case.outcome or ""
    return element_names(found.case.digest).get(outcome) or outcome


def _can(actor: Actor, found: CasePage) -> frozenset[str]:
    can = set() if actor.holds("auditor") else {"comment", "upload"}
    if found.case.state == "ACTIVE" and plays(actor, "operator"):
        can |= {"cancel", "move"}
    can |= correction_of(actor, found.case.key, None)
    if may_urge(actor) and any(row["state"] == "CREATED" for row in found.tasks):
        can.add("urge")
    return frozenset(can)


def _dialog(actor: Actor, found: CasePage, number: str, sendable: list[AwaitedMessage]) -> DialogView | None:
    wanted, href, kept = request.args.get("dialog", ""), f"/cases/{number}", None
    errors = {"reason": Message("Say why; it goes into the history", {})} if "empty" in request.args else {}
    if wanted == "urge":
        return case_urge_dialog(actor, found)
    if wanted == DIALOG:
        return purpose_dialog(actor, found.case.sight, f"/cases/{number}")
    if found.case.state == "ACTIVE" or "refused" in request.args:
        kept = keeping_dialog(actor, found.case.sight, number, found.case.key)
    if (kept := kept or writer_dialog(actor, found)) is not None:
        return kept
    if wanted == "cancel" and "cancel" in _can(actor, found):
        words = words_kept(actor, found.case.key, "cancel")
        shown = DialogView("cancel", f"{href}/cancellation", href, errors=errors, reason=words.text, kept=words)
        return replace(shown, merged=_merged_numbers(number))
    message = wanted_message(sendable, wanted, request.args.get("of", ""))
    if message is None:
        return None
    shown = message_dialog(message, number, errors, words_kept(actor, found.case.key, words_name(message)))
    return replace(shown, merged=_merged_numbers(number))


def _merged_numbers(number: str) -> tuple[str, ...]:
    return tuple(one.receipt_number for one in surface().door.ask(merged_here, number))


@blueprint.post("/cases/<number>/messages/<name>")
@signed_in
def send_message(number: str, name: str) -> AnyResponse:
    """Send the case a message that it waits for, with the reason."""
    actor = person()
    found = surface().door.ask(case_page, actor, read_receipt_number(number))
    message = wanted_message(messages_for(actor, found), name, request.args.get("of", ""))
    if message is None:
        raise Rejection(
            "nothing_waits", "Expected a case that waits for %(name)s, but it does not any more, or you may not send it", name=name
        )
    reason = request.form.get("reason", "").strip()
    if not reason:
        return go(message_href(message, number) + "&empty=1")
    command = CorrelateMessage(found.case.key, name, message.correlation_key, {message.reason_variable: reason[:1000]}, reason[:1000])
    surface().door.execute(command, actor)
    forget_words(actor, found.case.key, words_name(message))
    return go(f"/cases/{number}")


@blueprint.post("/cases/<number>/cancellation")
@signed_in
def cancel(number: str) -> AnyResponse:
    actor = person()
    found = surface().door.ask(seen_case, actor, read_receipt_number(number))
    reason = request.form.get("reason", "").strip()
    if not reason:
        return go(f"/cases/{number}?dialog=cancel&empty=1")
    surface().door.execute(CancelInstance(found.key, reason[:1000]), actor)
    forget_words(actor, found.key, "cancel")
    return go(f"/cases/{number}")


@blueprint.post("/cases/<number>/comments")
@signed_in
def comment(number: str) -> AnyResponse:
    actor = person()
    found = surface().door.ask(seen_case, actor, read_receipt_number(number))
    surface().door.execute(AddComment(found.key, request.form.get("text", "")), actor)
    note_sent(actor, found.key, COMMENT)
    return go(safe_next(request.form.get("next"), f"/cases/{number}?tab=comments"))


@blueprint.post("/cases/<number>/documents")
@signed_in
def document(number: str) -> AnyResponse:
    actor = person()
    found = surface().door.ask(seen_case, actor, read_receipt_number(number))
    address = safe_next(request.form.get("next"), f"/cases/{number}?tab=documents")
    try:
        add_file(actor, found.key, None)
    except Rejection as rejection:
        return back_with_refusal(actor, found.key, rejection, address)
    return go(address)
