"""A bundle of evidence as an answer, the same on the pages and on the REST surface."""

from flask import Response

from app.domain.actor import Actor
from app.queries.evidence_case import evidence_case
from app.queries.person import has_writer
from app.web.access import note_read
from app.web.send_document import Pieces
from app.web.surface import surface


def send_evidence(actor: Actor, number: str, *, with_writer: bool) -> Response:
    """Send the bundle of a case, after it was noted in the access log with its digest: so it is known later which ones were made.

    with_writer: also who wrote in, of a case that keeps it. Whether the bundle says who wrote in is noted by its name.
    """
    around = surface()
    case = around.door.ask(evidence_case, actor, number)
    made = around.evidence.make(around.door.ask, case, with_writer=with_writer)
    try:
        hides = case.sight.identity_kept and not with_writer
        what = "evidence with who wrote in" if not hides and around.door.ask(has_writer, case) else "evidence"
        what = "evidence without who wrote in" if hides else what
        note_read(what, cases={case.key}, actor=actor, digest=made.digest)
    except BaseException:
        made.file.close()
        raise
    response = Response(Pieces(made.file), content_type="application/zip")
    response.headers["Content-Length"] = str(made.size_bytes)
    response.headers["Content-Disposition"] = f'attachment; filename="evidence-{case.receipt_number}.zip"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
