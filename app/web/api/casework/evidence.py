"""The evidence of a case, to be checked without us."""

from typing import Final

from flask import Response, request

from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.web.api.casework.operation import Operation, Parameter
from app.web.api.exchange import asker
from app.web.send_evidence import send_evidence

_INCLUDED: Final = "included"


def get_evidence(receiptNumber: str) -> Response:  # named as in the address
    """Send the bundle; who wrote in is in it where the case does not keep it, or where it is asked for."""
    writer = request.args.get("writer")
    if writer not in (None, _INCLUDED):
        raise Rejection("bad_filter", "Expected %(allowed)s as writer, but found %(found)s", allowed=_INCLUDED, found=writer[:20])
    return send_evidence(asker(), read_receipt_number(receiptNumber), with_writer=writer == _INCLUDED)


OPERATIONS: Final = (
    Operation(
        "GET",
        "/cases/{receiptNumber}/evidence.zip",
        "getEvidence",
        "All that proves a case, with a program that checks it; for auditors",
        get_evidence,
        None,
        parameters=(Parameter("writer", "of a case that keeps who wrote in: take that in, too", allowed=(_INCLUDED,)),),
        sends="application/zip",
    ),
)
