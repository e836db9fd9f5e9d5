"""Signing in through the city's provider: going there, and coming back."""

from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.languages import LANGUAGES
from app.domain.rejection import Rejection
from app.web.directory_sign_in import LASTS_SECONDS, DirectorySignIn
from app.web.pages.frame import go, safe_next
from app.web.pages.session_cookie import give_cookie
from app.web.presentation.languages import LANGUAGE
from app.web.surface import surface

blueprint = Blueprint("provider", __name__)
TICKETS: Final = ("__Host-duban-provider", "duban-provider")
PROBLEMS: Final = {"state": "again", "cancelled": "cancelled", "locked": "locked", "no enabled account": "unknown"}
"""What went wrong, as the sign-in page is told; whatever is not named here could not be verified."""


@blueprint.get("/sign-in/provider")
def leave() -> AnyResponse:
    """Send the browser to the provider, with a ticket that it must bring back."""
    goes_to = safe_next(request.args.get("next"), "/")
    try:
        address, ticket = _provider().begin(goes_to, _back_to(), LANGUAGES[LANGUAGE.get()])
    except Rejection as rejection:
        return _sign_in_page(rejection, goes_to)
    response = redirect(address, 303)
    # Lax: it must come along when the provider leads back, which is a link from another site.
    response.set_cookie(_ticket(), ticket, max_age=LASTS_SECONDS, secure=request.is_secure, httponly=True, samesite="Lax", path="/")
    return response


@blueprint.get("/sign-in/provider/return")
def come_back() -> AnyResponse:
    """Open a session for who was sent there by this browser, and lead back to the page that they came from; once."""
    provider, ticket = _provider(), request.cookies.get(_ticket(), "")
    try:
        entered = provider.finish(ticket, request.args, _back_to(), request.remote_addr or "")
    except Rejection as rejection:
        response = _sign_in_page(rejection, provider.goes_to(ticket))
    else:
        surface().identity.sign_out()
        response = go(safe_next(entered.goes_to, "/"))
        give_cookie(response, entered.token)
    response.delete_cookie(_ticket(), path="/", secure=request.is_secure, httponly=True, samesite="Lax")
    return response


def _sign_in_page(rejection: Rejection, goes_to: str) -> AnyResponse:
    """Return to the sign-in page, which says what was wrong: its address holds no code, and can be loaded again."""
    if rejection.code not in ("signed_out", "provider_unavailable"):
        raise rejection
    why = str(rejection.facts.get("why"))
    said = {"provider": "down" if rejection.code == "provider_unavailable" else PROBLEMS.get(why, "unverified"), "next": goes_to}
    if why == "locked":
        said["until"] = str(rejection.facts["until"])
    return go("/sign-in?" + urlencode(said))


def _provider() -> DirectorySignIn:
    found = surface().identity.provider
    if found is None:
        raise Rejection("not_found", "Expected a sign-in of the city's own, but this city has none: sign in with a password")
    return found


def _back_to() -> str:
    return f"{request.host_url}sign-in/provider/return"


def _ticket() -> str:
    """Return the cookie's name: behind TLS one that no other host can have set."""
    return TICKETS[0] if request.is_secure else TICKETS[1]
