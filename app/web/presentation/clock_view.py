"""What a page shows of stopping, restarting and confirming a deadline, and the list of notices."""

from datetime import date, datetime

from msgspec import Struct, field

from app.domain.rejection import Message
from app.web.presentation.kept_words import KeptWords


class ClockView(Struct, frozen=True):
    """can: stop, restart or confirm. dialog: the one that is open, or empty. until: the day on which the clock is expected to run on.

    papers: id and name of those that tell of the stop in writing, while it stands and none is drafted; papers_href: where to draft one.
    tells: the name of the paper that the procedure has for it, or empty.
    new_end: where the deadline then ends, provisional or not. errors: by field; refusal: why the whole was not taken.
    """

    href: str
    can: frozenset[str] = frozenset()
    dialog: str = ""
    until: date | None = None
    new_end: datetime | None = None
    new_provisional: bool = False
    reason: str = ""
    errors: dict[str, Message] = field(default_factory=dict)
    refusal: Message | None = None
    kept: KeptWords | None = None
    papers: tuple[tuple[str, str], ...] = ()
    papers_href: str = ""
    tells: str = ""


class TaskClock(Struct, frozen=True):
    """What may be done with the clock of a task. do: stop or restart. since: since when it is stopped."""

    do: str
    href: str
    since: datetime | None = None


class NoticeRow(Struct, frozen=True):
    """One thing that somebody was told. is_law: silence that took effect, or no longer does."""

    key: str
    what: Message
    at: datetime
    receipt_number: str
    title: str
    to: str = ""
    is_read: bool = False
    is_law: bool = False


class NoticesView(Struct, frozen=True):
    rows: tuple[NoticeRow, ...]
    unread: int = 0
    next_href: str = ""
