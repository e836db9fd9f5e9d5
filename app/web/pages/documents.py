"""Files of a case, sent to people who may see it."""

from flask import Blueprint, Response, request

from app.domain.receipt_number import read_receipt_number
from app.markup.rename import rename
from app.queries.case_page import seen_case
from app.queries.case_papers import document
from app.queries.definition_file import file_of_case
from app.queries.retention import seen_or_erased
from app.web.access import note_read
from app.web.pages.definition_words import element_names
from app.web.pages.frame import person, signed_in
from app.web.presentation.languages import DEFAULT, LANGUAGE
from app.web.send_document import send_document
from app.web.surface import surface

blueprint = Blueprint("documents", __name__)


@blueprint.get("/cases/<number>/documents/<int:key>")
@signed_in
def file(number: str, key: int) -> Response:
    found = surface().door.ask(seen_case, person(), read_receipt_number(number))
    row = surface().door.ask(document, person(), found.key, key)
    note_read("document", cases={found.key}, actor=person())
    return send_document(row)


@blueprint.get("/cases/<number>/diagram.bpmn")
@signed_in
def diagram(number: str) -> Response:
    """Send a diagram that a case runs by, of called processes too.

    That of an erased case stays: it is no content of it. Where the address names a language, with the names that this page shows.
    """
    found = surface().door.ask(seen_or_erased, person(), read_receipt_number(number))
    digest = request.args.get("of") or found.digest
    raw = surface().door.ask(file_of_case, found.key, digest)
    if "language" in request.args and LANGUAGE.get() != DEFAULT:
        raw = rename(raw, digest, element_names(digest))
    return Response(raw, content_type="application/xml; charset=utf-8")
