"""What the page of roles shows: who holds what, and a form for a new person."""

from msgspec import Struct

from app.domain.rejection import Message
from app.web.presentation.staff_view import AdminLink
from app.web.presentation.task_view import Choice


class RoleRow(Struct, frozen=True):
    """roles: in words, with the unit and the letter of the post. groups: the same as diagrams name them."""

    account: str
    name: str
    href: str
    active: bool
    roles: tuple[str, ...]
    groups: tuple[str, ...]


class NewPerson(Struct, frozen=True):
    """What was typed. roles, units: to choose from. problem: why it was refused."""

    account: str = ""
    name: str = ""
    letter: str = "A"
    roles: tuple[Choice, ...] = ()
    units: tuple[Choice, ...] = ()
    problem: Message | None = None


class RolesView(Struct, frozen=True):
    """roles: to choose the holders of one. new: for who registers accounts; None for others."""

    links: tuple[AdminLink, ...]
    rows: tuple[RoleRow, ...]
    roles: tuple[Choice, ...] = ()
    new: NewPerson | None = None
