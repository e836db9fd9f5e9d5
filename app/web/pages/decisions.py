"""Deciding on several cases at once, for leaders and their telephones: one choice and one opinion, a command for each case.

Each success stands; each refusal is told beside its case, with what was chosen kept. Source: docs/permissions, "approve several at once".
"""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.permissions import in_place_of, plays
from app.domain.rejection import Message, Rejection
from app.domain.roles import LEADERS
from app.form import read_posted
from app.form.several_at_once import Decidable, decidable
from app.queries.decisions import MOST, Decisions, PutBefore, decisions, no_longer_put_before, put_before
from app.queries.draft import draft
from app.queries.people import names_of
from app.service.add_comment import AddComment
from app.service.complete_task import CompleteTask
from app.service.keep_draft import drop_draft, keep_draft
from app.web.access import note_read, note_refusal
from app.web.numbers_in_addresses import keys_among
from app.web.pages.deadline_words import deadline_view
from app.web.pages.definition_words import element_names, form_here, step_name
from app.web.pages.frame import calendar, draw, go, now, person, shell, signed_in
from app.web.pages.kept_refusal import refusal_in, with_refusal
from app.web.presentation.decisions_view import DecisionGroup, DecisionRow, DecisionsView, GoneRow
from app.web.presentation.task_view import Choice
from app.web.surface import surface

blueprint = Blueprint("decisions", __name__)
MOST_OPINION: Final = 2000
NO_CHOICE: Final = Message("Choose what is decided", {})
NOTHING_TICKED: Final = Message("Tick the cases that this decides", {})
CHANGED: Final = Message("It can no longer be decided together with others; open it to see why", {})


def decides(actor: Actor) -> bool:
    """Say whether the page is for the actor."""
    return plays(actor, *LEADERS)


def _leader() -> Actor:
    actor = person()
    if not decides(actor):
        raise Rejection("forbidden", "Expected a leader before whom cases are put, but you hold none of these roles")
    return actor


@blueprint.get("/decisions")
@signed_in
def page() -> Response:
    actor, door = _leader(), surface().door
    found = door.ask(decisions, actor, door.surroundings, now())
    note_read("task", cases={one.task.key for one in found.tasks}, actor=actor)
    tried = set(keys_among(request.args.getlist("tried")))
    kept = {one.task.key: _kept(actor, one.task.key) for one in found.tasks if one.task.key in tried}
    view = _view(actor, found, kept, _gone(actor, tried - set(kept)))
    return draw(
        "decisions.html", 409 if view.refused or any(group.errors for group in view.groups) else 200, page=view, shell=_shell(actor)
    )


def _gone(actor: Actor, keys: set[int]) -> tuple[GoneRow, ...]:
    """Return what was to be decided and is not put before the leader any more, each with what the command said of it."""
    rows = surface().door.ask(no_longer_put_before, actor, sorted(keys))
    told = [(row, refusal_in(_kept(actor, row["key"]))) for row in rows]
    return tuple(
        GoneRow(row["title"], row["receipt_number"], _ended(row) or refused.message) for row, refused in told if refused is not None
    )


def _ended(row: Mapping[str, Any]) -> Message | None:
    """Return how a case ended before it was decided, such as by being withdrawn; None where it goes on, or an operator ended it."""
    how = element_names(row["digest"]).get(row["outcome"] or "")
    if not row["ended"] or not how:
        return None
    return Message(
        "The case has ended: %(how)s, %(at)s. There is nothing left to decide", {"how": how, "at": read_instant(row["ended_at"])}
    )


def _shell(actor: Actor) -> Any:
    return shell("work-list", actor)


@blueprint.post("/decisions")
@signed_in
def decide() -> AnyResponse:
    """Carry out one decision on the cases that are ticked, each by itself."""
    actor, given, door = _leader(), request.form, surface().door
    keys, value = list(dict.fromkeys(keys_among(given.getlist("key"))))[:MOST], given.get("decision", "")
    opinion = given.get("opinion", "").strip()[:MOST_OPINION]
    if not keys or not value:
        return _missing(actor, keys, given)
    failed = []
    for key in keys:
        refused = _decided(actor, key, value, opinion)
        if refused is None:
            door.keep(drop_draft, key, _owner(actor))
            continue
        failed.append(key)
        door.keep(keep_draft, key, _owner(actor), with_refusal({"decision": value, "opinion": opinion, "ticked": True}, refused), None)
    return go(_address(failed, done=len(keys) - len(failed)))


def _missing(actor: Actor, keys: list[int], given: Mapping[str, str]) -> AnyResponse:
    """Say what was left out: nothing ticked, or nothing chosen."""
    door, wanted = surface().door, keys or keys_among([given.get("first", "")])
    errors = {"decision": NO_CHOICE} if keys else {"key": NOTHING_TICKED}
    refused = Rejection("bad_answers", next(iter(errors.values())).template, field_errors=errors)
    typed: dict[str, Any] = {
        "decision": given.get("decision", ""),
        "opinion": given.get("opinion", "")[:MOST_OPINION],
        "ticked": bool(keys),
    }
    mine = [key for key in wanted if door.ask(put_before, actor, door.surroundings, key, now()) is not None]
    for key in mine:
        door.keep(keep_draft, key, _owner(actor), with_refusal(typed, refused), None)
    return go(_address(mine))


def _decided(actor: Actor, key: int, value: str, opinion: str) -> Rejection | None:
    """Return why a case was not decided. Raises Rejection where the store is away: then nothing can be said of the rest either."""
    door = surface().door
    one = door.ask(put_before, actor, door.surroundings, key, now())
    try:
        if one is not None and (one.how is None or value not in one.how.opinions):
            raise Rejection("bad_answers", CHANGED.template)
        # What is not open to the leader any more, the command itself says why.
        answers = read_posted(one.asked.form, one.how.posted(value, opinion)) if one and one.how and one.asked.form else {}
        door.execute(CompleteTask(key, answers), actor)
        if one and one.how and opinion and one.how.opinions[value] is None:
            # The form has no place for it; as a comment of the case it is not lost.
            door.execute(AddComment(one.task.case_key, opinion), actor)
    except Rejection as rejection:
        if rejection.code == "store_unavailable":
            raise
        note_refusal(rejection)
        return _named(rejection, one, value)
    return None


def _named(rejection: Rejection, one: PutBefore | None, value: str) -> Rejection:
    """Return a refusal of answers as it stands under a row, where no field stands beside it: with the label of what has to be filled in."""
    wrong = next(iter(rejection.field_errors.items()), None)
    how = _in_words(one) if one is not None else None
    if wrong is None:
        return rejection
    fields = (how.choice, *(how.opinions.get(option.value) for option in how.options)) if how is not None else ()
    label = next((field.label for field in fields if field is not None and field.name == wrong[0]), "")
    if not label:
        return Rejection(rejection.code, wrong[1].template, **wrong[1].facts)
    return Rejection(rejection.code, "%(label)s: %(problem)s", label=label, problem=wrong[1].template % wrong[1].facts)


def _view(actor: Actor, found: Decisions, kept: Mapping[int, Mapping[str, Any]], gone: tuple[GoneRow, ...]) -> DecisionsView:
    groups, single = dict[str, list[PutBefore]](), []
    for one in found.tasks:
        if one.how is None:
            single.append(_row(actor, one, {}))
        else:
            groups.setdefault(f"{one.task.form_digest}/{' '.join(one.how.opinions)}", []).append(one)
    drawn = tuple(_group(actor, number, tasks, kept) for number, tasks in enumerate(groups.values(), 1))
    refused = sum(1 for group in drawn for row in group.rows if row.problem) + len(gone)
    done = next(iter(keys_among([request.args.get("done", "")[:3]])), 0)
    return DecisionsView(drawn, tuple(single), found.total - len(found.tasks) if found.total > MOST else 0, done, refused, gone)


def _group(actor: Actor, number: int, tasks: list[PutBefore], kept: Mapping[int, Mapping[str, Any]]) -> DecisionGroup:
    first = tasks[0]
    typed, how = next((kept[one.task.key] for one in tasks if one.task.key in kept), {}), _in_words(first)
    if how is None:
        raise LookupError("a group of tasks that can be decided together")
    wrong = refusal_in(typed)
    opinions = {option.value: how.opinions[option.value] for option in how.options}
    labels = [field.label for field in opinions.values() if field is not None and field.label]
    return DecisionGroup(
        f"g{number}",
        step_name(first.task.digest, first.task.element_id, first.row["name"]),
        how.choice.label,
        tuple(_row(actor, one, kept.get(one.task.key, {})) for one in tasks),
        tuple(Choice(option.value, option.label, "", option.value == typed.get("decision")) for option in how.options),
        str(typed.get("opinion", "")),
        labels[0] if labels else "",
        tuple(option.label for option in how.options if (field := opinions[option.value]) is not None and field.required),
        tuple(wrong.field_errors.items()) if wrong is not None else (),
    )


def _in_words(one: PutBefore) -> Decidable | None:
    """Return how a task is decided, in the language of the page."""
    form = one.asked.form
    if form is None or one.how is None or (here := form_here(form)) is form:
        return one.how
    return decidable(here, one.asked.variables, one.asked.world)


def _row(actor: Actor, one: PutBefore, typed: Mapping[str, Any]) -> DecisionRow:
    row, key, wrong = one.row, one.task.key, refusal_in(typed)
    step = step_name(one.task.digest, one.task.element_id, row["name"])
    absent = in_place_of(actor, one.task.sight)
    how = _in_words(one)
    return DecisionRow(
        str(key),
        row["receipt_number"],
        f"/tasks/{key}",
        row["title"] or row["case_title"] or step,
        step,
        deadline_view(json.loads(row["deadline"]), now(), calendar()) if row["deadline"] else None,
        how.shown if how is not None else (),
        surface().door.ask(names_of).get(absent, absent) if absent else "",
        bool(typed.get("ticked")),
        wrong.message if wrong is not None and not wrong.field_errors else None,
    )


def _kept(actor: Actor, key: int) -> Mapping[str, Any]:
    found = surface().door.ask(draft, key, _owner(actor))
    return found.answers if found is not None else {}


def _owner(actor: Actor) -> str:
    """Return under which name a decision that was refused is kept, apart from the draft of the form."""
    return f"{actor.account} decision"


def _address(tried: list[int], done: int = 0) -> str:
    said = [("tried", str(key)) for key in tried] + ([("done", str(done))] if done else [])
    return f"/decisions?{urlencode(said)}" if said else "/decisions"
