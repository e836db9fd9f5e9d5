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


class PeriodLine(Struct, frozen=True):
    """A period of a bulletin. state: see queries.periodic_bulletins. until: its limit; of one that is coming, when it is drafted."""

    bulletin: str
    period: str
    state: str
    until: datetime | None = None
    issued_at: datetime | None = None
    number: str = ""
    href: str = ""


class BulletinsView(Struct, frozen=True):
    """rows: issued ones, newest first. drafts: those that the reader may issue. earlier_href, later_href: of the pages beside this one.

    periods: of the bulletins that are due month by month, the newest first.
    """

    rows: tuple[BulletinRow, ...]
    drafts: tuple[BulletinRow, ...] = ()
    later_href: str = ""
    earlier_href: str = ""
    periods: tuple[PeriodLine, ...] = ()
