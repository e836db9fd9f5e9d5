"""Handing over all work of somebody who leaves: task by task, to one or several colleagues, with one reason."""

from collections.abc import Iterable, Mapping
from typing import Final

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.rejection import Message, Rejection
from app.domain.task import TaskRecord, require_open
from app.queries.hand_over import Held, hand_over, no_longer_held
from app.queries.linked_cases import number_of_case
from app.queries.staff import staff_member
from app.service.assign_task import AssignTask
from app.web.access import note_refusal
from app.web.numbers_in_addresses import keys_among
from app.web.pages.admin_parts import admin_links
from app.web.pages.definition_words import step_name
from app.web.pages.frame import draw, go, now, person, shell, signed_in
from app.web.pages.taker_words import taker_name
from app.web.pages.typed_words import NO_TASK, note_sent, words_kept
from app.web.presentation.staff_view import GoneTask, HandOverView, HeldTask
from app.web.presentation.task_view import Choice
from app.web.surface import surface

blueprint = Blueprint("hand_over", __name__)
MOST_REASON: Final = 1000
NO_TAKER: Final = Message("Choose to whom, or leave it out of the selection", {})


@blueprint.get("/admin/people/<account>/hand-over")
@signed_in
def page(account: str) -> Response:
    return _page(person(), account, {}, done=_number(request.args.get("done", "")))


@blueprint.post("/admin/people/<account>/hand-over")
@signed_in
def move(account: str) -> AnyResponse:
    """Give each task to whom it was chosen for: each success stands, each failure is told beside its task."""
    actor, door, given = person(), surface().door, request.form
    door.ask(staff_member, actor, account, now())
    reason = given.get("reason", "").strip()[:MOST_REASON]
    if not reason:
        return _page(actor, account, {}, problem=Message("Say why; it goes into the history", {}), status=422)
    failed, moved = dict[int, Message](), 0
    chosen = set(given.getlist("key"))
    held = door.ask(hand_over, door.surroundings, actor, account).held
    before = frozenset(one.task.key for one in held)
    for one in held:
        if str(one.task.key) not in chosen:
            continue
        problem = _moved(actor, one, given.get(f"to-{one.task.key}") or given.get("to", ""), reason)
        if problem is None:
            moved += 1
        else:
            failed[one.task.key] = problem
    gone = _gone(actor, account, keys_among(chosen), before)
    if failed or gone:
        return _page(actor, account, failed, done=moved, status=409, gone=gone)
    note_sent(actor, NO_TASK, _name(account))
    return go(f"/admin/people/{account}/hand-over?done={moved}")


def _gone(actor: Actor, account: str, chosen: Iterable[int], before: frozenset[int]) -> tuple[GoneTask, ...]:
    """Return what was ticked on a page that was older than the work: each with what became of it. before: what was there to hand over."""
    found = []
    for task in surface().door.ask(no_longer_held, actor, account, [key for key in chosen if key not in before]):
        number = surface().door.ask(number_of_case, str(task.case_key)) or "-"
        found.append(GoneTask(number, step_name(task.digest, task.element_id, task.name), _became(actor, task)))
    return tuple(found)


def _became(actor: Actor, task: TaskRecord) -> Message:
    try:
        require_open(actor, task)
    except Rejection as rejection:
        return rejection.message
    if task.sight.assignee is None:
        return Message("Nobody has it any more: it is offered to its groups", {})
    return Message("%(name)s has it now", {"name": task.holder or task.sight.assignee})


def _moved(actor: Actor, held: Held, to: str, reason: str) -> Message | None:
    """Return why a task was not handed over; None where it was."""
    door = surface().door
    if not to:
        return NO_TAKER
    if to not in {one.account for one in held.takers} | held.same_eyes:
        return Message("%(name)s is in none of the groups of this task", {"name": to})
    try:
        door.execute(AssignTask(held.task.key, to, allow_override=True, reason=reason), actor)
    except Rejection as rejection:
        if rejection.code == "store_unavailable":
            raise
        note_refusal(rejection)
        return rejection.message
    return None


def _page(
    actor: Actor,
    account: str,
    failed: Mapping[int, Message],
    *,
    done: int = 0,
    problem: Message | None = None,
    status: int = 200,
    gone: tuple[GoneTask, ...] = (),
) -> Response:
    door = surface().door
    member, _ = door.ask(staff_member, actor, account, now())
    found, to = door.ask(hand_over, door.surroundings, actor, account), request.form.get("to", "")
    takers = {one.account: taker_name(one.account, f"{one.name} {one.unit}".strip()) for held in found.held for one in held.takers}
    kept = words_kept(actor, NO_TASK, _name(account))
    view = HandOverView(
        admin_links(actor, "people"),
        member.name,
        account,
        f"/admin/people/{account}/hand-over",
        f"/admin/people/{account}",
        tuple(_task(held, failed.get(held.task.key)) for held in found.held),
        found.others,
        tuple(Choice(one, label, "", one == to) for one, label in takers.items()),
        request.form.get("reason", kept.text),
        problem,
        done,
        kept,
        gone,
    )
    return draw("admin/hand_over.html", status, page=view, shell=shell("admin", actor))


def _name(account: str) -> str:
    """Return under which name the reason is kept as it is typed. account: whose work is handed over."""
    return f"hand-over {account}"


def _task(held: Held, problem: Message | None) -> HeldTask:
    row, key = held.row, held.task.key
    chosen = request.form.get(f"to-{key}", "")
    step = step_name(held.task.digest, held.task.element_id, row["name"])
    choices = (Choice(one.account, taker_name(one.account, one.name), str(one.open_tasks), one.account == chosen) for one in held.takers)
    deadline = read_instant(row["deadline_at"]) if row["deadline_at"] else None
    return HeldTask(
        str(key),
        row["receipt_number"],
        f"/tasks/{key}",
        row["title"] or step,
        step,
        deadline,
        tuple(choices),
        problem,
        row["light"] == "blue",
        (held.task.holder or held.task.sight.assignee or "") if row["lent"] else "",
    )


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 5 else 0
