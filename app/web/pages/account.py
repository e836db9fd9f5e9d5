"""One's own account: its password."""

from datetime import datetime

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.rejection import Rejection
from app.web.pages.frame import draw, go, person, shell, signed_in
from app.web.pages.session_cookie import give_cookie
from app.web.presentation.account_view import AccountView
from app.web.surface import surface

blueprint = Blueprint("account", __name__)


@blueprint.get("/account")
@signed_in
def page() -> Response:
    return _page(changed="changed" in request.args)


@blueprint.post("/account")
@signed_in
def change_password() -> AnyResponse:
    """Change the password: all sessions end, this one goes on under a new number."""
    if surface().configuration.demo:
        raise Rejection("state_forbids", "Expected an account of your own, but this one is the demo city's, whose password everybody knows")
    given = request.form
    if given.get("password", "") != given.get("again", ""):
        return _page(422, differs=True)
    try:
        token = surface().identity.change_password(person(), given.get("current", ""), given.get("password", ""), request.remote_addr or "")
    except Rejection as rejection:
        if rejection.code == "bad_value":
            return _page(422, rejection)
        if rejection.code != "signed_out":
            raise
        until = rejection.facts.get("until")
        return _page(422, wrong=True, locked_until=datetime.fromisoformat(until) if until else None)
    response = go("/account?changed")
    give_cookie(response, token)
    return response


def _page(
    status: int = 200,
    refused: Rejection | None = None,
    *,
    wrong: bool = False,
    locked_until: datetime | None = None,
    differs: bool = False,
    changed: bool = False,
) -> Response:
    actor, message = person(), refused.message if refused else None
    view = AccountView(actor.account, message, wrong, locked_until, differs, changed, surface().configuration.demo)
    return draw("account.html", status, page=view, shell=shell("", actor))
