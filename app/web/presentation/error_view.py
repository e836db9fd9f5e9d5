"""What a page says when something cannot be done."""

from msgspec import Struct

from app.domain.rejection import Message
from app.web.presentation.task_view import Fact


class ErrorView(Struct, frozen=True):
    """status: 400, 401, 403, 404, 409, 413, 422, 429, 500 or 503, or another that HTTP itself gives. message: what was expected and found.

    looked_for: for 404, the number that was asked for; nearest: cases with numbers close to it. may: for 403, who may do it. event_number:
    to quote to the operators. sent: whether something was sent, which could be lost. draft_kept: whether what was typed is kept.
    retry_seconds: for 429 and 503. back_href: where to go; list is the default. may_sign_in: whether a page for
    citizens stands at an address where staff may have looked for something of theirs.
    """

    status: int
    message: Message | None = None
    nearest: tuple[Fact, ...] = ()
    may: str = ""
    draft_kept: bool = False
    retry_seconds: int | None = None
    event_number: str = ""
    back_href: str = "/work-list"
    is_public: bool = False
    may_sign_in: bool = False
    sent: bool = True
    looked_for: str = ""
