"""The receipt to hand to the citizen."""

from datetime import datetime

from flask import Blueprint, g, request
from msgspec.structs import replace
from werkzeug.wrappers import Response as AnyResponse

from app.domain.instant import read_instant
from app.domain.marked import marked
from app.domain.permissions import plays
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message
from app.queries.case_page import seen_case
from app.queries.progress import Progress, progress
from app.queries.receipt import receipt_lines, receipt_office
from app.service.give_query_code import GiveQueryCode
from app.web.access import note_read
from app.web.pages.code_once import code_to_show, give_ticket
from app.web.pages.frame import CITY, draw, go, now, person, shell, signed_in, wording
from app.web.presentation.public_view import PrintedReceiptView
from app.web.presentation.task_view import DialogView
from app.web.surface import surface

blueprint = Blueprint("receipt", __name__)


@blueprint.get("/cases/<number>/receipt")
@signed_in
def printed(number: str) -> AnyResponse:
    """Show the receipt; with the query code for the minutes after it was given, and for whom it was given to."""
    door, actor = surface().door, person()
    found = door.ask(seen_case, actor, read_receipt_number(number))
    if found.sight.secret:
        # Nothing of it is handed to anybody outside.
        return go(f"/cases/{found.receipt_number}")
    note_read("receipt", cases={found.key}, actor=actor)
    known = door.ask(progress, door.surroundings, found.key)
    # What is written in other procedures has other names: their titles say what a case is.
    registered = door.ask(receipt_lines, found.key) if known.is_letter else [(marked("Title"), found.title or "-")]
    lines = tuple((wording()._(label), value) for label, value in registered)
    has_code = bool(door.ask(lambda store: store.value("SELECT 1 FROM query_code WHERE case_key = :key", key=found.key)))
    may_give = has_code and found.sight.owner is not None and plays(actor, found.sight.owner)
    show = wording()
    view = PrintedReceiptView(
        show._(CITY),
        door.ask(receipt_office, found.sight.owner) or show._(CITY),
        found.receipt_number,
        code_to_show(actor.account, found.key),
        read_instant(found.received_at or found.started_at),
        now(),
        lines,
        answer_by(known),
        (known.deadline or {}).get("article") or "",
        progress_address=f"{surface().configuration.public_url or request.host_url.rstrip('/')}/progress" if has_code else "",
        has_code=has_code,
        new_code_href=f"/cases/{found.receipt_number}/receipt?dialog=new-code" if may_give else "",
        procedure="" if known.is_letter else known.process_name,
        dialog=_dialog(found.receipt_number) if may_give and request.args.get("dialog") == "new-code" else None,
    )
    g.back = f"/cases/{found.receipt_number}"
    return draw(
        "printed_receipt.html",
        422 if view.dialog and view.dialog.errors else 200,
        page=view,
        shell=replace(shell("cases", actor), query=g.back),
    )


@blueprint.post("/cases/<number>/query-code")
@signed_in
def new_code(number: str) -> AnyResponse:
    """Give a new query code, in place of one that was lost, and show it on the receipt."""
    door, actor = surface().door, person()
    found = door.ask(seen_case, actor, read_receipt_number(number))
    path, reason = f"/cases/{found.receipt_number}/receipt", request.form.get("reason", "").strip()
    if not reason:
        return go(f"{path}?dialog=new-code&empty=1")
    answer = door.execute(GiveQueryCode(found.key, reason), actor).answer
    response = go(path)
    give_ticket(response, actor.account, path, found.key, answer["issue"])
    return response


def _dialog(number: str) -> DialogView:
    """Return what is asked before the code that a citizen may hold is made void."""
    show, href = wording(), f"/cases/{number}/receipt"
    return DialogView(
        "message",
        f"/cases/{number}/query-code",
        href,
        title=show._("Give a new code"),
        what=show._("The code that the citizen has now opens nothing any more, at once. The new one is shown here, to be handed over."),
        errors={"reason": Message("Say why; it goes into the history", {})} if "empty" in request.args else {},
    )


def answer_by(found: Progress) -> datetime | None:
    """Return the day on which the citizen is to be answered at the latest."""
    return read_instant(found.deadline["deadline_at"]) if found.deadline else None
