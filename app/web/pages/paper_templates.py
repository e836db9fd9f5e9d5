"""The templates of papers: their words seen and changed, each change a version; the offices' names, codes and Word templates."""

from typing import Any, Final

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.permissions import require_holding
from app.domain.rejection import Message, Rejection
from app.queries.draft import draft
from app.queries.paper_templates import offices_with_templates, paper_templates, word_history, word_template
from app.queries.staff import OFFICES
from app.service.keep_draft import drop_draft, keep_draft
from app.service.register_office import RegisterOffice
from app.service.replace_word_template import ReplaceWordTemplate
from app.web.access import note_refusal
from app.web.pages.admin_parts import admin_links
from app.web.pages.frame import draw, go, person, shell, signed_in, wording
from app.web.pages.kept_refusal import refusal_in, with_refusal
from app.web.pages.paper_words import KINDS
from app.web.pages.template_words import WORKING_COPY, version_row, working_copy
from app.web.presentation.templates_view import OfficeRow, TemplateRow, TemplatesView, WordChange
from app.web.query_values import choice
from app.web.surface import surface

blueprint = Blueprint("paper_templates", __name__)
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_BYTES: Final = 2_000_000
DONE: Final = {
    "office": Message("The office is kept; papers that it issues from now on carry the new name and code", {}),
    "word": Message("The Word template is kept; papers that are issued from now on are printed with it", {}),
    "product": Message("The office prints with the template of the product again", {}),
}


def may_change(actor: Actor) -> bool:
    return actor.holds("system-admin")


def administrator(what: str) -> Actor:
    """Return who asks. Raises Rejection("forbidden") for who is no administrator and no auditor."""
    actor = person()
    require_holding(actor, OFFICES, what)
    return actor


@blueprint.get("/admin/papers")
@signed_in
def page() -> Response:
    """Show every template with its newest version, and the offices."""
    actor, show = administrator("see the templates"), wording()
    rows = tuple(
        TemplateRow(
            f"/admin/papers/{found.id}",
            found.id,
            found.name,
            show._(KINDS[kind]),
            found.process_name,
            version_row(found, found.newest),
            working_copy(found.id) is not None,
        )
        for found, kind in ((found, _kind_of(found.newest.digest)) for found in surface().door.ask(paper_templates))
    )
    done = choice("done", ("", *DONE))
    view = TemplatesView(
        admin_links(actor, "papers"),
        rows,
        tuple(_office(row) for row in surface().door.ask(offices_with_templates)),
        may_change(actor),
        DONE.get(done),
        MOST_BYTES,
    )
    return draw("admin/papers.html", page=view, shell=shell("admin", actor))


@blueprint.post("/admin/offices/<office>")
@signed_in
def change_office(office: str) -> AnyResponse:
    """Change name and code of an office."""
    typed = {"name": request.form.get("name", "")[:200], "code": request.form.get("code", "")[:200]}
    return _done(office, RegisterOffice(office, typed["name"], typed["code"]), typed, "office")


@blueprint.post("/admin/offices/<office>/word")
@signed_in
def change_word(office: str) -> AnyResponse:
    """Take a Word template, try one with invented words, or take the office's own away."""
    require_holding(person(), ("system-admin",), "replace a template")
    if "remove" in request.form:
        return _done(office, ReplaceWordTemplate(office), {}, "product")
    upload = request.files.get("file")
    content = upload.stream.read(MOST_BYTES + 1) if upload is not None and upload.filename else b""
    if not content or upload is None:
        return _refused(office, {}, Rejection("bad_file", "Expected a file, but found none"))
    if "try" in request.form:
        return _tried(office, content)
    return _done(office, ReplaceWordTemplate(office, upload.filename or "", content), {}, "word")


@blueprint.get("/admin/offices/<office>/word/<digest>.docx")
@signed_in
def word_file(office: str, digest: str) -> Response:
    """Send a Word template that an office has or had; `product`: the one that comes with the product, to begin from."""
    administrator("see the templates")
    press = surface().door.surroundings.press
    if digest == "product":
        return _sent(press.word_template() if press is not None else b"", "red-head.docx")
    return _sent(surface().door.ask(word_template, office, digest), "template.docx")


def _tried(office: str, content: bytes) -> AnyResponse:
    """Send a paper with every part that one can have, in the template that was chosen; nothing is kept."""
    press = surface().door.surroundings.press
    try:
        if press is None:
            raise Rejection("store_unavailable", "Expected a printer of papers, but this process was started without one")
        press.check_template(content)
        return _sent(press.word(press.sample(), content, surface().door.now()), "sample.docx")
    except Rejection as rejection:
        return _refused(office, {}, rejection)


def _sent(content: bytes, name: str) -> Response:
    response = Response(content, content_type=WORD)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _kind_of(digest: str) -> str:
    around = surface().door.surroundings
    return surface().door.ask(around.paper, digest).kind


def _office(row: Any) -> OfficeRow:
    changes = tuple(
        WordChange(
            read_instant(one["at"]),
            one["by"],
            one["file"] or "",
            f"/admin/offices/{row['id']}/word/{one['digest']}.docx" if one["digest"] else "",
        )
        for one in surface().door.ask(word_history, row["id"])
    )
    kept = surface().door.ask(draft, WORKING_COPY, _owner(person(), row["id"])) if request.args.get("refused") == row["id"] else None
    refused = refusal_in(kept.answers) if kept is not None else None
    typed = {name: str(kept.answers[name]) for name in ("name", "code") if name in kept.answers} if kept is not None else None
    return OfficeRow(
        row["id"], row["name"], row["code"], row["word_name"] or "", changes, typed or None, refused.message if refused else None
    )


def _done(office: str, command: Any, typed: dict[str, str], what: str) -> AnyResponse:
    actor, door = person(), surface().door
    try:
        door.execute(command, actor)
    except Rejection as rejection:
        return _refused(office, typed, rejection)
    door.keep(drop_draft, WORKING_COPY, _owner(actor, office))
    return go(f"/admin/papers?done={what}#office-{office}")


def _refused(office: str, typed: dict[str, str], rejection: Rejection) -> AnyResponse:
    if rejection.code not in ("bad_request", "bad_file", "too_large", "bad_value"):
        raise rejection
    note_refusal(rejection)
    surface().door.keep(keep_draft, WORKING_COPY, _owner(person(), office), with_refusal(typed, rejection), None)
    return go(f"/admin/papers?refused={office}#office-{office}")


def _owner(actor: Actor, office: str) -> str:
    return f"{actor.account} office {office}"
