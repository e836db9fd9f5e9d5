"""The printed dossier of a case: its whole history as a paper in official form, for auditors, archives and courts."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from flask import Blueprint, Response, request

from app.domain.identity import PERSONAL_NAMES
from app.domain.paper import printable, worded
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Rejection
from app.queries.evidence_case import evidence_case
from app.queries.people import names_of
from app.queries.person import has_writer, withheld_documents
from app.queries.replayed_case import replayed_case
from app.web.access import note_read
from app.web.pages import replay
from app.web.pages.definition_words import CaseNames, process_name
from app.web.pages.dossier_events import event_rows
from app.web.pages.dossier_parts import Printed, content_of
from app.web.pages.frame import now, person, signed_in
from app.web.presentation.languages import LANGUAGE, TOLD_FROM
from app.web.presentation.wording import LONG_AGO, Wording
from app.web.query_values import choice, require_once
from app.web.surface import surface

blueprint = Blueprint("dossier", __name__)
_LONGEST: Final = 4
CHINESE: Final = "zh_Hans"
"""The language of the record: a dossier goes to courts and archives, whatever language its printer reads."""


@blueprint.get("/cases/<number>/dossier.pdf")
@signed_in
def dossier(number: str) -> Response:
    """Print one volume of the dossier: of the whole case, or as it stood after the event that the address names, without what came later.

    Who wrote in is left out of a case that keeps it, unless it is asked for, and of any where that is asked for.
    """
    require_once(("volume", "event"))
    actor, around = person(), surface()
    case = around.door.ask(evidence_case, actor, read_receipt_number(number))
    asked = choice("writer", ("", "hidden", "included"))
    hides = asked == "hidden" or (case.sight.identity_kept and asked != "included")
    press = around.door.surroundings.press
    if press is None:
        raise Rejection("store_unavailable", "Expected a printer of papers, but this process was started without one")
    volume = _volume()
    found = around.door.ask(replayed_case, case.key, None)
    wanted = replay.wanted()
    event = min(max(found.last if wanted is None else wanted, 1), found.last) if "event" in request.args else 0
    outside = replay.outside(found.last)
    if event:
        found = around.door.ask(replayed_case, case.key, None, before=event + 1)
    digest = found.at.instances[str(case.key)][1]
    with _in_chinese():
        names, people = CaseNames(case.key, digest, event or None), around.door.ask(names_of)
        show = Wording(CHINESE, around.configuration.zone, LONG_AGO)
        printed = Printed(
            case=case,
            process=process_name(digest, case.process_id, case.process_id),
            found=found,
            verdict=replay.checked(case.key, replay.CHECK_SECONDS, anew=True),
            key=around.verifier.public_key() or "",
            rows=list(event_rows(case.key, found, names, people, show, hides=hides)),
            volume=volume,
            withheld=around.door.ask(withheld_documents, case.key) if hides else frozenset(),
            hidden=frozenset(PERSONAL_NAMES) if hides else frozenset(),
            by=people.get(actor.account, actor.account),
            at=now(),
            event=event,
            outside=outside,
        )
        content = worded(content_of(printed, names, show), printable)
    body = press.pdf(content, printed.at)
    named = around.door.ask(has_writer, case) and not hides
    what = "dossier with who wrote in" if named else "dossier"
    what = "dossier without who wrote in" if hides else what
    note_read(what, cases={case.key}, actor=actor, digest=hashlib.sha256(body).hexdigest())
    response = Response(body, content_type="application/pdf")
    part = (f"-event-{event}" if event else "") + (f"-{volume}" if volume > 1 else "")
    response.headers["Content-Disposition"] = f'attachment; filename="dossier-{case.receipt_number}{part}.pdf"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _volume() -> int:
    text = request.args.get("volume", "1")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST else 1


@contextmanager
def _in_chinese() -> Iterator[None]:
    language, told_from = LANGUAGE.set(CHINESE), TOLD_FROM.set(LONG_AGO)
    try:
        yield
    finally:
        TOLD_FROM.reset(told_from)
        LANGUAGE.reset(language)
