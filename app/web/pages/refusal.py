"""A rejection as a page."""

from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

from flask import Response, g, redirect, request

from app.domain.actor import Actor
from app.domain.rejection import Rejection
from app.queries.nearest_numbers import nearest_numbers
from app.web.pages.frame import draw, safe_next, shell
from app.web.presentation.error_view import ErrorView
from app.web.presentation.task_view import Fact
from app.web.problem import RETRY_AFTER_SECONDS, status_of
from app.web.surface import surface

PUBLIC = ("/letters", "/progress")


def rejection_page(rejection: Rejection, status: int | None = None) -> Response:
    """Return what a person reads when something cannot be done: what, why, and what to do.

    status: where HTTP itself, not the code of the rejection, says it; 500 for a mistake of ours, which waiting does not mend.
    """
    usual = status_of(rejection.code)
    status = status or usual
    retry = RETRY_AFTER_SECONDS.get(rejection.code) if status == usual else None
    if rejection.code == "signed_out" and request.method == "GET":
        return redirect("/sign-in", 303)  # type: ignore[return-value]  # werkzeug's response is Flask's base
    is_public = request.path.startswith(PUBLIC)
    # Where the store cannot be read, the frame of the page must not ask it who is signed in.
    actor = None if is_public or status >= 500 else g.get("actor") or surface().identity.of_page()
    # Who has yet to choose a password of their own sees no more of the frame than who is not signed in.
    actor = None if g.get("session_must_change") else actor
    # Whoever is not signed in and finds nothing is mostly a citizen: the work list would only ask them to sign in.
    for_citizens = is_public or (status == 404 and actor is None)
    looked_for = str((request.view_args or {}).get("number", ""))[:40] if status == 404 and not is_public else ""
    near = _nearest(actor, looked_for)
    # The number is right where its case is among those found: what is missing lies below it.
    case_href = next((one.href for one in near if one.label == looked_for.strip().upper()), "")
    page = ErrorView(
        status,
        rejection.message,
        nearest=() if case_href else near,
        looked_for="" if case_href else looked_for,
        # Named where the fault is ours: our log has it whole under this number.
        event_number=str(rejection.facts.get("number", "")) if status == 503 else "",
        retry_seconds=retry,
        is_public=for_citizens,
        may_sign_in=for_citizens and not is_public,
        draft_kept=bool(g.get("draft_kept")),
        sent=request.method != "GET",
        back_href=_sign_in_again() if rejection.code == "signed_out" else case_href or _back(for_citizens=for_citizens),
    )
    if status >= 500:
        # The store cannot be asked for the time either.
        g.now = datetime.now(UTC)
    response = draw("public/error.html" if for_citizens else "error.html", status, page=page, shell=shell("", actor))
    if retry is not None:
        response.headers["Retry-After"] = str(retry)
    return response


def _back(*, for_citizens: bool) -> str:
    return safe_next(request.form.get("next"), "/letters" if for_citizens else "/work-list")


def _sign_in_again() -> str:
    """Return where to sign in and come back to the page that the form was on: its draft is there."""
    came_from = urlsplit(request.referrer or "")
    page = came_from.path + (f"?{came_from.query}" if came_from.query else "") if came_from.netloc == request.host else ""
    return "/sign-in?" + urlencode({"next": safe_next(page, "/work-list")})


def _nearest(actor: Actor | None, number: str) -> tuple[Fact, ...]:
    """Return the cases that somebody who typed a number may have meant: those only that they may see."""
    if actor is None or not number:
        return ()
    found = surface().door.ask(nearest_numbers, actor, number)
    return tuple(Fact(one.receipt_number, one.title or "", f"/cases/{one.receipt_number}") for one in found)
