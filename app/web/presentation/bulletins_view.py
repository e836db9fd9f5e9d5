"""What the list of bulletins shows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class BulletinRow:
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


@dataclass(frozen=True)
class BulletinsView:
    """rows: issued ones, newest first. drafts: those that the reader may issue. earlier_href, later_href: of the pages beside this one."""

    rows: tuple[BulletinRow, ...]
    drafts: tuple[BulletinRow, ...] = ()
    later_href: str = ""
    earlier_href: str = ""
