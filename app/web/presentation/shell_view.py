"""What every page of the staff shows around its content."""

from datetime import datetime

from msgspec import Struct


class PersonView(Struct, frozen=True):
    """The one signed in: name, and post and unit in words."""

    account: str
    name: str
    post: str = ""


class NavLink(Struct, frozen=True):
    """section: work-list, cases, events, statistics, bulletins, incidents, retention, supervision, processes, reference or admin; the
    template knows its name and address."""

    section: str
    current: bool = False


class Toast(Struct, frozen=True):
    """Something just done; undo_href: where it can be withdrawn, by POST."""

    text: str
    undo_href: str = ""


class Shell(Struct, frozen=True):
    """The frame of a page.

    now: the server's, or the test clock's (then test_clock). here: path and query of the page, to come back to. theme: light, dark or ""
    for the system's. text_size: "", large or larger. single_keys: whether keys without Ctrl act. search: the list that the top bar
    searches, empty for who has none. unread: notices that the person has not read. idle_minutes: after which the page locks; 0 for never.
    """

    city: str
    now: datetime
    here: str
    language: str = "zh_Hans"
    theme: str = ""
    text_size: str = ""
    person: PersonView | None = None
    links: tuple[NavLink, ...] = ()
    query: str = ""
    search: str = "/work-list"
    test_clock: bool = False
    working_day: bool = True
    office_hours: str = ""
    single_keys: bool = True
    idle_minutes: int = 15
    toasts: tuple[Toast, ...] = ()
    demo: bool = False
    unread: int = 0
