"""What the page of the whole history shows: whether it is what was recorded."""

from datetime import datetime

from msgspec import Struct

from app.domain.rejection import Message


class BrokenCase(Struct, frozen=True):
    """number: its receipt number; empty where nothing says it any more. key: of its chain. href: of its replay, where it can be looked at.
    said: what is wrong with the event."""

    number: str
    key: str
    seq: int
    said: Message
    href: str = ""


class VerificationView(Struct, frozen=True):
    """state: none (nobody has asked), checking, verified, differs or away. at: when the check was begun; since: the same as text. city,
    access: the first bad event of chain 0 and of the access log. cases: those of which the chain does not hold; more: how many besides.

    batches, anchored, waiting: of anchors, of events in them, and of those that wait. bad_batch, bad_reason: of the first that is not what
    was written, 0 for none. unlike: how many chains have an event that is not the anchored one. root: of the last batch. key: the public
    key that was believed, 64 hex digits. oldest: when what waits longest says it was recorded; overdue: that is longer ago than promised.
    late: events anchored long after they say they were recorded, each case with what is said of it, no more than a hundred; late_count: how
    many events. away: why it could not be checked.
    """

    state: str
    at: datetime | None = None
    since: str = ""
    chains: int = 0
    events: int = 0
    city: BrokenCase | None = None
    access: BrokenCase | None = None
    cases: tuple[BrokenCase, ...] = ()
    more: int = 0
    batches: int = 0
    anchored: int = 0
    waiting: int = 0
    bad_batch: int = 0
    bad_reason: Message | None = None
    unlike: int = 0
    root: str = ""
    key: str = ""
    oldest: datetime | None = None
    overdue: bool = False
    late: tuple[BrokenCase, ...] = ()
    late_count: int = 0
    away: Message | None = None
