"""The receipt to hand to the citizen."""

from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.instant import read_instant
from app.domain.permissions import plays
from app.domain.receipt_number import read_receipt_number
from app.queries.case_page import seen_case
from app.queries.progress import Progress, progress
from app.queries.receipt import receipt_lines
from app.service.give_query_code import GiveQueryCode
from app.web.access import note_read
from app.web.pages.code_once import code_to_show, give_ticket
from app.web.pages.frame import CITY, draw, go, now, person, shell, signed_in, wording
from app.web.presentation.public_view import PrintedReceiptView
from app.web.surface import surface

blueprint = Blueprint("receipt", __name__)


@blueprint.get("/cases/<number>/receipt")
@signed_in
def printed(number: str) -> Response:
    """Show the receipt; with the query code for the minutes after it was given, and for whom it was given to."""
    door, actor = surface().door, person()
    found = door.ask(seen_case, actor, read_receipt_number(number))
    note_read("receipt", cases={found.key}, actor=actor)
    known = door.ask(progress, door.surroundings, found.key)
    lines = tuple((wording()._(label), value) for label, value in door.ask(receipt_lines, found.key))
    has_code = bool(door.ask(lambda store: store.value("SELECT 1 FROM query_code WHERE case_key = :key", key=found.key)))
    may_give = has_code and found.sight.owner is not None and plays(actor, found.sight.owner)
    show = wording()
    view = PrintedReceiptView(
        show._(CITY),
        show._("Hotline Office of %(city)s", city=show._(CITY)),
        found.receipt_number,
        code_to_show(actor.account, found.key),
        read_instant(found.received_at or found.started_at),
        now(),
        lines,
        answer_by(known),
        (known.deadline or {}).get("article") or "",
        progress_address=f"{request.host_url}progress",
        has_code=has_code,
        new_code_href=f"/cases/{found.receipt_number}/query-code" if may_give else "",
    )
    g.back = f"/cases/{found.receipt_number}"
    return draw("printed_receipt.html", page=view, shell=replace(shell("cases", actor), query=g.back))


@blueprint.post("/cases/<number>/query-code")
@signed_in
def new_code(number: str) -> AnyResponse:
    """Give a new query code, in place of one that was lost, and show it on the receipt."""
    door, actor = surface().door, person()
    found = door.ask(seen_case, actor, read_receipt_number(number))
    answer = door.execute(GiveQueryCode(found.key), actor).answer
    path = f"/cases/{found.receipt_number}/receipt"
    response = go(path)
    give_ticket(response, actor.account, path, found.key, answer["issue"])
    return response


def answer_by(found: Progress) -> datetime | None:
    """Return the day on which the citizen is to be answered at the latest."""
    return read_instant(found.deadline["deadline_at"]) if found.deadline else None
