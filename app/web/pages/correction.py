"""Correcting what was entered: the form as it was filled in, the reason, and nothing lost of a correction that was refused."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from app.audit.given_before import GivenBefore, given_before
from app.audit.given_item import given_item_now
from app.domain.actor import Actor
from app.domain.canonical import canonical
from app.domain.identity import PERSONAL_NAMES, masked
from app.domain.instant import read_instant
from app.domain.permissions import may_correct
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message, Rejection
from app.form import FieldView, Form, read_posted, view_form
from app.queries.case_page import CasePage, case_page
from app.queries.corrections import resting_papers
from app.queries.draft import draft
from app.queries.service_of_papers import recorded_on_page
from app.queries.task_form import TaskForm
from app.service.correct_answers import CorrectAnswers
from app.service.keep_draft import drop_draft, keep_draft
from app.web.access import note_read, note_refusal
from app.web.numbers_in_addresses import keys_among
from app.web.pages.carried_files import carried_files, file_fields, files_shown, with_chosen
from app.web.pages.chosen_files import refused_files
from app.web.pages.definition_words import element_names, form_here, names_as_drawn
from app.web.pages.frame import draw, go, now, person, shell, signed_in, wording
from app.web.pages.holding import documents_of
from app.web.pages.kept_refusal import refusal_in, with_refusal
from app.web.presentation.correction_view import CorrectionView
from app.web.presentation.kept_words import KeptWords
from app.web.query_values import require_once
from app.web.surface import surface

blueprint = Blueprint("correction", __name__)
REASON = "_reason"
_OF = "_of"
"""Beside a draft: of which answers it is a correction."""


class About(NamedTuple):
    """What is corrected: a completed task, or an item of a list that was registered; else the registration."""

    task: int | None
    item: int | None


@blueprint.get("/cases/<number>/correction")
@signed_in
def page(number: str) -> Response:
    actor = person()
    require_once(("task", "item", "refused"))
    found, about, given = _given(actor, number)
    note_read("case", cases={found.case.key}, actor=actor)
    if any(given.answers.get(name) for name in PERSONAL_NAMES):
        note_read("sender", cases={found.case.key}, actor=actor, purpose="correct")
    kept = surface().door.ask(draft, found.case.key, _owner(actor, about))
    if kept is not None and kept.answers.get(_OF) != _state(given):
        kept = None  # typed onto answers that have been corrected since: they would come back unseen
    sent: Mapping[str, Any] = kept.answers if kept is not None else given.answers
    refused = refusal_in(sent) if "refused" in request.args else None
    saved_at = read_instant(kept.saved_at) if kept is not None else None
    view = _view(actor, found, about, given, sent, refused, KeptWords(_href(found, about, of="/draft"), saved_at, "x" if kept else ""))
    return draw("correction.html", 422 if refused is not None else 200, page=view, shell=shell("cases", actor))


@blueprint.post("/cases/<number>/correction")
@signed_in
def correct(number: str) -> AnyResponse:
    """Take the correction, or lead back to the form, which says what is wrong and still holds what was typed."""
    actor, door = person(), surface().door
    found, about, given = _given(actor, number)
    sent = read_posted(given.form, list(request.form.items(multi=True)))
    reason = request.form.get(REASON, "").strip()[:1000]
    asked = _asked(given)
    try:
        not_taken = with_chosen(actor, asked, sent)
        carried = carried_files(actor, asked, {**sent, **_new_files(given, sent)}, not_taken)
        if not_taken:
            raise refused_files(asked, sent, not_taken)
        answers = {
            name: value for name, value in {**sent, **_old_files(given, sent)}.items() if name in given.open or name in given.answers
        }
        door.execute(CorrectAnswers(found.case.key, reason, about.task, answers, tuple(carried), about.item), actor)
    except Rejection as rejection:
        if rejection.code not in ("bad_answers", "bad_request", "case_closed", "state_forbids"):
            raise
        note_refusal(rejection)
        door.keep(
            keep_draft, found.case.key, _owner(actor, about), with_refusal({**sent, REASON: reason, _OF: _state(given)}, rejection), None
        )
        return go(f"{_href(found, about, 'refused=1')}")
    door.keep(drop_draft, found.case.key, _owner(actor, about))
    return go(f"/cases/{found.case.receipt_number}?tab=history")


@blueprint.post("/cases/<number>/correction/draft")
@signed_in
def save(number: str) -> Response:
    """Keep what was typed so far."""
    actor = person()
    found, about, given = _given(actor, number)
    sent = read_posted(given.form, list(request.form.items(multi=True)))
    typed = {**sent, REASON: request.form.get(REASON, "")[:1000], _OF: _state(given)}
    return jsonify({"savedAt": surface().door.keep(keep_draft, found.case.key, _owner(actor, about), typed, None)})


@blueprint.post("/cases/<number>/correction/discard")
@signed_in
def discard(number: str) -> AnyResponse:
    """Throw the draft away, and show the answers as they stand."""
    actor = person()
    found, about, _ = _given(actor, number)
    surface().door.keep(drop_draft, found.case.key, _owner(actor, about))
    return go(_href(found, about))


def _state(given: GivenBefore) -> str:
    return hashlib.sha256(canonical(given.answers).encode()).hexdigest()[:16]


def _asked(given: GivenBefore) -> TaskForm:
    door = surface().door
    return TaskForm(given.form, given.answers, {}, door.ask(door.surroundings.feel_world, now()))


def _old_files(given: GivenBefore, sent: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what of the files that were given is to stay, by field."""
    fields = [name for name in file_fields(given.form) if name in given.open]
    return {name: [text for text in sent.get(name) or [] if text in (given.answers.get(name) or [])] for name in fields}


def _new_files(given: GivenBefore, sent: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what carries the files that were chosen now, by field."""
    old = _old_files(given, sent)
    return {name: [text for text in sent.get(name) or [] if text not in old.get(name, [])] for name in file_fields(given.form)}


def _given(actor: Actor, number: str) -> tuple[CasePage, About, GivenBefore]:
    door = surface().door
    found = door.ask(case_page, actor, read_receipt_number(number))
    if not may_correct(actor, found.case.sight):
        raise Rejection("forbidden", "Expected the owner of the procedure to correct what was entered, but you are not")
    task, item = (next(iter(keys_among([request.args.get(name, "")])), None) for name in ("task", "item"))
    if item is not None:
        return found, About(None, item), door.ask(given_item_now, door.surroundings, found.case, item, now())
    world = door.ask(door.surroundings.feel_world, now())
    return found, About(task, None), door.ask(given_before, door.surroundings, found.case, task, world)


def _view(
    actor: Actor,
    found: CasePage,
    about: About,
    given: GivenBefore,
    sent: Mapping[str, Any],
    refused: Rejection | None,
    kept: KeptWords | None = None,
) -> CorrectionView:
    door, show = surface().door, wording()
    world = door.ask(door.surroundings.feel_world, now())
    # Who wrote in is looked at where it is asked what for: beside the answers themselves, the form's texts name nobody.
    seen = {name: masked(str(value)) if name in PERSONAL_NAMES and value else value for name, value in given.seen.items()}
    known: Mapping[str, Any] = {**seen, **given.answers}
    errors = dict(refused.field_errors) if refused is not None else {}
    wrong = errors.pop("reason", None)
    form = form_here(given.form)
    asked = view_form(form, sent, known, world, errors)
    fields = [field for field in asked if not field.name or field.name in given.open]
    if not given.offered(world):
        fields = [field for field in fields if field.kind == "text"]
    step = element_names(found.case.digest).get(given.element_id or "") or given.element_id or ""
    href = f"/cases/{found.case.receipt_number}"
    files = (
        *documents_of(actor, found.case.key, found.case.receipt_number),
        *files_shown(actor, _asked(given), {**sent, **_new_files(given, sent)}),
    )
    return CorrectionView(
        found.case.receipt_number,
        step or show._("Registration"),
        _href(found, about),
        href,
        tuple(fields),
        str(sent.get(REASON, "")),
        wrong,
        refused.message if refused is not None and not refused.field_errors else None,
        files,
        _shut(form, asked, given, names_as_drawn(found.case.digest)),
        kept,
        tuple(door.ask(resting_papers, door.surroundings, found.case.key, given.open)),
        found.case.state != "ACTIVE",
        _service_href(actor, found, about),
    )


def _service_href(actor: Actor, found: CasePage, about: About) -> str:
    door = surface().door
    task = about.task
    paper = door.ask(recorded_on_page, door.surroundings, actor, found.case.key, task) if task is not None else None
    return f"/cases/{found.case.receipt_number}/papers/{paper.key}#service" if paper is not None else ""


def _shut(form: Form, asked: Sequence[FieldView], given: GivenBefore, elements: Mapping[str, str]) -> tuple[tuple[str, Message], ...]:
    """Return the labels of what is not corrected here, those with the same reason together, each with the reason. elements: what is said
    of an element, by its name as drawn."""
    found: dict[str, tuple[list[str], Message]] = {}
    for field in asked:
        if field.name in given.shut:
            why = _said_here(form, field.name, given.shut[field.name], elements)
            found.setdefault(str(why), ([], why))[0].append(field.label)
    return tuple((wording()._(", ").join(labels), why) for labels, why in found.values())


def _said_here(form: Form, name: str, why: Message, elements: Mapping[str, str]) -> Message:
    """Return why an answer is not corrected, with the designer's words as they are said in the reader's language."""
    spoken = next((one.spoken.words for one in form.outermost() if one.path[0] == name), {})
    return Message(why.template, {fact: spoken.get(value) or elements.get(value, value) for fact, value in why.facts.items()})


def _href(found: CasePage, about: About, more: str = "", of: str = "") -> str:
    named = [f"{name}={key}" for name, key in (("task", about.task), ("item", about.item)) if key is not None]
    said = "&".join(filter(None, [*named, more]))
    return f"/cases/{found.case.receipt_number}/correction{of}" + (f"?{said}" if said else "")


def _owner(actor: Actor, about: About) -> str:
    """Return under which name a correction that was refused is kept."""
    return f"{actor.account} correction {about.task or about.item or ''}".rstrip()
