"""What the page shows on which something entered wrongly is corrected."""

from dataclasses import dataclass

from app.domain.rejection import Message
from app.form import FieldView


@dataclass(frozen=True)
class CorrectionView:
    """step: what is corrected, by its name. fields: those that still stand as they were entered. refusal: why the whole was not taken."""

    receipt_number: str
    step: str
    action: str
    case_href: str
    fields: tuple[FieldView, ...]
    reason: str = ""
    reason_error: Message | None = None
    refusal: Message | None = None
