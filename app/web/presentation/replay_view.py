"""What the replay of a case shows of one event."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import msgspec

from app.domain.rejection import Message
from app.web.presentation.deadline_view import DeadlineView
from app.web.presentation.task_view import DiagramView, HistoryEntry


class ReplayLine(msgspec.Struct, frozen=True):
    """An event in the list. seal: verified, waiting (for its anchor), differs, erased, or "" while it is not checked. intervention:
    somebody put a hand to the case from outside its course."""

    entry: HistoryEntry
    href: str
    seal: str = ""
    intervention: bool = False


class ShownPart(msgspec.Struct, frozen=True):
    """One part of a value. label: what people call it; path: where in the value it lies, as programs write it. text, raw: as in
    ShownValue."""

    label: str
    path: str
    text: str
    raw: str = ""


class ShownValue(msgspec.Struct, frozen=True):
    """A value as people read it. text: NO_VALUE where it says that there is no value; empty where it has parts, which are shown instead.
    raw: as programs write it, empty where that is the same."""

    text: str
    raw: str = ""
    parts: tuple[ShownPart, ...] = ()


class ValueView(msgspec.Struct, frozen=True):
    """One value within a variable. path: where in it, empty for the whole; label: what people call that. before, after: None where
    there is nothing."""

    path: str
    before: ShownValue | None
    after: ShownValue | None
    label: str = ""


NO_VALUE: Final = "\0"
"""No text of a case holds this character."""


class AuthorView(msgspec.Struct, frozen=True):
    """who: empty where the value was worked out. at: when it took effect; seq, href: the event that wrote it. erased: nobody can say any
    more whether it was worked out or typed."""

    seq: int
    at: datetime
    href: str
    who: str = ""
    acting_for: str = ""
    erased: bool = False


class ChangeView(msgspec.Struct, frozen=True):
    """A variable that the event changed. label: what people call it, empty where nobody said. where: the step or part that it
    belongs to, empty for the case. by, before_by: of the new value and of the one before, None where there was none. erased: what was
    written is gone. hidden: it says who wrote in, which is kept from the reader."""

    name: str
    where: str
    values: tuple[ValueView, ...]
    by: AuthorView
    before_by: AuthorView | None = None
    label: str = ""
    erased: bool = False
    hidden: bool = False


class ReplayDeadline(msgspec.Struct, frozen=True):
    """deadline: as it stood then, by the calendar of its version. touched: whether this event moved it or changed its state."""

    deadline: DeadlineView
    touched: bool


class ReplayDocument(msgspec.Struct, frozen=True):
    """name: empty where it was erased. number: of an issued paper."""

    name: str
    digest: str
    href: str
    seq: int
    event_href: str
    version: int = 0
    number: str = ""
    erased: bool = False


class SealView(msgspec.Struct, frozen=True):
    """state: checking, verified, waiting (for an anchor), differs or erased. done of events are computed again. at: when it was checked.

    first: the number of the first event that differs; of: chain, anchor or recomputation; lines: thing, recorded and recomputed.
    waiting: numbers of the events that wait for their anchor. late: what is said of those anchored long after they say they were recorded,
    with the address of the first; late_events: of each by its number. anchored: how many are. here: address of this page; more: of the
    check that goes on.
    """

    state: str
    events: int
    done: int = 0
    at: datetime | None = None
    first: int = 0
    of: str = ""
    what: Message | None = None
    lines: tuple[tuple[str, str | None, str | None], ...] = ()
    first_href: str = ""
    waiting: tuple[int, ...] = ()
    more: str = ""
    now_href: str = ""
    late: tuple[tuple[Message, str], ...] = ()
    late_events: Mapping[int, Message] = {}
    anchored: int = 0


class Tick(msgspec.Struct, frozen=True):
    """A mark below the scrubber, x from 0 to 660. on: the day that begins there; None for an intervention."""

    x: float
    on: date | None


class ReplayView(msgspec.Struct, frozen=True):
    """at: when the event took effect; recorded_at: where that differs. outside: what was asked for, where there is no such event.

    active, done, lapsed: tokens of steps, steps that were done, times that silence took effect. counts: element and words, for the drawing.
    diagrams: other processes of the case: name, address, whether it is the one drawn. evidence: whether the reader may take the case out of
    the house. identity_kept: whether it keeps who wrote in. volumes: of its dossier. definition_href: of the version that
    is drawn, for who may look at it. programs: whether
    the reader is shown what programs call things.
    """

    number: str
    href: str
    title: str
    process_name: str
    seq: int
    last: int
    at: datetime
    event: ReplayLine
    lines: tuple[tuple[date, tuple[ReplayLine, ...]], ...]
    seal: SealView
    changes: tuple[ChangeView, ...]
    deadlines: tuple[ReplayDeadline, ...]
    documents: tuple[ReplayDocument, ...]
    diagram: DiagramView | None
    digest: str
    previous_digest: str
    recorded_at: datetime | None = None
    outside: Message | None = None
    erased: bool = False
    only: str = "all"
    active: int = 0
    done: int = 0
    lapsed: int = 0
    counts: tuple[tuple[str, int, int], ...] = ()
    diagrams: tuple[tuple[str, str, bool], ...] = ()
    ticks: tuple[Tick, ...] = ()
    evidence: bool = False
    identity_kept: bool = False
    no_value: str = NO_VALUE
    volumes: int = 1
    definition_href: str = ""
    programs: bool = False

    @property
    def numbers(self) -> dict[str, int]:
        """How many tokens or times done each element has, for the list of steps."""
        return {element: active or done for element, active, done in self.counts}

    def to(self, seq: int, only: str = "") -> str:
        """Return the address of another event, the nearest there is."""
        chosen = only or self.only
        place = min(max(seq, 1), self.last)
        return f"{self.href}?event={place}" + (f"&show={chosen}" if chosen != "all" else "")
