"""A paper as an answer, the same on the pages and on the REST surface."""

from typing import Final
from urllib.parse import quote

from flask import Response

from app.domain.paper import Content
from app.domain.rejection import Rejection
from app.queries.case_paper import SeenPaper
from app.web.surface import surface

TYPES: Final = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


def send_paper(seen: SeenPaper, form: str, draft: Content | None = None) -> Response:
    """Send a paper: an issued one as it was frozen, a draft as it stands, marked as one; always as an attachment.

    form: pdf or docx. draft: what a draft says to this reader, where that is not all of it. Its name holds nobody's data.

    Raises Rejection("not_found") for another form.
    """
    if form not in TYPES:
        raise Rejection("not_found", "Expected a paper as pdf or docx, but found %(found)s", found=form[:20])
    paper, around = seen.paper, surface()
    if paper.state == "issued":
        with around.documents.open((paper.pdf_digest if form == "pdf" else paper.word_digest) or "") as kept:
            body = kept.read()  # compared with its digest as it was opened
    else:
        press = around.door.surroundings.press
        if press is None:
            raise Rejection("store_unavailable", "Expected a printer of papers, but this process was started without one")
        content = draft or paper.content
        body = press.pdf(content, around.door.now(), draft=True) if form == "pdf" else press.word(content, None, around.door.now())
    response = Response(body, content_type=TYPES[form])
    name = f"{paper.number or seen.case.receipt_number}.{form}"
    response.headers["Content-Disposition"] = f"attachment; filename=\"paper.{form}\"; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
