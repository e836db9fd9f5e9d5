"""What the page of roles shows: who holds what, and a form for a new person."""

from dataclasses import dataclass

from app.domain.rejection import Message
from app.web.presentation.staff_view import AdminLink
from app.web.presentation.task_view import Choice


@dataclass(frozen=True)
class RoleRow:
    """roles: in words, with the unit and the letter of the post. groups: the same as diagrams name them."""

    account: str
    name: str
    href: str
    active: bool
    roles: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True)
class NewPerson:
    """What was typed. roles, units: to choose from. problem: why it was refused."""

    account: str = ""
    name: str = ""
    letter: str = "A"
    roles: tuple[Choice, ...] = ()
    units: tuple[Choice, ...] = ()
    problem: Message | None = None


@dataclass(frozen=True)
class RolesView:
    """roles: to choose the holders of one. new: for who registers accounts; None for others."""

    links: tuple[AdminLink, ...]
    rows: tuple[RoleRow, ...]
    roles: tuple[Choice, ...] = ()
    new: NewPerson | None = None
