"""A rejection as a page."""

from datetime import UTC, datetime

from flask import Response, g, redirect, request

from app.domain.rejection import Rejection
from app.web.pages.frame import draw, safe_next, shell
from app.web.presentation.error_view import ErrorView
from app.web.problem import RETRY_AFTER_SECONDS, status_of
from app.web.surface import surface

PUBLIC = ("/letters", "/progress")


def rejection_page(rejection: Rejection) -> Response:
    """Return what a person reads when something cannot be done: what, why, and what to do."""
    status = status_of(rejection.code)
    if rejection.code == "signed_out" and request.method == "GET":
        return redirect("/sign-in", 303)  # type: ignore[return-value]  # werkzeug's response is Flask's base
    is_public = request.path.startswith(PUBLIC)
    page = ErrorView(
        status,
        rejection.message,
        # Named where the fault is ours: our log has it whole under this number.
        event_number=str(rejection.facts.get("number", "")) if rejection.code == "store_unavailable" else "",
        retry_seconds=RETRY_AFTER_SECONDS.get(rejection.code),
        is_public=is_public,
        sent=request.method != "GET",
        back_href=safe_next(request.form.get("next"), "/letters" if is_public else "/work-list"),
    )
    if status >= 500:
        # The store cannot be asked for the time either.
        g.now = datetime.now(UTC)
    # Where the store cannot be read, the frame of the page must not ask it who is signed in.
    actor = None if is_public or status >= 500 else g.get("actor") or surface().identity.of_page()
    response = draw("public/error.html" if is_public else "error.html", status, page=page, shell=shell("", actor))
    if rejection.code in RETRY_AFTER_SECONDS:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS[rejection.code])
    return response
