"""What the page shows on which a case is started."""

from datetime import datetime

from msgspec import Struct

from app.form import FieldView
from app.web.presentation.repeat_view import LikelyRepeat
from app.web.presentation.task_view import DocumentView


class StartView(Struct, frozen=True):
    """action: where the form is posted. files: chosen before, kept until the case is started. notice: what was wrong with the whole.

    saved_at: when what is shown was saved as a draft, in real time. compares: whether the form asks what earlier cases are compared by.
    takes_over: cases of it that run on paper may be taken over.
    """

    process_id: str
    process_name: str
    action: str
    fields: tuple[FieldView, ...]
    repeats: tuple[LikelyRepeat, ...] = ()
    files: tuple[DocumentView, ...] = ()
    notice: str = ""
    saved_at: datetime | None = None
    compares: bool = True
    takes_over: bool = False
