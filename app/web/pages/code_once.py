"""A query code is shown when it is given, and never again: a signed ticket opens the receipt with it for as long as printing takes."""

from typing import Final

from flask import request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from app.domain.query_code import code_hash, query_code
from app.web.surface import surface

SHOWN_SECONDS: Final = 15 * 60
_COOKIE: Final = "given-code"


def give_ticket(response: Response, account: str, path: str, case_key: int, issue: int = 0) -> None:
    """Let one account see, on the receipt of one case, the code that was just given.

    path: of the page that shows it. issue: which of the case's codes.
    """
    ticket = str(_signer(account).dumps([case_key, issue]))
    response.set_cookie(_COOKIE, ticket, max_age=SHOWN_SECONDS, secure=request.is_secure, httponly=True, samesite="Lax", path=path)


def code_to_show(account: str, case_key: int) -> str:
    """Return the code that the browser has a ticket for; empty without one, where it is another's or too old, and where a newer code was
    given since."""
    try:
        key, issue = _signer(account).loads(request.cookies.get(_COOKIE, ""), max_age=SHOWN_SECONDS)
    except (BadSignature, ValueError):
        return ""
    return code_in_force(case_key, issue) if key == case_key else ""


def code_in_force(case_key: int, issue: int = 0) -> str:
    """Return one of the codes of a case; empty where it does not open the public page, or does not any more."""
    door = surface().door
    code = query_code(door.surroundings.secret, case_key, issue)
    kept = door.ask(lambda store: store.value("SELECT code_hash FROM query_code WHERE case_key = :key", key=case_key))
    return code if kept == code_hash(door.surroundings.secret, case_key, code) else ""


def _signer(account: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(surface().door.surroundings.secret, salt=f"query code for {account}")
