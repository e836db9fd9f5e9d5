"""Merging from a form: cases that may be about the same matter, and which case a typed number names. Both are seen before it is done.

A form that can merge its case has a field `mergedInto`; its property `mergesBy`, such as `disposition=merge`, says which answer shows it.
"""

from collections.abc import Mapping
from typing import Any, Final

from flask import request

from app.audit.check_merge import MERGED_INTO
from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.keys import case_key_of
from app.domain.permissions import is_candidate
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message, Rejection
from app.form import Form, check_answers
from app.form.form import Component
from app.queries.likely_repeats import Repeat, likely_repeats
from app.queries.merge_target import merge_target
from app.queries.task_form import TaskForm
from app.queries.task_page import TaskPage
from app.web.access import note_read
from app.web.pages.frame import wording
from app.web.presentation.repeat_view import LikelyRepeat, MergeTargetView, RepeatsView
from app.web.surface import surface

STATES: Final = {"ACTIVE": "running", "COMPLETED": "completed", "TERMINATED": "cancelled"}
SHOWN: Final = "_target"
"""What a page sends to say of which case it showed title and state."""


def _field(form: Form | None) -> Component | None:
    components = form.every_component() if form is not None else ()
    return next((one for one in components if one.path == (MERGED_INTO,) and "mergesBy" in one.properties), None)


def repeat_views(actor: Actor, found: list[Repeat], process_name: str, *, merge_from: int | None = None) -> tuple[LikelyRepeat, ...]:
    """Return likely repeats as pages show them, and note that they were read. merge_from: the case that this page may merge into them."""
    show, door = wording(), surface().door
    note_read("repeats", cases={one.key for one in found}, actor=actor)
    views = []
    for one in found:
        target = door.ask(merge_target, actor, merge_from, one.receipt_number) if merge_from is not None else None
        views.append(
            LikelyRepeat(
                one.receipt_number,
                f"/cases/{one.receipt_number}",
                one.title or process_name,
                read_instant(one.received_at),
                STATES[one.state],
                one.unit or "",
                show._(", ").join(show._(why) for why in one.why),
                target is not None and target.case is not None and target.problem is None,
            )
        )
    return tuple(views)


def merging_view(actor: Actor, found: TaskPage, asked: TaskForm, values: Mapping[str, Any], process_name: str) -> RepeatsView | None:
    """Return what stands beside an open form that can merge its case. The repeats are for those who may decide on it, and stand on the
    whole page only, not where a field changes."""
    field, task = _field(asked.form), found.task
    if field is None or task.state != "CREATED":
        return None
    repeats: tuple[LikelyRepeat, ...] = ()
    if request.method == "GET" and (is_candidate(actor, task.sight) or task.sight.assignee == actor.account):
        like = surface().door.ask(likely_repeats, found.row["process_id"], asked.variables, actor=actor, but=task.case_key)
        repeats = repeat_views(actor, like, process_name, merge_from=task.case_key if task.sight.assignee == actor.account else None)
    number = values.get(MERGED_INTO)
    return RepeatsView(MERGED_INTO, f"/tasks/{task.key}/merge-target", repeats, target_view(actor, task.key, number) if number else None)


def target_view(actor: Actor, key: int, number: Any) -> MergeTargetView | None:
    """Return the case that a number names, as pages show it, and note that it was read; None while it is no whole number. key: of the
    case to be merged, or of anything in it."""
    found = surface().door.ask(merge_target, actor, case_key_of(key), number)
    if found is None or found.case is None:
        return MergeTargetView(found.receipt_number, problem=found.problem) if found is not None else None
    case = found.case
    note_read("repeats", cases={case.key}, actor=actor)
    received = read_instant(case.received_at or case.started_at)
    href = f"/cases/{case.receipt_number}"
    return MergeTargetView(case.receipt_number, href, case.title or "", STATES[case.state], received, found.unit or "", found.problem)


def with_plain_number(asked: TaskForm, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers with the number to merge into as receipts print it, where what was typed can be read as one."""
    if _field(asked.form) is None or not sent.get(MERGED_INTO):
        return dict(sent)
    try:
        return {**sent, MERGED_INTO: read_receipt_number(str(sent[MERGED_INTO]))}
    except Rejection:
        return dict(sent)


def number_errors(merging: RepeatsView | None, number: Any) -> dict[str, Message]:
    """Return what is wrong with the number to merge into: said at its field together with what is wrong elsewhere, not only after that."""
    if merging is None or not number:
        return {}
    try:
        read_receipt_number(str(number))
    except Rejection as rejection:
        return {MERGED_INTO: rejection.message}
    return {MERGED_INTO: merging.target.problem} if merging.target is not None and merging.target.problem is not None else {}


def chosen_to_merge(asked: TaskForm, sent: Mapping[str, Any], number: str) -> dict[str, Any]:
    """Return the answers with which a case is merged into one that was chosen from the list."""
    field = _field(asked.form)
    if field is None:
        return dict(sent)
    name, _, value = field.properties["mergesBy"].partition("=")
    return {**sent, name: value, MERGED_INTO: number}


def has_unseen_target(actor: Actor, found: TaskPage, asked: TaskForm, sent: Mapping[str, Any]) -> bool:
    """Say whether answers would merge the case into one whose title and state this page has not shown."""
    if asked.form is None or _field(asked.form) is None:
        return False
    checked = check_answers(asked.form, sent, asked.variables, asked.world)
    number = checked.values.get(MERGED_INTO)
    if checked.errors or not number:
        return False
    target = surface().door.ask(merge_target, actor, found.task.case_key, number)
    if target is None or target.case is None or target.problem is not None:
        return False
    return request.form.get(SHOWN) != target.receipt_number
