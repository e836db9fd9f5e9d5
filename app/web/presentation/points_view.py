"""What the pages of points show."""

from datetime import date, datetime

from msgspec import Struct

from app.domain.rejection import Message
from app.web.presentation.kept_words import KeptWords
from app.web.presentation.supervision_view import Tab


class UnitRow(Struct, frozen=True):
    """total: as printed, with its sign."""

    unit: str
    name: str
    href: str
    total: str
    movements: int
    open: int


class MovementRow(Struct, frozen=True):
    """case_href: empty for who may not see the case; then title is empty too. points: as printed, with its sign.

    given_back: whether a later movement gave it back. appeal: none, open, granted, upheld, or "" where nothing can be appealed against.
    """

    key: str
    href: str
    on: date
    number: str
    case_href: str
    seq: int
    title: str
    cause: str
    code: str
    article: str
    points: str
    appeal: str
    given_back: bool
    open: bool = False


class MovementDetail(Struct, frozen=True):
    """The movement that is open. rule: which row of which version of the table. appeal_reason, decision_reason: "" where there is none.

    can: appeal, decide. problem: why what was sent was not taken; reason, decision: what was typed and chosen.
    """

    row: MovementRow
    element: str
    rule: str
    recorded_at: datetime
    deadline_at: datetime | None
    appellant: str
    appealed_at: datetime | None
    appeal_reason: str
    decider: str
    decided_at: datetime | None
    decision_reason: str
    action: str
    can: frozenset[str] = frozenset()
    problem: Message | None = None
    reason: str = ""
    decision: str = ""
    kept: KeptWords | None = None


class PointsView(Struct, frozen=True):
    """units: the overview; movements: of one unit, whose name is `unit`. years: with the address of each."""

    year: int
    years: tuple[tuple[int, str], ...]
    units: tuple[UnitRow, ...] = ()
    unit: str = ""
    total: str = ""
    movements: tuple[MovementRow, ...] = ()
    detail: MovementDetail | None = None
    sheet_href: str = ""
    back_href: str = ""
    tabs: tuple[Tab, ...] = ()
