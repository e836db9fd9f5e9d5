"""What citizens see: their letter, its receipt, and how far it has come."""

from datetime import datetime

from msgspec import Struct, field

from app.domain.rejection import Message
from app.web.presentation.task_view import DialogView
from app.web.presentation.time_left import Left


class Photo(Struct, frozen=True):
    id: str
    name: str


class LetterView(Struct, frozen=True):
    """A letter being written. step: 1 what, 2 contact, 3 check. The answers of the other steps travel in hidden fields.

    blank: asked for by its address alone, so that only the browser can know what was typed.
    """

    step: int
    topic: str = ""
    place: str = ""
    content: str = ""
    anonymous: bool = False
    name: str = ""
    contact: str = ""
    keep_identity: bool = False
    about_conduct: bool = False
    photos: tuple[Photo, ...] = ()
    about: str = ""
    errors: dict[str, Message] = field(default_factory=dict)
    max_photos: int = 6
    blank: bool = False


class LetterReceiptView(Struct, frozen=True):
    """What to keep after sending. repeats: how many similar letters are known already.

    address: where the page can be seen again for as long as the code is shown; empty where it cannot.
    """

    receipt_number: str
    query_code: str
    received_at: datetime
    answer_by: datetime | None = None
    repeats: int = 0
    progress_href: str = "/progress"
    address: str = ""


class QueryView(Struct, frozen=True):
    """problem: "", wrong (then tries_left) or locked (then locked_until)."""

    receipt_number: str = ""
    problem: str = ""
    tries_left: int = 0
    locked_until: datetime | None = None
    wait_minutes: int = 15


class PublicStep(Struct, frozen=True):
    """state: done, now or later. name: the public name of the step. notes: what is awaited, in the words of whoever asked for it."""

    name: str
    state: str
    at: datetime | None = None
    note: str = ""
    notes: tuple[str, ...] = ()


class ProgressView(Struct, frozen=True):
    """Where a letter or another case stands. procedure: of another case, its name; empty for a letter.

    state: received, running, late, stopped, answered, closed or merged.

    Of a merged one merged_into is the number of the earlier letter, earlier_state where that one stands (empty where it is no longer
    shown); steps and days are those of the earlier one. told: what the applicant was told of the case, and when, oldest first.
    """

    receipt_number: str
    state: str
    topic: str
    steps: tuple[PublicStep, ...]
    received_at: datetime
    answer_by: datetime | None = None
    left: Left | None = None
    unit: str = ""
    article: str = ""
    length: str = ""
    days_unit: str = "working day"
    stopped_why: str = ""
    answered_at: datetime | None = None
    answer: str = ""
    merged_into: str = ""
    earlier_state: str = ""
    provisional: bool = False
    told: tuple[tuple[datetime, Message], ...] = ()
    procedure: str = ""


class PrintedReceiptView(Struct, frozen=True):
    """The printed receipt (收件回执). lines: label and value, as registered.

    query_code: only while it is shown. has_code: whether citizens follow such cases. new_code_href: where to ask for a new one, for who
    may. dialog: what is asked before one is given. procedure: the name of it; empty for a letter.
    """

    city: str
    office: str
    receipt_number: str
    query_code: str
    received_at: datetime
    printed_at: datetime
    lines: tuple[tuple[str, str], ...]
    answer_by: datetime | None = None
    article: str = ""
    telephone: str = "12345"
    progress_address: str = ""
    has_code: bool = False
    new_code_href: str = ""
    dialog: DialogView | None = None
    procedure: str = ""
