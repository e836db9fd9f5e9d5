"""Signing in and out."""

from contextlib import suppress
from datetime import datetime

from flask import Blueprint, Response, redirect, request
from msgspec.structs import replace
from werkzeug.wrappers import Response as AnyResponse

from app.domain.demo_city import PASSWORD, PEOPLE
from app.domain.rejection import Rejection
from app.web.pages.frame import CITY, draw, go, safe_next, shell, wording
from app.web.pages.sections import landing
from app.web.pages.session_cookie import give_cookie, take_cookie
from app.web.presentation.sign_in_view import DemoPerson, SignInView
from app.web.surface import surface

blueprint = Blueprint("sign_in", __name__)
SHOWN_FIRST = 12
PROVIDER_PROBLEMS = ("down", "again", "cancelled", "locked", "unknown", "unverified", "left")


@blueprint.get("/")
def home() -> AnyResponse:
    """Lead who is signed in to where they have work."""
    actor = surface().identity.of_page()
    return redirect(landing(actor) if actor is not None else "/sign-in", 303)


@blueprint.get("/sign-in")
def page() -> Response:
    """Show the sign-in page. provider: what was wrong with a sign-in through the city's provider; ended: the last session ran out."""
    told, until = request.args.get("provider", ""), None
    problem = f"provider-{told}" if told in PROVIDER_PROBLEMS else "ran-out" if "ended" in request.args else ""
    with suppress(ValueError):
        until = datetime.fromisoformat(request.args.get("until", ""))
    if problem == "provider-locked" and (until is None or until.tzinfo is None):
        problem = ""
    return _page(SignInView(_office(), goes_to=safe_next(request.args.get("next"), "/"), problem=problem, locked_until=until))


@blueprint.post("/sign-in")
def sign_in() -> AnyResponse:
    """Check name and password, and open a session; in demo mode one click on a person does."""
    around, identity = surface().configuration, surface().identity
    chosen = request.form.get("as", "") if around.demo else ""
    name, password = (chosen, PASSWORD) if chosen else (request.form.get("user", "").strip(), request.form.get("password", ""))
    goes_to = safe_next(request.form.get("next"), "/")
    try:
        token = identity.sign_in(name, password, request.remote_addr or "")
    except Rejection as rejection:
        if rejection.code == "store_unavailable":
            raise
        until = rejection.facts.get("until")
        view = SignInView(
            _office(),
            name,
            "locked" if until else "wrong",
            int(rejection.facts.get("left", 0)),
            datetime.fromisoformat(until) if until else None,
            goes_to=goes_to,
        )
        return _page(view, 401)
    identity.sign_out()
    response = go(goes_to)
    give_cookie(response, token)
    return response


@blueprint.post("/sign-out")
def sign_out() -> AnyResponse:
    """End the session here. One at the provider goes on, and the page says so: only its holder may end that."""
    identity = surface().identity
    identity.sign_out()
    response = go("/sign-in?provider=left" if identity.provider is not None else "/sign-in")
    take_cookie(response)
    return response


def _office() -> str:
    show = wording()
    return show._("People's Government of %(city)s", city=show._(CITY))


def _page(view: SignInView, status: int = 200) -> Response:
    show, provider = wording(), surface().identity.provider
    if provider is not None:
        ends_at = provider.directory.sign_out_address(f"{request.host_url}sign-in") if view.problem == "provider-left" else ""
        view = replace(view, provider=show._("the city's account"), provider_ends_at=ends_at)
    if surface().configuration.demo:
        people = [DemoPerson(person.account, person.name, show._(person.title)) for person in PEOPLE]
        shown = [person for person in people if person.account == "demo"] + [person for person in people if person.account != "demo"]
        view = replace(view, demo=tuple(shown[:SHOWN_FIRST]), more_demo=tuple(shown[SHOWN_FIRST:]), demo_password=PASSWORD)
    return draw("sign_in.html", status, page=view, shell=shell())
