"""The moves around a task and a case: each asks a reason in a dialog, and what was typed into a refused one is kept beside it.

Source: docs/diagrams, "Moves around a task".
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Blueprint, request
from msgspec import Struct
from werkzeug.wrappers import Response as AnyResponse

from app.audit.takers import takers
from app.audit.ways_back import ways_back
from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.marked import marked
from app.domain.permissions import holds_task, may_answer_urging, may_urge, may_work_on
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message, Rejection
from app.queries.case_page import CasePage, case_page
from app.queries.draft import draft
from app.queries.submissions import last_done, may_be_withdrawn, task_instead
from app.queries.task_page import TaskPage, task_page
from app.queries.urgings import urgings_of_task
from app.service.answer_urging import AnswerUrging
from app.service.delegate_task import DelegateTask
from app.service.keep_draft import drop_draft, keep_draft
from app.service.send_back_task import SendBackTask
from app.service.urge_tasks import UrgeTasks
from app.service.withdraw_completion import WithdrawCompletion
from app.service.work import Command
from app.web.access import note_refusal
from app.web.numbers_in_addresses import keys_among
from app.web.pages.correction_words import correction_of
from app.web.pages.definition_words import element_names
from app.web.pages.frame import go, person, signed_in, wording
from app.web.pages.kept_refusal import refusal_in, with_refusal
from app.web.pages.taker_words import taker_name
from app.web.pages.task_address import address_of_task
from app.web.pages.typed_words import words_kept, words_owner
from app.web.pages.urging_words import urged_before
from app.web.presentation.task_view import Choice, DialogView
from app.web.surface import surface

blueprint = Blueprint("moves", __name__)
Typed = Mapping[str, str]
UNKEPT: Final = frozenset({"not_found", "signed_out", "cross_site", "store_unavailable", "too_many", "too_large"})
"""Refusals that no dialog says: there is nobody, or nothing, that it could be said to."""


class Move(Struct, frozen=True):
    """dialog: its kind. command: what is done, from the task and what was typed. done: under which name the page says that it was.

    choices: to which step, or to whom. asks: what is missing where nothing was chosen.
    """

    dialog: str
    command: Callable[[TaskPage, Typed], Command]
    done: str
    choices: Callable[[TaskPage], tuple[Choice, ...]] | None = None
    asks: str = ""


def _colleagues(found: TaskPage) -> tuple[Choice, ...]:
    sight = found.task.sight
    return tuple(
        Choice(one.account, taker_name(one.account, one.name), f"{one.unit} {one.open_tasks}".strip())
        for one in surface().door.ask(takers, surface().door.surroundings, found.task)
        if one.account not in (sight.assignee, sight.acting_for)
    )


def _earlier_steps(found: TaskPage) -> tuple[Choice, ...]:
    door = surface().door
    diagram = door.ask(door.surroundings.diagram, found.task.digest)
    names, last = element_names(found.task.digest), door.ask(last_done, found.task.case_key, found.task.key)
    show = wording()
    choices = []
    for step in ways_back(diagram, found.task.element_id):
        row = last.get(step.id)
        hint = show._("%(name)s, %(time)s", name=row["who"], time=show.moment(read_instant(row["ended_at"]))) if row is not None else ""
        choices.append(Choice(step.id, names.get(step.id) or step.title, hint))
    return tuple(choices)


def _answer(found: TaskPage, typed: Typed) -> Command:
    return AnswerUrging(found.task.case_key, next(iter(keys_among([request.args.get("of", "")])), 0), typed["reason"])


MOVES: Final[dict[str, Move]] = {
    "sending-back": Move(
        "send-back",
        lambda found, typed: SendBackTask(found.task.key, typed["to"], typed["reason"]),
        "sent-back",
        _earlier_steps,
        marked("Choose to which step"),
    ),
    "delegation": Move(
        "delegate",
        lambda found, typed: DelegateTask(found.task.key, typed["to"], typed["reason"]),
        "delegated",
        _colleagues,
        marked("Choose to whom"),
    ),
    "withdrawal": Move("withdraw", lambda found, typed: WithdrawCompletion(found.task.key, typed["reason"]), "withdrawn"),
    "urging": Move("urge", lambda found, typed: UrgeTasks(found.task.case_key, typed["reason"], found.task.key), "urged"),
    "urging-answer": Move("answer-urging", _answer, "urging-answered"),
}
"""By the last part of the address."""


def moves_of(actor: Actor, found: TaskPage) -> frozenset[str]:
    """Return which moves the actor may make with a task, by the kind of dialog. Whether a submission can be withdrawn, the command says."""
    task, door = found.task, surface().door
    if task.state == "COMPLETED":
        withdraws = task.completed_by == actor.account and found.row["case_state"] == "ACTIVE"
        can = {"withdraw"} if withdraws and door.ask(may_be_withdrawn, task.case_key, task.key) else set[str]()
        return frozenset(can | (correction_of(actor, task.case_key, task.key) if task.form_digest is not None else set()))
    if task.state != "CREATED":
        return frozenset()
    can = {"urge"} if may_urge(actor) else set()
    if may_answer_urging(actor, task.sight) and any(not row["answered_at"] for row in door.ask(urgings_of_task, task.key)):
        can.add("answer-urging")
    if may_work_on(actor, task.sight) and task.sight.delegated_by is None:
        if ways_back(door.ask(door.surroundings.diagram, task.digest), task.element_id):
            can.add("send-back")
        if holds_task(actor, task.sight) and _colleagues(found):
            can.add("delegate")
    return frozenset(can)


PATHS: Final = ", ".join(f'"{path}"' for path in MOVES)


@blueprint.post(f"/tasks/<int:key>/<any({PATHS}):path>")
@signed_in
def move(key: int, path: str) -> AnyResponse:
    """Make a move, or lead back to its dialog, which says why it was not made and still holds what was typed."""
    actor, door, one = person(), surface().door, MOVES[path]
    found = door.ask(task_page, actor, key)
    typed = {name: request.form.get(name, "").strip()[:1000] for name in ("to", "reason")}
    try:
        if one.asks and not typed["to"]:
            raise Rejection("bad_answers", "Expected a choice and a reason", field_errors={"to": Message(one.asks, {})})
        door.execute(one.command(found, typed), actor)
    except Rejection as rejection:
        keep_typed(actor, key, one.dialog, typed, rejection)
        return go(address_of_task(key, dialog=one.dialog, refused=one.dialog, of=request.args.get("of", "")))
    door.keep(drop_draft, key, dialog_owner(actor, one.dialog))
    return go(address_of_task(door.ask(task_instead, key), done=one.done))


@blueprint.post("/cases/<number>/urging")
@signed_in
def urge_case(number: str) -> AnyResponse:
    """Urge all that is open in a case."""
    actor, door = person(), surface().door
    found = door.ask(case_page, actor, read_receipt_number(number))
    typed = {"reason": request.form.get("reason", "").strip()[:1000]}
    try:
        door.execute(UrgeTasks(found.case.key, typed["reason"]), actor)
    except Rejection as rejection:
        keep_typed(actor, found.case.key, "urge", typed, rejection)
        return go(f"/cases/{found.case.receipt_number}?dialog=urge&refused=urge")
    door.keep(drop_draft, found.case.key, dialog_owner(actor, "urge"))
    return go(f"/cases/{found.case.receipt_number}")


def keep_typed(actor: Actor, key: int, dialog: str, typed: Typed, rejection: Rejection) -> None:
    """Keep what was typed into a dialog with why it was refused; raise what only a page of its own says."""
    if rejection.code in UNKEPT:
        raise rejection
    note_refusal(rejection)
    surface().door.keep(keep_draft, key, dialog_owner(actor, dialog), with_refusal(typed, rejection), None)


def typed_into(actor: Actor, key: int, dialog: str) -> tuple[Mapping[str, Any], dict[str, Any]]:
    """Return what was typed into a dialog, and where it is kept; of one that was refused also errors by field, or why the whole was."""
    kept = surface().door.ask(draft, key, dialog_owner(actor, dialog))
    typed: Mapping[str, Any] = kept.answers if kept is not None else {}
    wrong = refusal_in(typed) if request.args.get("refused") == dialog else None
    said: dict[str, Any] = {"kept": words_kept(actor, key, dialog)}
    if wrong is None:
        return typed, said
    return typed, {**said, "errors": wrong.field_errors, "refusal": None if wrong.field_errors else wrong.message}


def move_dialog(actor: Actor, found: TaskPage, close_href: str) -> DialogView | None:
    """Return the dialog that the address asks for, where the actor may make the move, or was just refused it."""
    kind, key = request.args.get("dialog", ""), found.task.key
    path = next((path for path, one in MOVES.items() if one.dialog == kind), None)
    if path is None or (kind not in moves_of(actor, found) and request.args.get("refused") != kind):
        return None
    typed, said = typed_into(actor, key, kind)
    of, choices = request.args.get("of", ""), MOVES[path].choices
    shown = tuple(choices(found)) if choices is not None else ()
    return DialogView(
        kind,
        f"/tasks/{key}/{path}" + (f"?of={of}" if of.isdecimal() else ""),
        close_href,
        choices=tuple(Choice(one.value, one.label, one.hint, one.value == typed.get("to")) for one in shown),
        reason=str(typed.get("reason", "")),
        earlier=urged_before(key) if kind == "urge" else (),
        **said,
    )


def case_urge_dialog(actor: Actor, found: CasePage) -> DialogView | None:
    """Return the dialog that urges a case as a whole."""
    if request.args.get("dialog") != "urge" or not may_urge(actor):
        return None
    href = f"/cases/{found.case.receipt_number}"
    typed, said = typed_into(actor, found.case.key, "urge")
    return DialogView("urge", f"{href}/urging", href, reason=str(typed.get("reason", "")), **said)


def dialog_owner(actor: Actor, dialog: str) -> str:
    """Return under which name what was typed into a dialog is kept, apart from the draft of the form."""
    return words_owner(actor, dialog)


DONE: Final = {
    "sent-back": marked("Sent back"),
    "delegated": marked("Delegated; it comes back to you to complete"),
    "handed-back": marked("Handed back"),
    "withdrawn": marked("Withdrawn; your answers are a draft again"),
    "urged": marked("Urged; the holder and the head of the unit are told"),
    "urging-answered": marked("Answered; who urged is told"),
}
"""What a toast says of a move that was made."""
