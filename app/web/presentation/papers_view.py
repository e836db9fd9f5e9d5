"""What the list of a case's papers shows."""

from datetime import datetime

from msgspec import Struct

from app.domain.rejection import Message


class PaperRow(Struct, frozen=True):
    """state: draft or issued. served: how many records of service stand; None for a record of service, which is
    not served itself. overtaken_at: since which correction it says otherwise than the
    case does."""

    href: str
    title: str
    kind: str
    state: str
    number: str
    who: str
    at: datetime
    digest: str = ""
    served: int | None = 0
    overtaken_at: datetime | None = None


class PapersView(Struct, frozen=True):
    """The papers of a case. to_draft: value and label of templates. action: where a draft is asked for."""

    rows: tuple[PaperRow, ...]
    to_draft: tuple[tuple[str, str], ...] = ()
    action: str = ""
    problem: Message | None = None
