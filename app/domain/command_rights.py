"""Which roles a command asks for, whoever else it is about: the one table by which the door lets it pass and the check of the record asks,
afterwards, whether who gave it might. Source: docs/permissions.

Who may do the other commands depends on the case or the task: see app/domain/permissions.py.
"""

from collections.abc import Mapping
from typing import Final

from app.domain.roles import SUPERVISORS

_SYSTEM: Final = ("system-admin",)
_SECURITY: Final = ("security-admin",)
_DESIGN: Final = ("designer",)
_OPERATE: Final = ("operator",)

HELD: Final[Mapping[str, tuple[str, ...]]] = {
    "change_post": _SYSTEM,
    "change_roles": _SECURITY,
    "change_wording": _SYSTEM,
    "disable_account": _SECURITY,
    "draw_sample": ("auditor", *SUPERVISORS),
    "enable_account": _SECURITY,
    "enter_calendar_year": _SYSTEM,
    "import_people": _SYSTEM,
    "register_account": _SYSTEM,
    "register_office": _SYSTEM,
    "register_post": _SYSTEM,
    "register_unit": _SYSTEM,
    "replace_word_template": _SYSTEM,
    "unlock_account": _SECURITY,
}
"""Duties of those who hold one of the roles: nobody has them by being a member of everything."""

HELD_FOR_OTHERS: Final[Mapping[str, tuple[str, ...]]] = {
    "change_password": _SECURITY,
    "create_token": _SECURITY,
    "end_sessions": _SECURITY,
    "revoke_token": _SECURITY,
    "set_mail_address": _SYSTEM,
}
"""As above, for what everybody does for themselves."""

NEVER_FOR_ONESELF: Final = frozenset({"change_roles", "disable_account", "enable_account", "unlock_account"})

PLAYED: Final[Mapping[str, tuple[str, ...]]] = {
    "cancel_instance": _OPERATE,
    "confirm_deadline": _OPERATE,
    "deploy_definition": _DESIGN,
    "migrate_instance": _OPERATE,
    "modify_instance": _OPERATE,
    "publish_message": _OPERATE,
    "put_reply_right": _OPERATE,
    "release_deadlines": _OPERATE,
    "resolve_incident": _OPERATE,
    "resolve_incidents": _OPERATE,
    "retire_definition": _DESIGN,
    "set_variables": _OPERATE,
}
"""Work of those who have one of the roles, the demo account among them."""
