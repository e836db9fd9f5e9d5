"""What the page of paper cases shows: every row of a sheet, with what is wrong with it or how its case would come out."""

from datetime import datetime

from msgspec import Struct

from app.domain.rejection import Message
from app.web.presentation.staff_view import AdminLink


class PaperLine(Struct, frozen=True):
    """number: of the row in its sheet. state: wrong, taken (here already, as `taken`) or new. step: where the paper stands. stands: names
    of what would be open now. light: of the deadline. happened: what has come due since. silent: silence took effect meanwhile. files:
    that the row names. falls_on: as in DeadlineView.
    """

    number: int
    paper_number: str
    received: str
    entered: str
    step: str
    state: str
    taken: str = ""
    stands: tuple[str, ...] = ()
    deadline_at: datetime | None = None
    article: str = ""
    light: str = ""
    provisional: bool = False
    happened: tuple[Message, ...] = ()
    silent: bool = False
    errors: tuple[tuple[str, Message], ...] = ()
    files: tuple[str, ...] = ()
    falls_on: str = ""


class PaperCasesView(Struct, frozen=True):
    """procedures: id and name of those whose paper cases may be taken over. sheet: what stands for the file on this page; empty: none.

    loose: what is wrong with rows of parts that belong to no row. new_count, silent_count: rows that would be taken over, and those of
    them in which silence took effect. done: how many were taken over just now, the first and the last number.
    files: what stands for the zip on this page; files_name: how it is called.
    """

    links: tuple[AdminLink, ...]
    procedures: tuple[tuple[str, str], ...]
    lines: tuple[PaperLine, ...] = ()
    loose: tuple[tuple[str, Message], ...] = ()
    process_name: str = ""
    file_name: str = ""
    sheet: str = ""
    error_count: int = 0
    new_count: int = 0
    silent_count: int = 0
    reason: str = ""
    problem: Message | None = None
    done: tuple[int, str, str] | None = None
    files: str = ""
    files_name: str = ""
