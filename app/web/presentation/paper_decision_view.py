"""What a secretary sees who enters a decision that a leader made on paper."""

from msgspec import Struct, field

from app.domain.rejection import Message
from app.form import FieldView
from app.web.presentation.deadline_view import DeadlineView
from app.web.presentation.task_view import Choice, DocumentView


class WaitingRow(Struct, frozen=True):
    """One step put before leaders. leaders: names of who may decide."""

    receipt_number: str
    href: str
    title: str
    step_name: str
    leaders: tuple[str, ...]
    deadline: DeadlineView | None = None


class WaitingView(Struct, frozen=True):
    rows: tuple[WaitingRow, ...]
    done: bool = False


class PaperDecisionView(Struct, frozen=True):
    """leaders: to choose from. decided: day and time of the city as typed. scan: the name of one that lies in the case already.

    errors: by leader, decidedAt and documentId; those of the form's fields stand with them. notice: what stands in the way as a whole.
    """

    action: str
    back_href: str
    task_href: str
    receipt_number: str
    title: str
    step_name: str
    fields: tuple[FieldView, ...]
    leaders: tuple[Choice, ...]
    decided: str = ""
    scan: str = ""
    errors: dict[str, Message] = field(default_factory=dict)
    notice: Message | None = None
    files: tuple[DocumentView, ...] = ()
