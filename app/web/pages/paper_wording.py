"""The words of one paper: changed as a working copy, looked at with a real case, published as the next version."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.identity import masking
from app.domain.instant import instant_text, read_instant
from app.domain.paper import Content, shown
from app.domain.permissions import require_holding
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message, Rejection
from app.paper import PaperTemplate, read_paper
from app.paper.wording import Wording, reworded, wordings
from app.queries.case_page import seen_case
from app.queries.draft import Draft
from app.queries.paper_preview import paper_preview, preview_fields
from app.queries.paper_templates import TemplateRecord, paper_template, template_file
from app.queries.sender import sender
from app.service.change_wording import ChangeWording
from app.service.keep_draft import drop_draft, keep_draft
from app.web.access import note_read, note_refusal
from app.web.pages.admin_parts import admin_links
from app.web.pages.field_words import field_labels
from app.web.pages.frame import draw, go, now, person, shell, signed_in, wording
from app.web.pages.kept_refusal import refusal_in, with_refusal
from app.web.pages.paper_templates import administrator, may_change
from app.web.pages.paper_words import KINDS
from app.web.pages.template_words import (
    WORKING_COPY,
    copy_name,
    label_of,
    looked_at,
    mark_of,
    texts_in,
    unfilled,
    version_row,
    working_copy,
)
from app.web.presentation.templates_view import PreviewView, WordingView, WordsField
from app.web.query_values import choice
from app.web.surface import surface

blueprint = Blueprint("paper_wording", __name__)
KEPT: Final = ("bad_request", "bad_paper", "bad_value", "conflict", "too_large")
MOST_LOOKS: Final = 10
PUBLISHED: Final = {
    "active": Message("The words are published; papers drafted from now on carry them", {}),
    "pending": Message("The words wait until a second administrator publishes the same ones", {}),
}


@blueprint.get("/admin/papers/<paper>")
@signed_in
def page(paper: str) -> Response:
    """Show the words of a paper with those that are being typed; an earlier version only to read."""
    actor, show = administrator("see the templates"), wording()
    found = surface().door.ask(paper_template, paper)
    wanted = request.args.get("version", "")
    shown = found.of_version(int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 else found.newest
    old = shown.version != found.newest.version
    raw = surface().door.ask(template_file, shown.digest)
    kept = working_copy(paper) if not old else None
    texts = texts_in(kept.answers) if kept is not None else {}
    refused = refusal_in(kept.answers) if kept is not None and "refused" in request.args else None
    template, labels = read_paper(raw, shown.file), field_labels(found.process)
    view = WordingView(
        admin_links(actor, "papers"),
        f"/admin/papers/{paper}",
        f"/papers/{paper}/preview",
        found.name,
        paper,
        show._(KINDS[template.kind]),
        found.process_name,
        shown.version,
        version_row(found, found.newest),
        tuple(version_row(found, version) for version in found.versions),
        tuple(_field(one, texts, refused) for one in wordings(raw)),
        _fields_known(found, labels),
        _as_it_looks(raw, texts, template, labels),
        may_change(actor) and not old,
        old,
        kept is not None and str(kept.answers.get("base", "")) != str(found.newest.version),
        str(kept.answers.get("reason", "")) if kept is not None else "",
        looked_at(kept),
        refused.message if refused is not None else None,
        _problems(kept, {one.place: label_of(one) for one in wordings(raw)}) if refused is not None else (),
        read_instant(kept.saved_at) if kept is not None else None,
        PUBLISHED.get(choice("done", ("", *PUBLISHED))),
    )
    return draw("admin/wording.html", page=view, shell=shell("admin", actor))


@blueprint.post("/admin/papers/<paper>/draft")
@signed_in
def save_draft(paper: str) -> Response:
    """Keep the words that are being typed, with every change; the paper stays as it is until they are published."""
    _changing()
    surface().door.ask(paper_template, paper)
    return jsonify({"savedAt": _keep(paper, _sent())})


@blueprint.post("/admin/papers/<paper>/words")
@signed_in
def words(paper: str) -> AnyResponse:
    """Keep the words, drop them, or publish them as the next version."""
    _changing()
    found, door, sent = surface().door.ask(paper_template, paper), surface().door, _sent()
    if "drop" in request.form:
        door.keep(drop_draft, WORKING_COPY, copy_name(paper))
        return go(f"/admin/papers/{paper}")
    if "publish" not in request.form:
        _keep(paper, sent)
        return go(f"/papers/{paper}/preview" if "look" in request.form else f"/admin/papers/{paper}")
    base = str(sent["base"])
    command = ChangeWording(found.id, int(base) if base.isdigit() and len(base) < 9 else 0, texts_in(sent), str(sent["reason"]))
    try:
        made = door.execute(command, person()).answer
    except Rejection as rejection:
        if rejection.code not in KEPT:
            raise
        note_refusal(rejection)
        more = {"problems": [[finding.message.template, dict(finding.message.facts)] for finding in rejection.findings][:20]}
        _keep(paper, {**with_refusal(sent, rejection), **more})
        return go(f"/admin/papers/{paper}?refused=1")
    door.keep(drop_draft, WORKING_COPY, copy_name(paper))
    return go(f"/admin/papers/{paper}?done={made['state']}")


@blueprint.get("/papers/<paper>/preview")
@signed_in
def preview(paper: str) -> Response:
    """Show the paper with the words that are being changed, filled from a case that the reader may see."""
    actor, number = person(), request.args.get("case", "").strip()
    found = surface().door.ask(paper_template, paper)
    content, problem, edited = None, None, working_copy(paper) is not None
    if number:
        try:
            content = _filled(found, number)
            _note_look(paper, actor.name or actor.account, read_receipt_number(number))
        except Rejection as rejection:
            problem = rejection.message
    query = f"?case={number}" if content is not None else ""
    back = f"/admin/papers/{paper}" if actor.holds("system-admin", "security-admin", "auditor") else ""
    view = PreviewView(
        found.name, f"/papers/{paper}/preview", number, content, f"/papers/{paper}/preview.pdf{query}", problem, back, edited
    )
    return draw("paper_preview.html", page=view, shell=shell("", actor))


@blueprint.get("/papers/<paper>/preview.pdf")
@signed_in
def preview_pdf(paper: str) -> Response:
    """Send what the preview shows as PDF, marked as a draft."""
    person()
    content = _filled(surface().door.ask(paper_template, paper), request.args.get("case", "").strip())
    press = surface().door.surroundings.press
    if press is None:
        raise Rejection("store_unavailable", "Expected a printer of papers, but this process was started without one")
    response = Response(press.pdf(content, now(), draft=True), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="preview.pdf"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _changing() -> None:
    require_holding(person(), ("system-admin",), "change the words of papers")


def _sent() -> dict[str, Any]:
    texts = {name: text.replace("\r\n", "\n") for name, text in request.form.items() if name.startswith("text ")}
    return {**texts, "base": request.form.get("base", "")[:9], "reason": request.form.get("reason", "")[:1000]}


def _keep(paper: str, sent: Mapping[str, Any]) -> str:
    """Keep words; who has looked at just these stays noted beside them."""
    kept = working_copy(paper)
    looked = list(kept.answers.get("looked", ())) if kept is not None else []
    return str(surface().door.keep(keep_draft, WORKING_COPY, copy_name(paper), {**sent, "looked": looked}, None))


def _note_look(paper: str, by: str, number: str) -> None:
    kept = working_copy(paper)
    if kept is None:
        return
    one = {"by": by, "number": number, "at": instant_text(now()), "mark": mark_of(texts_in(kept.answers))}
    looked = [*kept.answers.get("looked", ()), one][-MOST_LOOKS:]
    surface().door.keep(keep_draft, WORKING_COPY, copy_name(paper), {**kept.answers, "looked": looked}, None)


def _filled(found: TemplateRecord, number: str) -> Content:
    door, kept = surface().door, working_copy(found.id)
    raw = door.ask(template_file, found.newest.digest)
    if kept is not None:
        raw = reworded(raw, _fitting(raw, texts_in(kept.answers)))
    receipt = read_receipt_number(number)
    content: Content = door.ask(paper_preview, person(), door.surroundings, raw, receipt, now())
    case = door.ask(seen_case, person(), receipt)
    note_read("paper", cases={case.key}, actor=person())
    who = door.ask(sender, case.key)
    return shown(content, masking({"name": who.name, "contact": who.contact})) if who is not None else content


def _fitting(raw: bytes, texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts whose places the file has: a designer may have deployed another one since."""
    places = {one.place for one in wordings(raw)}
    return {place: text for place, text in texts.items() if place in places}


def _fields_known(found: TemplateRecord, labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what the texts may read, with the names that people know, those first that have one."""
    door = surface().door
    names = door.ask(preview_fields, door.surroundings, found.id, found.process or None)
    return tuple(sorted(((name, labels.get(name, "")) for name in names), key=lambda one: (not one[1], one)))


def _as_it_looks(raw: bytes, texts: Mapping[str, str], template: PaperTemplate, labels: Mapping[str, str]) -> Content:
    try:
        return unfilled(read_paper(reworded(raw, _fitting(raw, texts)), "words.paper"), labels)
    except Rejection:
        return unfilled(template, labels)  # what is wrong with the words is said where they are published


def _field(one: Wording, texts: Mapping[str, str], refused: Rejection | None) -> WordsField:
    text = texts.get(one.place, one.text)
    error = refused.field_errors.get(one.place) if refused is not None else None
    return WordsField(one.place, label_of(one), text, min(8, 1 + len(text) // 60 + text.count("\n")), error, text != one.text)


def _problems(kept: Draft | None, places: Mapping[str, str]) -> tuple[Message, ...]:
    """Return what is wrong with the words. places: what each text is, by where the file keeps it."""
    if kept is None:
        return ()
    found = [(str(template), dict(facts)) for template, facts in kept.answers.get("problems", ())]
    return tuple(Message(template, {**facts, **_in_words(facts, places)}) for template, facts in found)


def _in_words(facts: Mapping[str, Any], places: Mapping[str, str]) -> dict[str, Any]:
    where, _, field = str(facts.get("where", "")).partition(" {{")
    if not where:
        return {}
    label, number = places.get(where, where), field.removesuffix("}}")
    return {"where": wording()._("%(part)s, field %(number)s", part=label, number=number) if number else label}
