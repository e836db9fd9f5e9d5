"""What the list of a case's papers shows."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.rejection import Message


@dataclass(frozen=True)
class PaperRow:
    """state: draft or issued. served: how often service was recorded."""

    href: str
    title: str
    kind: str
    state: str
    number: str
    who: str
    at: datetime
    digest: str = ""
    served: int = 0


@dataclass(frozen=True)
class PapersView:
    """The papers of a case. to_draft: value and label of templates. action: where a draft is asked for."""

    rows: tuple[PaperRow, ...]
    to_draft: tuple[tuple[str, str], ...] = ()
    action: str = ""
    problem: Message | None = None
