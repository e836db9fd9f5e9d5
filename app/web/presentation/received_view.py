"""What the page shows on which a paper is entered that was received before."""

from datetime import datetime

from msgspec import Struct

from app.domain.rejection import Message
from app.form import FieldView
from app.web.presentation.deadline_view import DeadlineView
from app.web.presentation.task_view import DocumentView


class RepliedStep(Struct, frozen=True):
    """A step that the paper may reply to. lapsed: silence has taken effect, which a receipt proven earlier undoes. missed_at:
    when it was missed, where it has a new limit since: a receipt from before counts by the earlier one."""

    key: str
    name: str
    deadline: DeadlineView
    lapsed: bool = False
    missed_at: datetime | None = None


class ReceivedView(Struct, frozen=True):
    """typed: what was entered before, by field: _step, _at, _reason, _document. earliest: the first day that may be entered.

    documents: key and name of what the case holds. errors: by field; problem: what was wrong with the whole. fields: what is asked of the
    reply to the chosen step, where silence took effect there; files: those chosen in them.
    """

    href: str
    receipt_number: str
    case_href: str
    title: str
    steps: tuple[RepliedStep, ...]
    documents: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    now_local: str
    earliest: str
    errors: dict[str, Message]
    problem: Message | None = None
    saved_at: datetime | None = None
    fields: tuple[FieldView, ...] = ()
    files: tuple[DocumentView, ...] = ()
