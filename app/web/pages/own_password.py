"""Choosing a password of one's own, before anything else, for who signed in with one that somebody else set."""

from datetime import datetime

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.rejection import Rejection
from app.web.pages.frame import CHOOSING, draw, go, person, safe_next, shell, signed_in
from app.web.pages.session_cookie import give_cookie
from app.web.presentation.account_view import OwnPasswordView
from app.web.surface import surface

blueprint = Blueprint("own_password", __name__)


@blueprint.get(CHOOSING)
@signed_in
def page() -> AnyResponse:
    """Show the form; who has a password of their own changes it on the page of their account."""
    return _page() if g.get("session_must_change") else go("/account")


@blueprint.post(CHOOSING)
@signed_in
def choose() -> AnyResponse:
    """Change the password, and go where the person wanted to go; all other sessions end."""
    if not g.get("session_must_change"):
        return go("/account")
    given = request.form
    if given.get("password", "") != given.get("again", ""):
        return _page(422, differs=True)
    try:
        token = surface().identity.change_password(person(), given.get("current", ""), given.get("password", ""), request.remote_addr or "")
    except Rejection as rejection:
        if rejection.code == "bad_value":
            return _page(422, refused=rejection)
        if rejection.code != "signed_out":
            raise
        until = rejection.facts.get("until")
        return _page(422, wrong=True, locked_until=datetime.fromisoformat(until) if until else None)
    response = go(safe_next(given.get("next"), "/"))
    give_cookie(response, token)
    return response


def _page(
    status: int = 200, refused: Rejection | None = None, *, wrong: bool = False, locked_until: datetime | None = None, differs: bool = False
) -> Response:
    actor, goes_to = person(), safe_next(request.values.get("next"), "/")
    view = OwnPasswordView(actor.account, actor.name, goes_to, refused.message if refused else None, wrong, locked_until, differs)
    return draw("own_password.html", status, page=view, shell=shell())
