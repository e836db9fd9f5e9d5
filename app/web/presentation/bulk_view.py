"""What the page shows of one thing done to several tasks."""

from datetime import datetime

from msgspec import Struct

from app.domain.rejection import Message
from app.web.presentation.kept_words import KeptWords
from app.web.presentation.task_view import Choice


class BulkRow(Struct, frozen=True):
    """holder: empty where nobody has it. choices: who may take it. problem: why it was refused. barred: why it cannot be done at all.
    stopped: whether the clock of its deadline stands still."""

    key: str
    receipt_number: str
    href: str
    title: str
    step_name: str
    deadline_at: datetime | None
    holder: str = ""
    choices: tuple[Choice, ...] = ()
    problem: Message | None = None
    barred: Message | None = None
    stopped: bool = False


class BulkView(Struct, frozen=True):
    """kind: transfer or urge. action: where it is sent by POST. back_href: the list that the rows were selected in.

    takers: for all rows at once. reason, problem: what was typed, and what was missing. done: how many were done a moment ago.
    """

    kind: str
    action: str
    back_href: str
    rows: tuple[BulkRow, ...]
    takers: tuple[Choice, ...] = ()
    reason: str = ""
    problem: Message | None = None
    done: int = 0
    kept: KeptWords | None = None
