"""Changing one's own password by what a page posted, wherever the form stands."""

from datetime import datetime
from typing import Final, NamedTuple

from flask import request

from app.domain.rejection import Message, Rejection
from app.web.pages.frame import person
from app.web.surface import surface


class PasswordProblem(NamedTuple):
    """refused: why the new one is none. wrong: the old one is. locked_until: by too many wrong ones. differs: the two are not the same."""

    refused: Message | None = None
    wrong: bool = False
    locked_until: datetime | None = None
    differs: bool = False


NOTHING_WRONG: Final = PasswordProblem()


def changed_password() -> str | PasswordProblem:
    """Change the password of who is signed in; return the token of the session that goes on, or what is wrong."""
    given = request.form
    if given.get("password", "") != given.get("again", ""):
        return PasswordProblem(differs=True)
    try:
        return surface().identity.change_password(person(), given.get("current", ""), given.get("password", ""), request.remote_addr or "")
    except Rejection as rejection:
        if rejection.code == "bad_value":
            return PasswordProblem(rejection.message)
        if rejection.code != "signed_out":
            raise
        until = rejection.facts.get("until")
        return PasswordProblem(wrong=True, locked_until=datetime.fromisoformat(until) if until else None)
