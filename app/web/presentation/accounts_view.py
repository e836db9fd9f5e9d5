"""What the page of accounts shows to who keeps them safe."""

from datetime import datetime

from msgspec import Struct

from app.domain.rejection import Message
from app.web.presentation.staff_view import AdminLink
from app.web.presentation.task_view import Choice


class AccountRow(Struct, frozen=True):
    """posts: with their units, in words. failures: wrong passwords since the last right one. password: own, temporary (to be changed at
    the next sign-in), none, or printed (a demo city's). sessions: how many are open, None for who may not know."""

    account: str
    name: str
    href: str
    posts: tuple[str, ...]
    active: bool
    failures: int
    locked_until: datetime | None
    password: str
    signed_in_at: datetime | None
    sessions: int | None
    is_open: bool = False


class SessionRow(Struct, frozen=True):
    """end_href: where it is ended by POST, empty for who may not. here: the one that asks. must_change: it leads to one page only."""

    id: str
    opened_at: datetime
    seen_at: datetime
    address: str
    end_href: str = ""
    here: bool = False
    must_change: bool = False


class AccountDetail(Struct, frozen=True):
    """sessions: None for who may not see them. The addresses take a POST each, and are empty where there is nothing to do, or for who may
    not. password: the one just set, shown this once. own: the reader's own account."""

    row: AccountRow
    sessions: tuple[SessionRow, ...] | None
    unlock_href: str = ""
    end_all_href: str = ""
    password_href: str = ""
    password: str = ""
    own: bool = False


class AccountsView(Struct, frozen=True):
    """rows of one page of `total`. states, units: to choose from."""

    links: tuple[AdminLink, ...]
    rows: tuple[AccountRow, ...]
    total: int
    states: tuple[Choice, ...]
    units: tuple[Choice, ...]
    query: str
    keeps: bool
    detail: AccountDetail | None = None
    previous_href: str = ""
    next_href: str = ""
    done: Message | None = None
