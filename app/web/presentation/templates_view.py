"""What the pages of the papers' templates show."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from app.domain.rejection import Message
from app.web.presentation.paper_view import FigureView
from app.web.presentation.staff_view import AdminLink


class VersionRow(Struct, frozen=True):
    """state: active or pending. issued: how many papers were issued with it."""

    version: int
    state: str
    by: str
    at: datetime
    href: str
    issued: int = 0


class TemplateRow(Struct, frozen=True):
    """A paper that cases may bring about. typing: its words are being changed and are not published yet."""

    href: str
    id: str
    name: str
    kind: str
    process: str
    newest: VersionRow
    typing: bool = False


class WordChange(Struct, frozen=True):
    """A Word template that an office had. file: empty where the product's was used again."""

    at: datetime
    by: str
    file: str
    href: str


class OfficeRow(Struct, frozen=True):
    """An office that issues papers. typed, problem: what was refused a moment ago, and why."""

    id: str
    name: str
    code: str
    word_name: str
    history: tuple[WordChange, ...] = ()
    typed: dict[str, str] | None = None
    problem: Message | None = None


class TemplatesView(Struct, frozen=True):
    """may_change: whether the reader may change words and Word templates, or only look."""

    links: tuple[AdminLink, ...]
    rows: tuple[TemplateRow, ...]
    offices: tuple[OfficeRow, ...]
    may_change: bool
    done: Message | None = None
    most_bytes: int = 2_000_000


class WordsField(Struct, frozen=True):
    """One text of a template. place: as refusals name it. error: what is wrong with it."""

    place: str
    label: str
    text: str
    rows: int = 1
    error: Message | None = None
    changed: bool = False


class LookedAt(Struct, frozen=True):
    """Who saw these words filled from a real case, and when."""

    by: str
    number: str
    at: datetime


class WordingView(Struct, frozen=True):
    """The words of one paper. version: whose words stand here; newest: the newest there is; old: an earlier one is shown, to read.

    fields_known: what the texts may read, and the name that people know, empty where nobody gave one. looked: who has seen just these
    words with a case. content: the words with fields named instead of filled.
    """

    links: tuple[AdminLink, ...]
    href: str
    preview_href: str
    name: str
    id: str
    kind: str
    process: str
    version: int
    newest: VersionRow
    versions: tuple[VersionRow, ...]
    fields: tuple[WordsField, ...]
    fields_known: tuple[tuple[str, str], ...]
    content: dict[str, Any]
    may_change: bool
    old: bool = False
    moved_on: bool = False
    reason: str = ""
    looked: tuple[LookedAt, ...] = ()
    problem: Message | None = None
    problems: tuple[Message, ...] = ()
    saved_at: datetime | None = None
    done: Message | None = None


class PreviewView(Struct, frozen=True):
    """A paper filled from a real case with words that are not published. content: None before a case is named, or where it is refused."""

    name: str
    href: str
    number: str
    content: dict[str, Any] | None
    pdf_href: str = ""
    problem: Message | None = None
    back_href: str = ""
    edited: bool = False

    @property
    def figures(self) -> dict[str, FigureView]:
        """Return the figures of the content by their ids."""
        said = self.content["figures"] if self.content is not None else ()
        return {one["id"]: FigureView(one["id"], one["label"], one["value"], 1) for one in said}
