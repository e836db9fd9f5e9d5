"""What the page shows on which a leader decides on several cases at once."""

from msgspec import Struct

from app.domain.rejection import Message
from app.form import FieldView
from app.web.presentation.deadline_view import DeadlineView
from app.web.presentation.task_view import Choice


class DecisionRow(Struct, frozen=True):
    """One case put before the leader. shown: what its form shows, which is what is needed to decide. problem: why it was refused."""

    key: str
    receipt_number: str
    href: str
    title: str
    step_name: str
    deadline: DeadlineView | None = None
    shown: tuple[FieldView, ...] = ()
    on_behalf: str = ""
    ticked: bool = False
    problem: Message | None = None


class DecisionGroup(Struct, frozen=True):
    """Cases that are decided by the same form. id: of the form's version. choices: hint names the options that ask for an opinion.

    problem: what was missing. opinion_label: as the form calls it; need: labels of the options that cannot do without.
    """

    id: str
    title: str
    label: str
    rows: tuple[DecisionRow, ...]
    choices: tuple[Choice, ...]
    opinion: str = ""
    opinion_label: str = ""
    need: tuple[str, ...] = ()
    errors: tuple[tuple[str, Message], ...] = ()

    def error(self, name: str) -> Message | None:
        return dict(self.errors).get(name)


class GoneRow(Struct, frozen=True):
    """What was to be decided and is not put before the leader any more. problem: what the command said of it."""

    title: str
    receipt_number: str
    problem: Message


class DecisionsView(Struct, frozen=True):
    """single: what has to be opened one by one. more: how many there are besides those shown. done: how many were decided a moment ago.
    refused: how many were not, those that are gone among them.
    """

    groups: tuple[DecisionGroup, ...]
    single: tuple[DecisionRow, ...] = ()
    more: int = 0
    done: int = 0
    refused: int = 0
    gone: tuple[GoneRow, ...] = ()
