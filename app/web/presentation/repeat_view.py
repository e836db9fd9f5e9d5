"""Cases that may be about the same matter, and the one that another is to be merged into."""

from datetime import datetime

from msgspec import Struct

from app.domain.rejection import Message


class LikelyRepeat(Struct, frozen=True):
    """An earlier case that may be about the same matter. state: running, completed or cancelled. why: why it is thought so.

    can_merge: whether this page offers to merge into it.
    """

    receipt_number: str
    href: str
    title: str
    received_at: datetime
    state: str = "running"
    unit: str = ""
    why: str = ""
    can_merge: bool = False


class MergeTargetView(Struct, frozen=True):
    """The case that the typed number names. number: as it is kept. href: empty where there is none to be seen. problem: why it will not
    do; else the page says which one it is, and sends that it was shown."""

    number: str
    href: str = ""
    title: str = ""
    state: str = ""
    received_at: datetime | None = None
    unit: str = ""
    problem: Message | None = None


class RepeatsView(Struct, frozen=True):
    """What stands beside a form that can merge its case. field: the name of the field for the number; show_href: where to ask what a
    number names."""

    field: str
    show_href: str
    repeats: tuple[LikelyRepeat, ...] = ()
    target: MergeTargetView | None = None
