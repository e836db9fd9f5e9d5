"""What the page of one paper shows."""

from datetime import date, datetime
from typing import Any

from msgspec import Struct

from app.domain.rejection import Message
from app.web.presentation.task_view import DialogView, Fact


class FigureView(Struct, frozen=True):
    """stale: what the value would be now, empty where it holds. uses: how often it stands in the text. provisional: whether it is a day
    of a draft, counted in a year whose notice is not entered."""

    id: str
    label: str
    value: str
    uses: int
    cases: tuple[Fact, ...] = ()
    stale: str = ""
    provisional: bool = False


class Words(Struct, frozen=True):
    """A part of a paper that a person changes. label: which part, in the page's language. masked: shown, and not changed here."""

    place: str
    label: str
    text: str
    rows: int = 2
    masked: bool = False


class ServiceView(Struct, frozen=True):
    """A record of service. counts: it is the one from which time limits run. struck_at, struck_by, struck_reason: of one that was wrong.
    strike_href: where the reader strikes it off; empty where they may not. effective_on: with a service by announcement."""

    key: str
    at: datetime
    how: str
    by: str
    to: str
    note: str = ""
    document_href: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None
    counts: bool = False
    effective_on: date | None = None
    struck_at: datetime | None = None
    struck_by: str = ""
    struck_reason: str = ""
    strike_href: str = ""


class PaperView(Struct, frozen=True):
    """One paper. content: as app/domain/paper.py says. can: edit, issue, serve, correct. problem: why it was not saved or issued.

    case_href, back: where the way back leads, and its name; empty: the documents of the case.
    look_href: where somebody who says what for sees who wrote in; empty where nothing is masked. dialog: that question.
    saved_at: when words were kept that are typed and not saved; moved_on: somebody else changed the paper since.
    limits: what counts from the service, in the words of the form of the step that serves the paper.
    paper: the id of its template. corrected_by: the issued papers that put it right.
    overtaken_at: since which correction an issued paper says otherwise than the case; None: it does not.
    """

    href: str
    receipt_number: str
    case_href: str
    kind: str
    state: str
    title: str
    number: str
    content: dict[str, Any]
    figures: tuple[FigureView, ...]
    can: frozenset[str]
    revision: int
    drafted_by: str
    drafted_at: datetime
    words: tuple[Words, ...] = ()
    issued_by: str = ""
    issued_at: datetime | None = None
    digest: str = ""
    corrects: str = ""
    corrected_by: tuple[Fact, ...] = ()
    paper: str = ""
    behind: tuple[Fact, ...] = ()
    counted_at: datetime | None = None
    services: tuple[ServiceView, ...] = ()
    ways: tuple[tuple[str, str], ...] = ()
    documents: tuple[tuple[str, str], ...] = ()
    typed: dict[str, str] | None = None
    problem: Message | None = None
    undrawn: str = ""
    note_wanted: bool = False
    changed: tuple[tuple[str, str], ...] = ()
    back: str = ""
    saved_at: datetime | None = None
    moved_on: bool = False
    look_href: str = ""
    dialog: DialogView | None = None
    overtaken_at: datetime | None = None
    limits: tuple[str, ...] = ()

    @property
    def by_id(self) -> dict[str, FigureView]:
        return {figure.id: figure for figure in self.figures}
