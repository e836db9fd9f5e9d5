"""Language, theme, text size and keys, as a person chose them."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from app.service.keep_preference import keep_preference
from app.web.pages.frame import COOKIES, go, safe_next
from app.web.surface import surface

blueprint = Blueprint("preferences", __name__)
YEAR_SECONDS = 365 * 24 * 3600


@blueprint.route("/preferences", methods=["GET", "POST"])
def choose() -> AnyResponse:
    """Keep a choice in this browser; by GET too, since it changes nothing for anybody else."""
    given = request.form if request.method == "POST" else request.args
    response = go(safe_next(given.get("next"), "/work-list"))
    for name, allowed in COOKIES.items():
        if name in given and given[name] in allowed:
            response.set_cookie(name, given[name], max_age=YEAR_SECONDS, secure=request.is_secure, httponly=True, samesite="Lax", path="/")
    if request.method == "POST" and "text_size" in given:
        actor = surface().identity.of_page()
        if actor is not None:
            surface().door.keep(keep_preference, actor.account, "single_keys", given.get("single_keys") == "on")
    return response
