"""What the page of a deadline shows of its extension."""

from datetime import date, datetime

from msgspec import Struct

from app.form import FieldView
from app.web.presentation.kept_words import KeptWords
from app.web.presentation.task_view import DocumentView


class RequestView(Struct, frozen=True):
    """One request. state: asked, granted, refused, withdrawn, lapsed or dropped. was, asked, granted: civil dates, None once erased.

    reason, measures: of who asked; why: of the decision, or of the withdrawal. holder: who has the decision now, empty for nobody yet.
    overtaken: the deadline was moved meanwhile to the date asked for or beyond.
    """

    key: str
    state: str
    number: int
    asker: str
    asked_at: datetime
    was: date | None
    asked: date | None
    granted: date | None = None
    reason: str = ""
    measures: str = ""
    why: str = ""
    decider: str = ""
    ended_at: datetime | None = None
    holder: str = ""
    task_href: str = ""
    overtaken: bool = False


class ExtensionView(Struct, frozen=True):
    """state: open (it may be asked for), late, asked, rigid (no extension by the procedure), stopped or ended.

    may: whether this person may ask, and withdraw. last_day: on which it may be asked for at the latest; last_open_day: the last working
    day up to it. number: which extension it would be. approver: who decides, in words. said: what the date typed comes to. typed: date
    and days as the server last made them agree. waiting: the request that is open. earlier: those that are over, newest first.
    withdrawal: the reason to withdraw that was typed and not sent.
    """

    state: str
    action: str
    may: bool = False
    article: str = ""
    notice_days: int = 0
    last_day: date | None = None
    last_open_day: date | None = None
    deadline_at: datetime | None = None
    number: int = 1
    approver: str = ""
    provisional: bool = False
    fields: tuple[FieldView, ...] = ()
    files: tuple[DocumentView, ...] = ()
    typed: tuple[str, str] = ("", "")
    said: str = ""
    notice: str = ""
    saved_at: datetime | None = None
    waiting: RequestView | None = None
    earlier: tuple[RequestView, ...] = ()
    withdrawal: KeptWords | None = None
    withdraw_error: str = ""
