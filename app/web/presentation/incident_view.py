"""What operators see of what stopped."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.rejection import Message
from app.web.presentation.deadline_view import DeadlineView
from app.web.presentation.task_view import Fact


@dataclass(frozen=True)
class IncidentRow:
    """cause: what was expected and found, in a sentence. version: of the definition. resolved_at: None while it is open."""

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
    is_open: bool = False


@dataclass(frozen=True)
class IncidentDetail:
    """values: variables that the step reads, by name, as JSON text. same_cause: how many more stopped for the same reason."""

    row: IncidentRow
    action: str
    values: tuple[Fact, ...] = ()
    same_cause: int = 0
    how: str = "retry"
    reason: str = ""
    variable: str = ""
    value: str = ""
    errors: tuple[tuple[str, Message], ...] = ()

    def error(self, name: str) -> Message | None:
        return next((message for field, message in self.errors if field == name), None)


@dataclass(frozen=True)
class IncidentsView:
    """state: open or resolved. others: running cases that are not affected."""

    state: str
    rows: tuple[IncidentRow, ...]
    open_count: int
    resolved_count: int
    open_href: str
    resolved_href: str
    others: int = 0
    detail: IncidentDetail | None = None
    last_resolved_at: datetime | None = None
