"""A bundle of evidence as an answer, the same on the pages and on the REST surface."""

from flask import Response

from app.domain.actor import Actor
from app.queries.evidence_case import evidence_case
from app.web.access import note_read
from app.web.send_document import Pieces
from app.web.surface import surface


def send_evidence(actor: Actor, number: str, *, with_writer: bool) -> Response:
    """Send the bundle of a case, after it was noted in the access log with its digest: so it is known later which ones were made.

    with_writer: also who wrote in, of a case that keeps it; that is noted under a name of its own.
    """
    around = surface()
    case = around.door.ask(evidence_case, actor, number)
    made = around.evidence.make(around.door.ask, case, with_writer=with_writer)
    try:
        what = "evidence with who wrote in" if with_writer and case.sight.identity_kept else "evidence"
        note_read(what, cases={case.key}, actor=actor, digest=made.digest)
    except BaseException:
        made.file.close()
        raise
    response = Response(Pieces(made.file), content_type="application/zip")
    response.headers["Content-Length"] = str(made.size_bytes)
    response.headers["Content-Disposition"] = f'attachment; filename="evidence-{case.receipt_number}.zip"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
