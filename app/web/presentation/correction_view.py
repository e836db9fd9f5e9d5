"""What the page shows on which something entered wrongly is corrected."""

from msgspec import Struct

from app.domain.rejection import Message
from app.form import FieldView
from app.web.presentation.kept_words import KeptWords
from app.web.presentation.task_view import DocumentView


class CorrectionView(Struct, frozen=True):
    """step: what is corrected, by its name. fields: those that still stand as they were entered. refusal: why the whole was not taken.
    documents: of the case, and what carries those chosen now. shut: labels of those that are not corrected here, and what to do instead.
    papers: issued ones that say what is corrected here, by number and title. has_ended: the case. service_href: where the service is
    recorded that the step is about, on the page of the paper that it serves; empty where it is said in the form itself.
    """

    receipt_number: str
    step: str
    action: str
    case_href: str
    fields: tuple[FieldView, ...]
    reason: str = ""
    reason_error: Message | None = None
    refusal: Message | None = None
    documents: tuple[DocumentView, ...] = ()
    shut: tuple[tuple[str, Message], ...] = ()
    kept: KeptWords | None = None
    papers: tuple[str, ...] = ()
    has_ended: bool = False
    service_href: str = ""

    @property
    def stands(self) -> bool:
        """Whether nothing that was answered can be corrected any more."""
        return not any(field.name for field in self.fields)
