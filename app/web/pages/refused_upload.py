"""A document that was not taken, said at the field in which it was chosen."""

from flask import request
from werkzeug.wrappers import Response

from app.domain.actor import Actor
from app.domain.rejection import Message, Rejection
from app.queries.draft import draft
from app.service.keep_draft import keep_draft
from app.web.access import note_refusal
from app.web.pages.frame import go
from app.web.pages.kept_refusal import refusal_in, with_refusal
from app.web.surface import surface


def back_with_refusal(actor: Actor, case_key: int, rejection: Rejection, address: str) -> Response:
    """Keep why a document was not taken, and lead to the page that says so; raise what is no matter of the file."""
    if rejection.code not in ("bad_file", "too_large"):
        raise rejection
    note_refusal(rejection)
    surface().door.keep(keep_draft, case_key, _owner(actor), with_refusal({}, rejection), None)
    return go(f"{address}{'&' if '?' in address else '?'}refused=upload")


def upload_problem(actor: Actor, case_key: int) -> Message | None:
    """Return why a document was not taken a moment ago; None where the page was not asked for that."""
    if request.args.get("refused") != "upload":
        return None
    kept = surface().door.ask(draft, case_key, _owner(actor))
    refused = refusal_in(kept.answers) if kept is not None else None
    return refused.message if refused is not None else None


def _owner(actor: Actor) -> str:
    return f"{actor.account} upload"
