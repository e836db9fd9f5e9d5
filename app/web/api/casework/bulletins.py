"""Issued bulletins (通报): they go round, so whoever works for the city in a post reads them."""

from typing import Final

from flask import Response

from app.domain.keys import read_key
from app.domain.rejection import Rejection
from app.queries.case_paper import SeenPaper, bulletins, reads_bulletins, seen_bulletin
from app.web.access import note_read
from app.web.api.casework import shapes
from app.web.api.casework.operation import LIST, Operation, cut
from app.web.api.exchange import asker
from app.web.send_paper import send_paper
from app.web.surface import surface


def _shown(seen: SeenPaper) -> shapes.Bulletin:
    paper = seen.paper
    return shapes.Bulletin(
        bulletin_key=str(paper.key),
        receipt_number=seen.case.receipt_number,
        number=paper.number or "",
        title=paper.title,
        office=paper.office,
        issued_at=paper.issued_at or "",
        issued_by=paper.issued_by or "",
        corrects=seen.corrects,
        pdf_digest=paper.pdf_digest or "",
        docx_digest=paper.word_digest or "",
        figures=[shapes.Figure(label=figure["label"], value=figure["value"]) for figure in paper.content["figures"]],
    )


def get_bulletins() -> shapes.BulletinList:
    if not reads_bulletins(asker()):
        raise Rejection("forbidden", "Expected somebody who works for the city; bulletins go round among them")
    found = surface().door.ask(bulletins, asker())
    items, page = cut(found, lambda seen: str(seen.paper.key))
    return shapes.BulletinList(items=[_shown(seen) for seen in items], page=page)


def _file(key: str, form: str) -> Response:
    seen = surface().door.ask(seen_bulletin, asker(), read_key(key, "bulletinKey"))
    if seen is None:
        raise Rejection("not_found", "Expected an issued bulletin that you may see, but there is none")
    note_read("paper", cases={seen.case.key})
    return send_paper(seen, form)


def get_bulletin_pdf(bulletinKey: str) -> Response:  # named as in the address
    return _file(bulletinKey, "pdf")


def get_bulletin_docx(bulletinKey: str) -> Response:  # named as in the address
    return _file(bulletinKey, "docx")


OPERATIONS: Final = (
    Operation("GET", "/bulletins", "getBulletins", "Issued bulletins, newest first", get_bulletins, shapes.BulletinList, parameters=LIST),
    Operation(
        "GET",
        "/bulletins/{bulletinKey}.pdf",
        "getBulletinPdf",
        "One bulletin as PDF/A, as it was frozen",
        get_bulletin_pdf,
        None,
        sends="application/pdf",
    ),
    Operation(
        "GET",
        "/bulletins/{bulletinKey}.docx",
        "getBulletinDocx",
        "One bulletin as a Word document, as it was frozen",
        get_bulletin_docx,
        None,
        sends="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
)
