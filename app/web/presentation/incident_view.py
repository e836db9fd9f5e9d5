"""What operators see of what stopped."""

from datetime import datetime

from msgspec import Struct

from app.domain.rejection import Message
from app.web.presentation.deadline_view import DeadlineView
from app.web.presentation.task_view import Fact


class IncidentRow(Struct, frozen=True):
    """trouble, remedy: what went wrong and what to do, in plain words. cause: what was expected and found, in a sentence. version: of the
    definition. deadline: the most pressing one of the case. at: when the step stopped first. tries: how often it was tried since in
    vain. resolved_at: None while it is open."""

    key: str
    href: str
    receipt_number: str
    case_href: str
    process_name: str
    version: int
    step_name: str
    cause: Message
    at: datetime
    deadline: DeadlineView | None = None
    resolved_at: datetime | None = None
    tries: int = 0
    is_open: bool = False
    trouble: str = ""
    remedy: str = ""


class RightValue(Struct, frozen=True):
    """One value that is to be another. label: by which people know it; path: as the diagram calls it."""

    label: str
    path: str
    stands: str
    becomes: str


class ProvenReply(Struct, frozen=True):
    """Of a reply that was proven after its silence had taken effect. is_known: whether what it said was entered. is_right: the data were
    put right by it. values: what would be written. overwritten: what somebody has written over since. onward: steps to which the reply
    would have led. papers: numbers of what was issued since."""

    is_known: bool
    is_right: bool = False
    values: tuple[RightValue, ...] = ()
    overwritten: tuple[str, ...] = ()
    onward: tuple[str, ...] = ()
    papers: str = ""


class IncidentDetail(Struct, frozen=True):
    """values: variables that the step reads, by name, as JSON text. same_cause: how many more stopped for the same reason; same_href: all
    of these. move_href: where the case is moved outside its course. over: the case has ended meanwhile."""

    row: IncidentRow
    action: str
    values: tuple[Fact, ...] = ()
    same_cause: int = 0
    same_href: str = ""
    how: str = ""
    reason: str = ""
    variable: str = ""
    value: str = ""
    errors: tuple[tuple[str, Message], ...] = ()
    move_href: str = ""
    proven: ProvenReply | None = None
    over: bool = False

    def error(self, name: str) -> Message | None:
        return next((message for field, message in self.errors if field == name), None)


class Tried(Struct, frozen=True):
    """What came of trying a step again. href: of the new incident, or of the case that went on. cause: why it stopped again, else None.
    ended: its case is over, and nothing of it goes on."""

    receipt_number: str
    href: str
    cause: Message | None = None
    ended: bool = False


class IncidentsView(Struct, frozen=True):
    """state: open or resolved. found: how many match the filters. others: running cases that are not affected. tried: what came of a
    retry just made. troubles, processes: value and label of what can be filtered by. wrong: why several were not tried. here: this
    address, to come back to."""

    state: str
    rows: tuple[IncidentRow, ...]
    open_count: int
    resolved_count: int
    open_href: str
    resolved_href: str
    others: int = 0
    detail: IncidentDetail | None = None
    last_resolved_at: datetime | None = None
    found: int = 0
    tried: tuple[Tried, ...] = ()
    troubles: tuple[tuple[str, str], ...] = ()
    processes: tuple[tuple[str, str], ...] = ()
    trouble: str = ""
    process: str = ""
    query: str = ""
    clear_href: str = ""
    wrong: Message | None = None
    here: str = "/incidents"
