"""What the list of bulletins shows."""

from datetime import datetime

from msgspec import Struct


class BulletinRow(Struct, frozen=True):
    """An issued bulletin, or a draft that waits to be issued. figures: label and value. cases: how many stand behind the figures."""

    href: str
    title: str
    number: str
    office: str
    who: str
    at: datetime
    figures: tuple[tuple[str, str], ...] = ()
    cases: int = 0
    corrects: str = ""


class BulletinsView(Struct, frozen=True):
    """rows: issued ones, newest first. drafts: those that the reader may issue. earlier_href, later_href: of the pages beside this one."""

    rows: tuple[BulletinRow, ...]
    drafts: tuple[BulletinRow, ...] = ()
    later_href: str = ""
    earlier_href: str = ""
