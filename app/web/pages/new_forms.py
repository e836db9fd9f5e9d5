"""The forms for one new person and one new unit."""

from collections.abc import Mapping

from app.domain.rejection import Message
from app.domain.roles import ADMINISTRATORS, ROLE_NAMES
from app.queries.staff import every_unit
from app.web.pages.frame import wording
from app.web.presentation.staff_view import NewForms
from app.web.presentation.task_view import Choice
from app.web.surface import surface


def new_forms(typed: Mapping[str, str] | None = None, errors: Mapping[str, Message] | None = None) -> NewForms:
    """Return both forms, empty or as typed."""
    show, units = wording(), surface().door.ask(every_unit)
    typed = typed or {}
    roles = [(role, show._(name)) for role, name in ROLE_NAMES.items() if role not in ADMINISTRATORS]
    return NewForms(
        tuple(Choice(role, name, "", role == typed.get("role")) for role, name in roles),
        tuple(Choice(id, name, "", id == typed.get("of")) for id, name in units),
        tuple(Choice(id, name, "", id == typed.get("parent")) for id, name in units),
        dict(typed),
        dict(errors or {}),
    )
