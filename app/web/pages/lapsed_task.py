"""The page of a task that lapsed: the fact of law, what was typed, and filing that as a late remark."""

from typing import Final

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.rejection import Rejection
from app.queries.draft import draft
from app.queries.lapse import lapse
from app.queries.task_form import task_form
from app.queries.task_page import TaskPage, task_page
from app.service.file_late_remark import FileLateRemark
from app.service.keep_draft import keep_draft
from app.web.access import note_refusal
from app.web.pages.answer_words import answer_lines
from app.web.pages.definition_words import form_here
from app.web.pages.frame import go, now, person, signed_in, wording
from app.web.pages.kept_refusal import refusal_in, with_refusal
from app.web.pages.typed_words import words_kept, words_owner
from app.web.presentation.task_view import LapseView
from app.web.surface import surface

blueprint = Blueprint("lapsed_task", __name__)
REMARK: Final = "late remark"
"""Under which name a remark is kept that was not sent, or not taken."""


def lapse_view(actor: Actor, found: TaskPage) -> LapseView | None:
    """Return the fact of law that a task lapsed by; None for one that did not, or is still open."""
    if found.task.state == "CREATED":
        return None
    how = surface().door.ask(lapse, actor, found.task)
    if how is None:
        return None
    kept = surface().door.ask(draft, found.task.key, words_owner(actor, REMARK))
    typed = kept.answers if kept is not None else {}
    wrong = refusal_in(typed) if "unfiled" in request.args else None
    return LapseView(
        how.silence,
        how.article or "",
        read_instant(how.at),
        read_instant(how.recorded_at) if how.recorded_at != how.at else None,
        how.undone,
        str(typed.get("text") or (_typed(actor, found) if how.can_file else "")),
        how.can_file,
        read_instant(how.filed_at) if how.filed_at else None,
        wrong.message if wrong is not None else None,
        words_kept(actor, found.task.key, REMARK, "text") if how.can_file else None,
    )


def _typed(actor: Actor, found: TaskPage) -> str:
    """Return what the actor had typed into the form, line by line, as people read it."""
    door = surface().door
    kept = door.ask(draft, found.task.key, actor.account)
    asked = door.ask(task_form, door.surroundings, found.task, now())
    if kept is None or asked.form is None:
        return ""
    show = wording()
    lines = answer_lines(form_here(asked.form), kept.answers, asked.variables, asked.world, show)
    return "\n".join(f"{label}{show._(': ')}{value}" for label, value, *_ in lines)


@blueprint.post("/tasks/<int:key>/late-remark")
@signed_in
def file(key: int) -> AnyResponse:
    """File what came too late: it is on record, and changes nothing."""
    actor, door, text = person(), surface().door, request.form.get("text", "")
    found = door.ask(task_page, actor, key)
    kept = door.ask(draft, key, actor.account)
    try:
        door.execute(FileLateRemark(key, text, kept.answers if kept is not None else {}), actor)
    except Rejection as rejection:
        if rejection.code != "bad_request":
            raise
        note_refusal(rejection)
        door.keep(keep_draft, key, words_owner(actor, REMARK), with_refusal({"text": text}, rejection), None)
        return go(f"/tasks/{found.task.key}?unfiled=1")
    door.keep(keep_draft, key, words_owner(actor, REMARK), {}, None)
    return go(f"/tasks/{found.task.key}?done=remark")
