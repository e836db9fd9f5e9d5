"""Choosing a password of one's own, before anything else, for who signed in with one that somebody else set."""

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from app.web.pages.frame import CHOOSING, draw, go, person, safe_next, shell, signed_in
from app.web.pages.posted_password import NOTHING_WRONG, PasswordProblem, changed_password
from app.web.pages.session_cookie import give_cookie
from app.web.presentation.account_view import OwnPasswordView

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
    done = changed_password()
    if isinstance(done, PasswordProblem):
        return _page(422, done)
    response = go(safe_next(request.form.get("next"), "/"))
    give_cookie(response, done)
    return response


def _page(status: int = 200, problem: PasswordProblem = NOTHING_WRONG) -> Response:
    actor, goes_to = person(), safe_next(request.values.get("next"), "/")
    view = OwnPasswordView(actor.account, actor.name, goes_to, *problem)
    return draw("own_password.html", status, page=view, shell=shell())
