"""What a page says when a task was not taken: what happened meanwhile, who has it since when, and what to go on with.

The page reads it off the task as it stands, so that it is as true when it is loaded again. Source: screens, "Claim refused".
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from markupsafe import Markup
from msgspec.structs import replace

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.marked import marked
from app.domain.rejection import Message
from app.form import FieldView, Form, read_posted, view_form
from app.form.view_form import view_all
from app.queries.draft import Draft
from app.queries.held_since import held_since
from app.queries.task_form import TaskForm
from app.queries.task_page import TaskPage
from app.web.pages.answer_words import answer_lines
from app.web.pages.definition_words import form_here
from app.web.pages.frame import wording
from app.web.presentation.task_view import Fact, Notice, TaskView
from app.web.presentation.work_list_view import WorkListView
from app.web.surface import surface

CONFLICTS: Final = ("task_claimed", "task_completed", "task_cancelled", "deadline_lapsed")
_WORDS: Final = {"claim": marked("Not claimed"), "completion": marked("Not submitted")}


def conflict_notice(actor: Actor, found: TaskPage, refused: str, kept: Draft | None, asked: TaskForm | None) -> Notice | None:
    """Return the notice about a refused claim or completion; None where nothing stands in the way any more.

    kept: what the actor had typed. asked: the form, for reading out what was typed where the form shows other answers.
    """
    why = _what_happened(actor, found) if refused in _WORDS else None
    if why is None:
        return None
    show, typed = wording(), kept is not None and refused == "completion"
    title = Markup("{}{}{}").format(show._(_WORDS[refused]), show._(": "), show.message(why))
    if found.task.state != "COMPLETED":
        return Notice("yellow", title, show._("What you typed is kept as a draft.") if typed else "")
    lines: tuple[Fact, ...] = ()
    if typed and kept is not None and asked is not None and asked.form is not None:
        form = form_here(asked.form)
        lines = tuple(Fact(*line) for line in answer_lines(form, kept.answers, asked.variables, asked.world, show))
    return Notice("yellow", title, lines=lines)


def _what_happened(actor: Actor, found: TaskPage) -> Message | None:
    task, row = found.task, found.row
    ended: dict[str, Any] = {"at": read_instant(task.ended_at)} if task.ended_at else {"at": ""}
    if task.state == "COMPLETED":
        if task.completed_by == actor.account:
            return Message("you completed it yourself, %(at)s", ended)
        return Message("%(name)s completed it, %(at)s", {"name": row["completer_name"] or task.completed_by or "-", **ended})
    if task.lapsed:
        return Message("its deadline passed and silence took effect, %(at)s", ended)
    if task.state != "CREATED" and task.case_ended:
        return Message("the case ended before this step was done, %(at)s", ended)
    if task.state != "CREATED":
        return Message("the case went on without this step, %(at)s", ended)
    if task.sight.assignee in (None, actor.account):
        return None
    since = surface().door.ask(held_since, task)
    said: dict[str, Any] = {"name": task.holder or task.sight.assignee, "unit": task.holder_unit or ""}
    if since is None:
        return Message("%(name)s has it", said)
    said["at"] = read_instant(since)
    if not task.holder_unit:
        return Message("%(name)s has had it since %(at)s", said)
    return Message("%(name)s (%(unit)s) has had it since %(at)s", said)


def with_next(task: TaskView, page: WorkListView) -> TaskView:
    """Return the pane of a refused task with the next one of the list to go on with."""
    rows = [row for group in page.groups for row in group.rows]
    places = [place for place, row in enumerate(rows) if row.key == task.key]
    after = rows[places[0] + 1 :] if places else rows
    other = next((row for row in (*after, *rows) if row.key != task.key), None)
    if task.notice is None or other is None:
        return task
    link = Fact(wording().message(Message("Next: %(title)s (%(step)s)", {"title": other.title, "step": other.step_name})), "", other.href)
    return replace(task, notice=replace(task.notice, links=(link,)))


def was_typed(asked: TaskForm, sent: Mapping[str, Any]) -> bool:
    """Say whether anything but what the form shows by itself was sent."""
    if asked.form is None:
        return False
    untouched = _as_shown(asked.form, view_form(asked.form, {}, asked.variables, asked.world, {}))
    return any(value not in (None, "", [], False) and value != untouched.get(name) for name, value in sent.items())


def _as_shown(form: Form, fields: Iterable[FieldView]) -> dict[str, Any]:
    """Return what a browser would send of a form that nobody touched."""
    pairs: list[tuple[str, str]] = []
    for field in view_all(fields):
        if field.kind == "checkbox":
            pairs += [(field.name, "true")] if field.checked else []
        elif field.options:
            pairs += [(field.name, option.value) for option in field.options if option.chosen]
        elif field.name:
            pairs += [(field.name, item) for item in field.items] or [(field.name, field.value)]
    return read_posted(form, pairs)
