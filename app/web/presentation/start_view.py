"""What the page shows on which a case is started."""

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.rejection import Message
from app.form import FieldView


@dataclass(frozen=True)
class LikelyRepeat:
    """An earlier case that may be about the same matter, and why it is thought so."""

    receipt_number: str
    href: str
    title: str
    received_at: datetime
    why: str = ""


@dataclass(frozen=True)
class StartView:
    """action: where the form is posted. backdating: whether this person may enter a past receipt instant."""

    process_id: str
    process_name: str
    action: str
    fields: tuple[FieldView, ...]
    description: str = ""
    backdating: bool = False
    received_at: str = ""
    backdating_reason: str = ""
    errors: dict[str, Message] = field(default_factory=dict)
    repeats: tuple[LikelyRepeat, ...] = ()
    notice: str = ""


@dataclass(frozen=True)
class Procedure:
    """A procedure that may be started."""

    name: str
    href: str
    description: str = ""
    articles: str = ""
