"""What operators see before and after they take cases to another version of their process."""

from datetime import datetime

from msgspec import Struct

from app.domain.rejection import Message
from app.web.presentation.kept_words import KeptWords


class VersionRow(Struct, frozen=True):
    """A version by which cases run. newest: number of the newest one in force."""

    process_name: str
    version: int
    cases: int
    newest: int
    href: str


class ElementRow(Struct, frozen=True):
    """An element at which cases stand. field: name of its choice in the form. options: id and name of those at which it may go on. chosen:
    id of one; empty: there is none. attached: an event of something else. cases: how many stand there. to: what becomes of an event."""

    field: str
    element_id: str
    name: str
    cases: int
    options: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    attached: bool = False
    problem: Message | None = None


class CaseRow(Struct, frozen=True):
    """steps: names of the elements at which it stands. added: events that would wait from now on, each with when a timer is due.
    problem: why it cannot be taken there; None: it can. chosen: whether its box is ticked."""

    key: str
    receipt_number: str
    href: str
    steps: tuple[str, ...]
    added: tuple[tuple[str, datetime | None], ...] = ()
    problem: Message | None = None
    chosen: bool = True


class Taken(Struct, frozen=True):
    """What came of one command. problem: why it was refused; None: the case goes on by the other version."""

    receipt_number: str
    href: str
    problem: Message | None = None


class MigrationView(Struct, frozen=True):
    """One version, or one case of it, and what would become of what runs by it. number: of the one case, empty for all. targets: key and
    number of the versions in force. to, to_version: the chosen one. fields: what the form sends along. more: the next cases. taken: what
    came of the commands just sent. asked: whether a reason is missing."""

    process_name: str
    version: int
    action: str
    number: str = ""
    targets: tuple[tuple[str, int], ...] = ()
    to: str = ""
    to_version: int = 0
    elements: tuple[ElementRow, ...] = ()
    cases: tuple[CaseRow, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    more: str = ""
    taken: tuple[Taken, ...] = ()
    reason: str = ""
    asked: bool = False
    back: str = "/migrations"
    kept: KeptWords | None = None

    @property
    def movable(self) -> int:
        return sum(case.problem is None for case in self.cases)


class MigrationsView(Struct, frozen=True):
    """versions: all by which cases run, where none is chosen."""

    versions: tuple[VersionRow, ...] = ()
    chosen: MigrationView | None = None
