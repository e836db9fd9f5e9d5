"""One thing done to several tasks of the list: each by a command of its own, each success stands, each refusal is told beside its task.

Works without script: the list's boxes lead to a page that shows what will be done to which, with one shared reason.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from msgspec.structs import replace
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.marked import marked
from app.domain.rejection import Message, Rejection
from app.queries.bulk_tasks import BulkTask, bulk_tasks
from app.queries.draft import draft
from app.service.assign_task import AssignTask
from app.service.keep_draft import drop_draft, keep_draft
from app.service.urge_tasks import UrgeTasks
from app.service.work import Command
from app.web.access import note_refusal
from app.web.numbers_in_addresses import keys_among
from app.web.pages.definition_words import step_name
from app.web.pages.frame import draw, go, person, safe_next, shell, signed_in
from app.web.pages.kept_refusal import refusal_in, with_refusal
from app.web.pages.taker_words import taker_name
from app.web.pages.task_rows import PAGE
from app.web.pages.typed_words import words_kept, words_owner
from app.web.presentation.bulk_view import BulkRow, BulkView
from app.web.presentation.task_view import Choice
from app.web.surface import surface

blueprint = Blueprint("bulk", __name__)
MOST_REASON: Final = 1000
Given = Mapping[str, str]
NO_REASON: Final = Message("Say why; it goes into the history", {})
NO_TAKER: Final = Message("Choose to whom, or leave it out of the selection", {})
NOBODY_THERE: Final = Message("%(name)s is in none of the groups of this task", {})


def _transfer(one: BulkTask, given: Given, reason: str) -> Command:
    """Return the command. Raises Rejection("bad_answers") where nobody, or nobody who may do it, was chosen."""
    to = given.get(f"to-{one.task.key}") or given.get("to", "")
    if not to:
        raise Rejection("bad_answers", NO_TAKER.template)
    if to not in {taker.account for taker in one.takers} | one.same_eyes:
        raise Rejection("bad_answers", marked("%(name)s is in none of the groups of this task"), name=_named(one, to))
    return AssignTask(one.task.key, to, allow_override=True, reason=reason)


def _urge(one: BulkTask, given: Given, reason: str) -> Command:
    return UrgeTasks(one.task.case_key, reason, one.task.key)


ACTIONS: Final[Mapping[str, Callable[[BulkTask, Given, str], Command]]] = {"transfer": _transfer, "urge": _urge}
DONE: Final = {"transfer": "transferred", "urge": "urged"}


@blueprint.post("/tasks/bulk")
@signed_in
def choose() -> AnyResponse:
    """Claim what is selected; for what needs a reason go to the page that asks for it."""
    actor, keys = person(), keys_among(request.form.getlist("key"))[:PAGE]
    back, action = safe_next(request.form.get("next"), "/work-list"), request.form.get("action", "claim")
    if action in ACTIONS and keys:
        return go(_address(action, keys, back))
    failed = sum(1 for key in keys if _refused(AssignTask(key, actor.account), actor) is not None)
    done = "claimed" if len(keys) > failed else ""
    return go(_marked(back, {"done": done, "failed": str(failed)}))


@blueprint.get("/tasks/bulk")
@signed_in
def page() -> Response:
    """What will be done to which tasks; after some were refused, those, each with its cause and what was chosen for it."""
    actor, given = person(), request.args
    action = given.get("action", "")
    if action not in ACTIONS:
        raise Rejection("bad_filter", "Expected one of %(allowed)s, but found %(found)s", allowed=", ".join(ACTIONS), found=action[:40])
    keys, tried = keys_among(given.getlist("key"))[:PAGE], "tried" in given
    found = surface().door.ask(bulk_tasks, surface().door.surroundings, actor, keys)
    if action == "urge":
        found = [replace(one, takers=()) for one in found]
    kept = {one.task.key: _kept(actor, action, one.task.key) for one in found}
    typed: Mapping[str, Any] = next(iter(kept.values()), {})
    wrong = refusal_in(typed) if tried else None
    view = BulkView(
        action,
        f"/tasks/bulk/{action}",
        safe_next(given.get("next"), "/work-list"),
        tuple(_row(one, action, kept[one.task.key], tried=tried) for one in found),
        _takers(found, str(typed.get("to", ""))),
        str(typed.get("reason", "")),
        wrong.field_errors.get("reason") if wrong is not None else None,
        (len(keys_among([given.get("done", "")])) and int(given["done"])) or 0,
        words_kept(actor, found[0].task.key, _name(action)) if found else None,
    )
    refused = (tried and any(row.problem for row in view.rows)) or view.problem is not None
    return draw("bulk.html", 409 if refused else 200, page=view, shell=shell("work-list", actor))


@blueprint.post("/tasks/bulk/<any(transfer, urge):action>")
@signed_in
def carry_out(action: str) -> AnyResponse:
    """Do it task by task. What was typed for a task that was refused is kept beside it, and the page shows both."""
    actor, given = person(), request.form
    keys, back = keys_among(given.getlist("key"))[:PAGE], safe_next(given.get("next"), "/work-list")
    found, reason = surface().door.ask(bulk_tasks, surface().door.surroundings, actor, keys), given.get("reason", "").strip()[:MOST_REASON]
    if not reason:
        missing = Rejection("bad_answers", NO_REASON.template, field_errors={"reason": NO_REASON})
        for one in found:
            _keep(actor, one, (action, given), missing)
        return go(_address(action, [one.task.key for one in found], back, tried="1"))
    failed = [one for one in found if not _done(actor, one, action, given, reason)]
    done = len(found) - len(failed)
    if failed:
        return go(_address(action, [one.task.key for one in failed], back, tried="1", done=str(done)))
    return go(_marked(back, {"done": DONE[action], "count": str(done)}))


def _done(actor: Actor, one: BulkTask, action: str, given: Given, reason: str) -> bool:
    """Carry out the command for one task; keep why not."""
    try:
        command = ACTIONS[action](one, given, reason)
        refused = _refused(command, actor)
    except Rejection as rejection:
        refused = rejection
    if refused is None:
        surface().door.keep(drop_draft, one.task.key, words_owner(actor, _name(action)))
        return True
    _keep(actor, one, (action, given), refused)
    return False


def _refused(command: Command, actor: Actor) -> Rejection | None:
    """Return why a command was not carried out. Raises Rejection where the store is away: then nothing can be said of the rest either."""
    try:
        surface().door.execute(command, actor)
    except Rejection as rejection:
        if rejection.code == "store_unavailable":
            raise
        note_refusal(rejection)
        return rejection
    return None


def _keep(actor: Actor, one: BulkTask, sent: tuple[str, Given], refused: Rejection) -> None:
    action, given = sent
    typed = {"to": given.get("to", ""), "own": given.get(f"to-{one.task.key}", ""), "reason": given.get("reason", "")[:MOST_REASON]}
    surface().door.keep(keep_draft, one.task.key, words_owner(actor, _name(action)), with_refusal(typed, refused), None)


def _kept(actor: Actor, action: str, key: int) -> Mapping[str, Any]:
    found = surface().door.ask(draft, key, words_owner(actor, _name(action)))
    return found.answers if found is not None else {}


def _name(action: str) -> str:
    """Return under which name what was typed for several tasks is kept, apart from the drafts of their forms: before it is sent, with the
    first of them."""
    return f"bulk {action}"


def _row(one: BulkTask, action: str, typed: Mapping[str, Any], *, tried: bool) -> BulkRow:
    row, key, wrong = one.row, one.task.key, refusal_in(typed) if tried else None
    step = step_name(one.task.digest, one.task.element_id, row["name"])
    problem = wrong.message if wrong is not None and "reason" not in wrong.field_errors else None
    chosen = str(typed.get("own", ""))
    return BulkRow(
        str(key),
        row["receipt_number"],
        f"/tasks/{key}",
        row["title"] or row["case_title"] or step,
        step,
        read_instant(row["deadline_at"]) if row["deadline_at"] else None,
        row["assignee_name"] or row["assignee"] or "",
        tuple(
            Choice(taker.account, taker_name(taker.account, taker.name), str(taker.open_tasks), taker.account == chosen)
            for taker in one.takers
        ),
        problem,
        one.barred if action == "transfer" else one.not_urged,
        row["light"] == "blue",
    )


def _takers(found: list[BulkTask], to: str) -> tuple[Choice, ...]:
    """Return who may take at least one of them, those first who have the least in hand."""
    takers = {one.account: one for task in found if task.barred is None for one in task.takers}
    ordered = sorted(takers.values(), key=lambda one: (one.open_tasks, one.account))
    return tuple(
        Choice(one.account, f"{taker_name(one.account, one.name)} {one.unit}".strip(), str(one.open_tasks), one.account == to)
        for one in ordered
    )


def _named(one: BulkTask, account: str) -> str:
    return next((taker.name for taker in one.takers if taker.account == account), account)


def _address(action: str, keys: list[int], back: str, **more: str) -> str:
    return "/tasks/bulk?" + urlencode([("action", action), *(("key", str(key)) for key in keys), ("next", back), *more.items()])


def _marked(address: str, said: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(said)}"
