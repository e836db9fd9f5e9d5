"""The papers of a case: a draft to edit, an issued one to read, both to print."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.identity import PURPOSES
from app.domain.keys import read_key
from app.domain.paper import editable
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.queries.case_page import seen_case
from app.queries.case_paper import SeenPaper, seen_paper
from app.queries.draft import draft as kept_draft
from app.service.discard_paper import DiscardPaper
from app.service.draft_paper import DraftPaper
from app.service.edit_paper import EditPaper
from app.service.issue_paper import IssuePaper
from app.service.keep_draft import drop_draft, keep_draft
from app.service.record_service import RecordService
from app.service.strike_service import StrikeService
from app.web.access import note_read, note_refusal
from app.web.pages.frame import draw, go, person, shell, signed_in
from app.web.pages.kept_refusal import with_refusal
from app.web.pages.paper_page import paper_view
from app.web.pages.paper_person import masked_content, masked_places, names_person
from app.web.pages.paper_words import refusal_owner, words_owner
from app.web.pages.sender_words import DIALOG
from app.web.send_paper import send_paper
from app.web.surface import surface

blueprint = Blueprint("papers", __name__)
KEPT = ("bad_request", "bad_value", "bad_paper", "conflict", "figures_differ", "state_forbids", "not_found", "too_large")
"""Refusals that the page of the paper shows, with what was typed; the others are a page of their own."""


def _seen(number: str, key: int) -> tuple[Actor, SeenPaper]:
    actor = person()
    found = surface().door.ask(seen_case, actor, read_receipt_number(number))
    return actor, surface().door.ask(seen_paper, actor, found, key)


@blueprint.post("/cases/<number>/papers")
@signed_in
def draft(number: str) -> AnyResponse:
    """Draft a paper, and lead to it; where the case lacks what the paper says, back to the list, which says so."""
    actor, door = person(), surface().door
    found = door.ask(seen_case, actor, read_receipt_number(number))
    corrects = request.form.get("corrects")
    command = DraftPaper(found.key, request.form.get("paper", ""), read_key(corrects, "corrects") if corrects else None)
    try:
        made = door.execute(command, actor).answer
    except Rejection as rejection:
        if rejection.code not in KEPT:
            raise
        note_refusal(rejection)
        door.keep(keep_draft, found.key, refusal_owner(actor), with_refusal({}, rejection), None)
        return go(f"/cases/{number}?tab=documents&refused=paper")
    return go(f"/cases/{number}/papers/{made['key']}")


@blueprint.get("/cases/<number>/papers/<int:key>")
@signed_in
def page(number: str, key: int) -> Response:
    actor, seen = _seen(number, key)
    note_read("paper", cases={seen.case.key}, actor=actor)
    return draw("paper.html", page=paper_view(actor, seen), shell=shell("cases", actor))


@blueprint.post("/cases/<number>/papers/<int:key>/sender")
@signed_in
def look_at_person(number: str, key: int) -> AnyResponse:
    """Show the page once with the name of who wrote in, to somebody who said what for: the look is noted first."""
    actor, seen = _seen(number, key)
    purpose = request.form.get("to", "")
    if purpose not in PURPOSES:
        return go(f"/cases/{number}/papers/{key}?dialog={DIALOG}&empty=1")
    note_read("sender", cases={seen.case.key}, actor=actor, purpose=purpose)
    note_read("paper", cases={seen.case.key}, actor=actor)
    return draw("paper.html", page=paper_view(actor, seen, revealed=True), shell=shell("cases", actor))


@blueprint.get("/cases/<number>/papers/<int:key>.<form>")
@signed_in
def file(number: str, key: int, form: str) -> Response:
    """Send a paper as PDF or .docx: an issued one as it was frozen, a draft as it stands, marked as one, with who wrote in masked."""
    actor, seen = _seen(number, key)
    in_full = seen.paper.state == "issued" and names_person(seen)
    note_read("paper with who wrote in" if in_full else "paper", cases={seen.case.key}, actor=actor)
    return send_paper(seen, form, masked_content(seen))


@blueprint.post("/cases/<number>/papers/<int:key>/words")
@signed_in
def edit(number: str, key: int) -> AnyResponse:
    """Save the words of a draft, or take its figures anew."""
    actor, seen = _seen(number, key)
    texts = _with_kept(actor, seen)
    revision = request.form.get("revision", "")
    known = seen.paper.revision if not revision.isdigit() else int(revision)
    command = EditPaper(seen.case.key, key, known, texts, "anew" in request.form)
    return _done(actor, seen, command, {f"part {place}": text for place, text in texts.items()}, words_owner(actor))


@blueprint.post("/cases/<number>/papers/<int:key>/draft")
@signed_in
def save_draft(number: str, key: int) -> Response:
    """Keep the words that are being typed, with every change; nobody else reads them, and the paper stays as it is."""
    actor, seen = _seen(number, key)
    said = {"revision": request.form.get("revision", ""), **{f"part {place}": text for place, text in _with_kept(actor, seen).items()}}
    return jsonify({"savedAt": surface().door.keep(keep_draft, seen.paper.key, words_owner(actor), said, None)})


@blueprint.post("/cases/<number>/papers/<int:key>/forget")
@signed_in
def forget_draft(number: str, key: int) -> AnyResponse:
    """Forget the words that were typed and not saved."""
    actor, seen = _seen(number, key)
    surface().door.keep(drop_draft, seen.paper.key, words_owner(actor))
    return go(f"/cases/{seen.case.receipt_number}/papers/{seen.paper.key}")


@blueprint.post("/cases/<number>/papers/<int:key>/issue")
@signed_in
def issue(number: str, key: int) -> AnyResponse:
    actor, seen = _seen(number, key)
    note = request.form.get("note", "")
    if seen.paper.state == "draft" and _has_unsaved_words(actor, seen):
        wrong = Rejection("conflict", "Expected the words that you typed to be saved before the paper is issued; save or drop them first")
        return _back(actor, seen, wrong, {"note": note})
    return _done(actor, seen, IssuePaper(seen.case.key, key, note), {"note": note})


@blueprint.post("/cases/<number>/papers/<int:key>/discard")
@signed_in
def discard(number: str, key: int) -> AnyResponse:
    actor, seen = _seen(number, key)
    surface().door.execute(DiscardPaper(seen.case.key, key), actor)
    return go(f"/cases/{seen.case.receipt_number}?tab=documents")


@blueprint.post("/cases/<number>/papers/<int:key>/service")
@signed_in
def serve(number: str, key: int) -> AnyResponse:
    """Record how the paper was served."""
    actor, seen = _seen(number, key)
    said = {name: request.form.get(name, "") for name in ("at", "how", "by", "to", "note", "document")}
    try:
        local = datetime.fromisoformat(said["at"])
    except ValueError:
        wrong = Rejection("bad_request", "Expected the day and time of service, such as 2026-11-24T10:30")
        return _back(actor, seen, wrong, said)
    at = local.replace(tzinfo=surface().configuration.zone) if local.tzinfo is None else local
    document = read_key(said["document"], "document") if said["document"] else None
    return _done(actor, seen, RecordService(seen.case.key, key, at, said["how"], said["by"], said["to"], said["note"], document), said)


@blueprint.post("/cases/<number>/papers/<int:key>/service/<int:record>/strike")
@signed_in
def strike(number: str, key: int, record: int) -> AnyResponse:
    """Strike a record of service off."""
    actor, seen = _seen(number, key)
    reason = request.form.get("reason", "")
    return _done(actor, seen, StrikeService(seen.case.key, key, record, reason), {f"strike {record}": reason})


def _texts() -> dict[str, str]:
    """Return the words of the form by their places."""
    return {name.removeprefix("part "): text.replace("\r\n", "\n") for name, text in request.form.items() if name.startswith("part ")}


def _with_kept(actor: Actor, seen: SeenPaper) -> dict[str, str]:
    """Return the words of the form, and those that were typed before into parts which the page masks now."""
    kept, sent = surface().door.ask(kept_draft, seen.paper.key, words_owner(actor)), _texts()
    if kept is None:
        return sent
    before = {place: kept.answers.get(f"part {place}") for place in masked_places(seen) - set(sent)}
    return {**{place: text for place, text in before.items() if isinstance(text, str)}, **sent}


def _has_unsaved_words(actor: Actor, seen: SeenPaper) -> bool:
    kept, now_there = surface().door.ask(kept_draft, seen.paper.key, words_owner(actor)), editable(seen.paper.content)
    if kept is None:
        return False
    return any(kept.answers.get(f"part {place}", text) != text for place, text in now_there.items())


def _done(actor: Actor, seen: SeenPaper, command: Any, typed: dict[str, str], *also: str) -> AnyResponse:
    """Carry out a command about a paper and lead back to its page; a refusal is said there, beside what was typed.

    also: under which other names something was kept that is part of the paper now.
    """
    door = surface().door
    try:
        door.execute(command, actor)
    except Rejection as rejection:
        if rejection.code not in KEPT:
            raise
        return _back(actor, seen, rejection, typed)
    for owner in (refusal_owner(actor), *also):
        door.keep(drop_draft, seen.paper.key, owner)
    return go(f"/cases/{seen.case.receipt_number}/papers/{seen.paper.key}")


def _back(actor: Actor, seen: SeenPaper, rejection: Rejection, typed: dict[str, str]) -> AnyResponse:
    note_refusal(rejection)
    surface().door.keep(keep_draft, seen.paper.key, refusal_owner(actor), with_refusal(typed, rejection), None)
    return go(f"/cases/{seen.case.receipt_number}/papers/{seen.paper.key}?refused={rejection.code}")
