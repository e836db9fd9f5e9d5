"""What the page of one case shows, and the list of cases."""

from datetime import date, datetime

from msgspec import Struct

from app.domain.rejection import Message
from app.web.presentation.clock_view import ClockView
from app.web.presentation.deadline_view import DeadlineView
from app.web.presentation.extension_view import ExtensionView
from app.web.presentation.kept_words import KeptWords
from app.web.presentation.papers_view import PapersView
from app.web.presentation.repeat_view import MergeTargetView
from app.web.presentation.task_view import CommentView, DiagramView, DialogView, DocumentView, Fact, HistoryEntry, Notice
from app.web.presentation.work_list_view import TaskRow
from app.web.presentation.writer_view import WriterQuestion


class PartView(Struct, frozen=True):
    """A part of a case, for example one item of a meeting. messages: what may be sent to it alone, label and address of its dialog."""

    about: str
    messages: tuple[Fact, ...]


class ItemRow(Struct, frozen=True):
    """One of the several that a case does: an item of a meeting. about: what it is. facts: its unit and what else was registered of it.

    deadline: its own; None where it has none yet. steps: those that are open, by name and who holds them, with the way there. state:
    open, over, or waiting for the case to come to it. correction_href: where what was entered of it is corrected; "" where it is not.
    stands: nothing of it can be corrected any more, and the page there says why.
    """

    about: str
    facts: tuple[Fact, ...]
    deadline: DeadlineView | None
    steps: tuple[Fact, ...]
    state: str
    correction_href: str = ""
    stands: bool = False


class ItemsView(Struct, frozen=True):
    """label: what the registration calls them."""

    label: str
    rows: tuple[ItemRow, ...]


class CaseView(Struct, frozen=True):
    """state: running, completed or cancelled. can: cancel, merge, print-receipt. messages: what may be sent to the case, label and
    address of its dialog; message_parts: to its parts.
    received_href: where a paper is entered that was received before. asked: what the writer was asked, newest first. withheld: how many
    documents this person does not see, because they may show who wrote in. tab: overview, history, diagram, documents or comments. notices:
    above its tabs. corrected: after the case had ended, newest first."""

    receipt_number: str
    href: str
    title: str
    process_name: str
    state: str
    received_at: datetime
    tab: str = "overview"
    entered_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""
    facts: tuple[Fact, ...] = ()
    deadlines: tuple[DeadlineView, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    history_filter: str = "all"
    history_odd: int = 0
    history_count: int = 0
    diagram: DiagramView | None = None
    documents: tuple[DocumentView, ...] = ()
    document_count: int = 0
    withheld: int = 0
    items: ItemsView | None = None
    comments: tuple[CommentView, ...] = ()
    comment: KeptWords | None = None
    comment_count: int = 0
    can: frozenset[str] = frozenset()
    merged_into: MergeTargetView | None = None
    receipt_href: str = ""
    received_href: str = ""
    messages: tuple[Fact, ...] = ()
    message_parts: tuple[PartView, ...] = ()
    dialog: DialogView | None = None
    upload_problem: Message | None = None
    papers: PapersView | None = None
    asked: tuple[WriterQuestion, ...] = ()
    notices: tuple[Notice, ...] = ()
    corrected: tuple[HistoryEntry, ...] = ()


class CountedDayView(Struct, frozen=True):
    """A day of a period. kind: start, counted, rest, holiday, closure, make-up, stopped, unused (the deadline had ended), late, before
    or after; number: which of the counted days it is or, for a late one, of the working days since the end. is_end: the deadline ended on
    it, before its time or late."""

    on: date
    kind: str
    number: int = 0
    note: str = ""
    is_today: bool = False
    is_due: bool = False
    is_ahead: bool = False
    is_end: bool = False
    is_last_to_ask: bool = False


class DeadlineDaysView(Struct, frozen=True):
    """The days of one deadline, by weeks from Monday. as_list: row by row instead of the calendar. about: the case, and of a step that
    several have the item and the unit. warning: of a fixed date on a day of rest. event, at: the event after which it is shown as it stood,
    and when that took effect; 0 for how it stands now. now_href: where it stands as it is now."""

    receipt_number: str
    case_title: str
    back_href: str
    deadline: DeadlineView
    weeks: tuple[tuple[CountedDayView, ...], ...]
    movements: tuple[HistoryEntry, ...] = ()
    as_list: bool = False
    list_href: str = ""
    grid_href: str = ""
    clock: ClockView | None = None
    extension: ExtensionView | None = None
    about: str = ""
    warning: str = ""
    event: int = 0
    at: datetime | None = None
    now_href: str = ""


class LawMark(Struct, frozen=True):
    """A deadline at whose end silence took effect. about: whose step it was, where the case has several. at: the instant of effect."""

    deadline: DeadlineView
    about: str = ""
    at: datetime | None = None


class CaseMark(Struct, frozen=True):
    """What the last verification said of a case. kind: none (nobody has asked), verified, before (it held as far as event seq, and went on
    since), anchors (its chain holds, the anchors as a whole do not) or differs.

    seq: of the first event that differs, else how far it was checked. at: when. said: what is wrong. href: of the replay there.
    """

    kind: str
    seq: int = 0
    at: datetime | None = None
    said: Message | None = None
    href: str = ""


class CaseRow(Struct, frozen=True):
    """law: what took effect by silence. events: how many it has. mark: None for who verifies nothing."""

    receipt_number: str
    href: str
    title: str
    process_name: str
    now: str
    received_at: datetime
    deadline: DeadlineView | None = None
    state: str = "running"
    law: tuple[LawMark, ...] = ()
    events: int = 0
    mark: CaseMark | None = None


class ErasedCase(Struct, frozen=True):
    """What is left of a case. at: when it was erased."""

    receipt_number: str
    href: str
    process_name: str
    at: datetime


class CasesView(Struct, frozen=True):
    """cases: one page of those found. asked: what was looked for, by the names of the address. processes, units, happened: value and label
    of those to choose from. erased: those found of which only the chain is left. logs: name and address of the files for process mining;
    none for who may not take cases along. audits: whether verdicts are shown. samples: whether samples may be drawn.

    refusal: why the conditions cannot be looked for. hint: where nothing is found, the label of the condition that excludes most, how many
    cases there are without it, and their address.
    """

    cases: tuple[CaseRow, ...]
    total: int
    asked: dict[str, str] = {}
    processes: tuple[tuple[str, str], ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    happened: tuple[tuple[str, str], ...] = ()
    previous_href: str = ""
    next_href: str = ""
    erased: tuple[ErasedCase, ...] = ()
    logs: tuple[tuple[str, str], ...] = ()
    audits: bool = False
    samples: bool = False
    refusal: Message | None = None
    hint: tuple[str, int, str] | None = None
