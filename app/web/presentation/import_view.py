"""What the page of an import shows: every row of the file, with what is wrong with it."""

from msgspec import Struct

from app.domain.rejection import Message
from app.web.presentation.staff_view import AdminLink


class ImportRow(Struct, frozen=True):
    """number: of the row in its sheet. cells: by column, in their order. errors: by column."""

    sheet: str
    number: int
    cells: tuple[tuple[str, str], ...]
    errors: tuple[tuple[str, Message], ...] = ()

    def errors_of(self, column: str) -> tuple[Message, ...]:
        return tuple(message for name, message in self.errors if name == column)


class ImportView(Struct, frozen=True):
    """error_count: in all rows. sent: the rows as they are sent back to be confirmed. done: units, people and posts imported just now."""

    links: tuple[AdminLink, ...]
    rows: tuple[ImportRow, ...] = ()
    error_count: int = 0
    sent: str = ""
    problem: Message | None = None
    done: tuple[int, ...] = ()
