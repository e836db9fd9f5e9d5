"""Who wrote in: read by who may, with what for; kept from those who handle the case, or known to them again."""

from typing import Final

from flask import Response, request

from app.domain.identity import PURPOSES
from app.domain.permissions import sees_person
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.queries.allowed import may_change_identity
from app.queries.case_page import seen_case
from app.queries.sender import sender
from app.service.correct_identity import CorrectIdentity
from app.service.keep_identity import KeepIdentity
from app.service.lift_identity_protection import LiftIdentityProtection
from app.web.access import note_read
from app.web.api.casework import shapes, writer_shapes
from app.web.api.casework.operation import Operation, Parameter, asked
from app.web.api.exchange import asker, carry_out, permitted
from app.web.surface import surface


def get_writer(receiptNumber: str) -> shapes.Writer:  # named as in the address
    """Show who wrote in, to who may learn it and says what for: the look is noted first."""
    found = surface().door.ask(seen_case, asker(), read_receipt_number(receiptNumber))
    if not sees_person(asker(), found.sight):
        raise Rejection("forbidden", "Expected the owner of the procedure or an auditor: who wrote this is kept from those who handle it")
    wrote = surface().door.ask(sender, found.key)
    if wrote is None:
        raise Rejection("not_found", "Expected a case that knows who wrote in, but this one does not")
    purpose = request.args.get("purpose", "")
    if purpose not in PURPOSES:
        allowed = ", ".join(PURPOSES)
        raise Rejection("bad_request", "Expected one of %(allowed)s as purpose, but found %(found)s", allowed=allowed, found=purpose[:40])
    note_read("sender", cases={found.key}, purpose=purpose)
    return shapes.Writer(name=wrote.name or None, contact=wrote.contact or None, anonymous=wrote.anonymous, kept=wrote.kept or None)


def keep(receiptNumber: str) -> Response:  # named as in the address
    key, reason = _asked(receiptNumber)
    return carry_out(KeepIdentity(key, reason), lambda answer: (200, shapes.Recorded(seq=answer["seq"])))


def correct(receiptNumber: str) -> Response:  # named as in the address
    key = surface().door.ask(seen_case, asker(), read_receipt_number(receiptNumber)).key
    given = permitted(lambda: asked(writer_shapes.WriterCorrected), lambda: surface().door.ask(may_change_identity, asker(), key))
    command = CorrectIdentity(key, given.reason, given.name or "", given.contact or "")
    return carry_out(command, lambda answer: (201, shapes.Recorded(seq=answer["seq"])))


def lift(receiptNumber: str) -> Response:  # named as in the address
    key, reason = _asked(receiptNumber)
    return carry_out(LiftIdentityProtection(key, reason), lambda answer: (200, shapes.Recorded(seq=answer["seq"])))


def _asked(number: str) -> tuple[int, str]:
    key = surface().door.ask(seen_case, asker(), read_receipt_number(number)).key
    given = permitted(lambda: asked(shapes.OnlyReason), lambda: surface().door.ask(may_change_identity, asker(), key))
    return key, given.reason


PURPOSE: Final = (Parameter("purpose", "what for; it goes into the access log", needed=True, allowed=tuple(PURPOSES)),)
_PATH: Final = "/cases/{receiptNumber}/writer"
OPERATIONS: Final = (
    Operation("GET", _PATH, "getWriter", "Who wrote in, for who may learn it", get_writer, shapes.Writer, parameters=PURPOSE),
    Operation(
        "POST",
        f"{_PATH}/corrections",
        "correctIdentity",
        "Put a kept name or contact right, by who may learn it",
        correct,
        shapes.Recorded,
        201,
        asks=writer_shapes.WriterCorrected,
    ),
    Operation(
        "POST",
        f"{_PATH}/protection",
        "keepIdentity",
        "Keep who wrote in from those who handle the case",
        keep,
        shapes.Recorded,
        asks=shapes.OnlyReason,
    ),
    Operation(
        "POST",
        f"{_PATH}/protection/lifting",
        "liftIdentityProtection",
        "Let those who handle the case know who wrote in",
        lift,
        shapes.Recorded,
        asks=shapes.OnlyReason,
    ),
)
