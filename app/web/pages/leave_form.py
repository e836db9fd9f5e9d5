"""The form by which a leave is entered: reading it, and saying what was wrong with it."""

from datetime import datetime
from typing import Final

from flask import request

from app.domain.actor import Actor
from app.domain.rejection import Message, Rejection
from app.service.enter_leave import EnterLeave
from app.web.presentation.staff_view import LeaveForm
from app.web.surface import surface

_FIELDS: Final = (
    ("from %(start)s to %(end)s", "starts"),
    ("substitute", "substitute"),
    ("reason", "reason"),
    ("leave", "ends"),
)
"""Which field a refusal speaks of, by a word of its sentence, the first that fits."""


def enter_leave(account: str, actor: Actor) -> None:
    """Enter the leave as typed. Raises Rejection."""
    given = request.form
    starts, ends = read_local(given.get("starts", "")), read_local(given.get("ends", ""))
    errors = {
        name: Message("Give day and time, such as 2026-12-07 08:30", {}) for name, at in (("starts", starts), ("ends", ends)) if at is None
    }
    if not given.get("reason", "").strip():
        errors["reason"] = Message("Say why; it goes into the history", {})
    if errors or starts is None or ends is None:
        raise Rejection("bad_answers", "Expected answers that fit the form, but %(count)s do not", field_errors=errors, count=len(errors))
    command = EnterLeave(account, starts, ends, given.get("reason", ""), given.get("substitute") or None)
    surface().door.execute(command, actor)


def refused_leave(rejection: Rejection) -> LeaveForm:
    """Return the form as it was typed, with what was wrong beside its field; raise what is no matter of a field."""
    if rejection.code not in ("bad_answers", "bad_request", "state_forbids"):
        raise rejection
    given, errors = request.form, dict(rejection.field_errors)
    if not errors:
        template = rejection.message.template
        field = next((name for words, name in _FIELDS if words in template), "reason")
        errors = {("substitute" if "substitute" in template else field): rejection.message}
    return LeaveForm(
        request.path, given.get("starts", ""), given.get("ends", ""), given.get("substitute", ""), given.get("reason", ""), errors=errors
    )


def read_local(text: str) -> datetime | None:
    """Return the instant of a day and time of the city's clock as a browser sends it, or as people type it; None for anything else."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return at.replace(tzinfo=surface().configuration.zone) if at.tzinfo is None else None
