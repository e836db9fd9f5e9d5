"""Refusing changes that no page of ours sent. Source: security S9."""

import hmac
import re
from typing import Final

from flask import request
from jinja2.ext import Extension
from markupsafe import Markup

from app.domain.rejection import Rejection
from app.web.identity import session_token
from app.web.surface import surface

FIELD: Final = "_csrf"
_FORM: Final = re.compile(r"(<form\b[^>]*\bmethod=\"post\"[^>]*>)")


class TokenInForms(Extension):
    """Puts the session's token into every form that posts, so that none can be written without it."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _FORM.sub(r"\1{{ csrf_field() }}", source)


def csrf_field() -> Markup:
    """Return the hidden field of a form; nothing for visitors, who have no session to be abused."""
    if session_token(request) is None:
        return Markup()
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, surface().identity.csrf_token(request))


def require_own_page() -> None:
    """Raise Rejection("cross_site") unless a change with a session comes from a page of ours.

    Browsers say with each change where it comes from; what says nothing must bring the token of the session.
    """
    origin = request.headers.get("Origin")
    if origin is not None:
        if origin == request.host_url.rstrip("/"):
            return
    else:
        given = request.form.get(FIELD, "") or request.headers.get("X-CSRF-Token", "")
        # As bytes: what somebody sends may hold any character, and text is compared only where it is plain ASCII.
        if session_token(request) is None or hmac.compare_digest(given.encode(), surface().identity.csrf_token(request).encode()):
            return
    raise Rejection("cross_site", "Expected a form of this site, but it came from another one or says nothing of where it came from")
