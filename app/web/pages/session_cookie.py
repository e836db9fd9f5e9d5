"""The cookie that holds a session's token."""

from flask import request
from werkzeug.wrappers import Response

from app.service.sign_in import SESSION_LASTS
from app.web.identity import COOKIES


def give_cookie(response: Response, token: str) -> None:
    """Let the browser keep a session's token: out of reach of scripts, and of other sites' requests."""
    response.set_cookie(
        _name(),
        token,
        max_age=int(SESSION_LASTS.total_seconds()),
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def take_cookie(response: Response) -> None:
    response.delete_cookie(_name(), path="/", secure=request.is_secure, httponly=True, samesite="Lax")


def _name() -> str:
    return COOKIES[0] if request.is_secure else COOKIES[1]
