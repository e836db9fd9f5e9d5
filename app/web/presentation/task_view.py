"""What the pane of one task shows."""

from datetime import datetime

from msgspec import Struct, field

from app.domain.rejection import Message
from app.form import FieldView
from app.web.presentation.clock_view import TaskClock
from app.web.presentation.deadline_view import DeadlineView
from app.web.presentation.kept_words import KeptWords
from app.web.presentation.papers_view import PapersView
from app.web.presentation.repeat_view import RepeatsView
from app.web.presentation.shell_view import PersonView


class Fact(Struct, frozen=True):
    """A line of the summary. label: in the page's language or as the form names it. action: what the address beside the value does; without
    it the value itself is the link."""

    label: str
    value: str
    href: str = ""
    action: str = ""


class Notice(Struct, frozen=True):
    """A notice above the form. kind: yellow, red, blue or green. links: label and address. lines: what had been typed and is shown
    nowhere else, label and value."""

    kind: str
    title: str
    text: str = ""
    links: tuple[Fact, ...] = ()
    alert: bool = True
    lines: tuple[Fact, ...] = ()


class HistoryEntry(Struct, frozen=True):
    """One line of the history.

    kind: person, deadline, law or machine. icon: the name of a symbol. who: empty for the clock and the system, then actor says which.
    what: what happened, as a message; article, quote: the law and the reason given. recorded_at: where it differs from at.
    said: what was written, where the event is that somebody wrote; None in place of words that are not there any more.
    """

    seq: int
    at: datetime
    kind: str
    icon: str
    what: Message
    actor: str = ""
    who: str = ""
    acting_for: str = ""
    article: str = ""
    quote: str = ""
    details: tuple[Message, ...] = ()
    recorded_at: datetime | None = None
    said: tuple[str | None, ...] = ()


class Step(Struct, frozen=True):
    """A step on the diagram, for the list beside it.

    state: done, active, later, or of one that ended without being done lapsed or cancelled. by_system: whether no person did it.
    deemed: how often silence took effect; silence: what it counted as, consent or approval.
    """

    element_id: str
    name: str
    state: str
    article: str = ""
    at: datetime | None = None
    who: str = ""
    by_system: bool = False
    deemed: int = 0
    silence: str = ""


class DiagramView(Struct, frozen=True):
    """xml_href: the diagram's file. taken: ids of flows taken. steps: what has been, is and may come, in order."""

    xml_href: str
    steps: tuple[Step, ...]
    taken: tuple[str, ...] = ()
    version: int = 1


class DocumentView(Struct, frozen=True):
    """withheld: who handles the case does not see it, because it may show who wrote in."""

    id: str
    name: str
    href: str
    size_bytes: int
    version: int
    digest: str
    who: str
    at: datetime
    step_name: str = ""
    is_current: bool = True
    acting_for: str = ""
    withheld: bool = False


class CommentView(Struct, frozen=True):
    who: str
    at: datetime
    text: str
    acting_for: str = ""


class Choice(Struct, frozen=True):
    value: str
    label: str
    hint: str = ""
    chosen: bool = False


class Input(Struct, frozen=True):
    """A line to fill in. name: of the field. label: in the page's language."""

    name: str
    label: str
    value: str = ""


class DialogView(Struct, frozen=True):
    """An open dialog. kind: send-back, transfer, delegate, withdraw, urge, answer-urging, cancel, message, purpose, keep-identity,
    lift-identity, correct-identity, ask-writer or answer-for-writer. what: what doing it brings about, in the diagram's own words. about:
    to which part of the case, by its title, or which question. choices: to which step or to whom. inputs: lines to fill in before the
    reason. errors: by field; refusal: why the whole was not done. kept: where the words are kept as they are typed; None: they are not.
    merged: numbers of the cases merged into this one, which would end with it."""

    kind: str
    action: str
    close_href: str
    title: str = ""
    what: str = ""
    about: str = ""
    choices: tuple[Choice, ...] = ()
    inputs: tuple[Input, ...] = ()
    reason: str = ""
    earlier: tuple[str, ...] = ()
    errors: dict[str, Message] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    refusal: Message | None = None
    kept: KeptWords | None = None
    merged: tuple[str, ...] = ()


class UrgingView(Struct, frozen=True):
    """One urging of a task. answer: empty for none yet; then answer_href is where it can be given, for those who may."""

    who: str
    at: datetime
    reason: str
    answer: str = ""
    answered_by: str = ""
    answered_for: str = ""
    answered_at: datetime | None = None
    answer_href: str = ""


class LapseView(Struct, frozen=True):
    """Silence that took effect on a task. counts_as: consent or approval. at: when it took effect; recorded_at: when that was recorded.

    undone: a reply was proven to have been received before. remark: what can be filed as a late remark, in words; empty for nothing typed.
    can_file: whether this person may. filed_at: when a remark was filed last.
    """

    counts_as: str
    article: str
    at: datetime
    recorded_at: datetime | None = None
    undone: bool = False
    remark: str = ""
    can_file: bool = False
    filed_at: datetime | None = None
    problem: Message | None = None
    kept: KeptWords | None = None


class TaskView(Struct, frozen=True):
    """One task as this person sees it.

    address: `/tasks/<key>`, under which its commands lie. list_href: the list without the task; href: this page without tab and dialog.
    can: claim, release, complete, send-back, transfer, delegate, take-back, withdraw, urge, answer-urging, comment, upload. readonly: why
    nothing may be typed, empty where it may. submit_label: the button's words, empty for "Submit". status: 422 where answers were refused,
    409 where the state forbade it. upload_problem: why a document was not taken. lapse: where silence took effect on it. clock: whether it
    can be stopped or restarted. merging: what stands beside a form that can merge its case into another. urgings: newest first.
    withheld: how many documents this person does not see, because they may show who wrote in.
    """

    key: str
    address: str
    href: str
    list_href: str
    receipt_number: str
    process_name: str
    step_name: str
    title: str
    tab: str = "form"
    deadline: DeadlineView | None = None
    due_at: datetime | None = None
    assignee: PersonView | None = None
    is_mine: bool = False
    acting_for: str = ""
    can: frozenset[str] = frozenset()
    readonly: str = ""
    is_over: bool = False
    notice: Notice | None = None
    fields: tuple[FieldView, ...] = ()
    submit_label: str = ""
    draft_saved_at: datetime | None = None
    draft_version: int = 0
    facts: tuple[Fact, ...] = ()
    next_step: str = ""
    claimed_at: datetime | None = None
    history: tuple[HistoryEntry, ...] = ()
    history_filter: str = "all"
    history_count: int = 0
    diagram: DiagramView | None = None
    documents: tuple[DocumentView, ...] = ()
    document_count: int = 0
    withheld: int = 0
    comments: tuple[CommentView, ...] = ()
    comment: KeptWords | None = None
    comment_count: int = 0
    case_href: str = ""
    dialog: DialogView | None = None
    outcome: str = ""
    status: int = 200
    upload_problem: Message | None = None
    papers: PapersView | None = None
    merging: RepeatsView | None = None
    lapse: LapseView | None = None
    clock: TaskClock | None = None
    urgings: tuple[UrgingView, ...] = ()
