"""A template of a paper: fixed words, and expressions over what a case knows."""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from app.feel import Expression

KINDS: Final = ("receipt", "notice", "decision", "service-record", "bulletin", "summary")
"""收件回执, 通知书, 决定书, 送达回证, 通报, 专报."""

ALIGNMENTS: Final = ("left", "center", "right")


class FigureMark(Struct, frozen=True):
    """Where a text shows a figure: its id."""

    id: str


LiveText = tuple["str | Expression | FigureMark", ...]
"""Fixed words and what is worked out of the case, in their order; empty: no text."""


class LimitTemplate(Struct, frozen=True):
    """What issuing a paper sets: the day that a figure gives, as the new limit of the cases behind it.

    elements: whose deadlines get it, where they were missed. article: on which the new limit rests.
    """

    elements: tuple[str, ...]
    article: str


class FigureTemplate(Struct, frozen=True):
    """A number of a paper that nobody types: what it is called, how it is worked out, and the cases that it counts.

    cases: gives a list of receipt numbers; None: the case that the paper belongs to. limit: None: the figure tells, and sets nothing.
    """

    id: str
    label: str
    value: Expression
    cases: Expression | None = None
    limit: LimitTemplate | None = None


class Column(Struct, frozen=True):
    title: str
    text: LiveText
    align: str = "left"


class Row(Struct, frozen=True):
    """A row of label and value, as in a receipt; `only_if` leaves it out. needs: as of a block."""

    label: str
    text: LiveText
    only_if: Expression | None = None
    needs: str = ""


class Block(Struct, frozen=True):
    """One part of a paper's body.

    kind: heading, paragraph, items, table, facts or remedies. each: gives the list that items, table and repeated paragraphs run over.
    texts: of heading, paragraph and remedies one; of items without `each` one an item. needs: what people call the part where the paper is
    nothing without it: it is neither drafted nor issued while the part has no words; empty: it may be cut.
    """

    kind: str
    texts: tuple[LiveText, ...] = ()
    only_if: Expression | None = None
    each: Expression | None = None
    caption: LiveText = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    needs: str = ""


class PaperTemplate(Struct, frozen=True):
    """What a `.paper` file says. expressions: every one in it, with the place where it stands.

    period: month, quarter or year where it reports on the one before; about: the procedure whose cases it reports on. only_if: in which
    cases of its procedure a person drafts and issues it; None: in all.
    """

    id: str
    name: str
    kind: str
    process: str | None
    version_tag: str | None
    office: LiveText
    issuers: tuple[LiveText, ...]
    masthead: LiveText
    title: LiveText
    addressee: LiveText
    figures: tuple[FigureTemplate, ...]
    blocks: tuple[Block, ...]
    signature: LiveText
    copies: LiveText
    expressions: Mapping[str, Expression]
    period: str | None = None
    about: str | None = None
    only_if: Expression | None = None

    @property
    def names(self) -> frozenset[str]:
        """Every variable that the paper reads."""
        return frozenset().union(*(expression.names for expression in self.expressions.values()))

    @property
    def needs(self) -> tuple[str, ...]:
        """What people call the parts without which the paper says nothing, whatever the case."""
        always = [block for block in self.blocks if block.only_if is None]
        said = [block.needs for block in always]
        said += [row.needs for block in always for row in block.rows if row.only_if is None]
        return tuple(label for label in said if label)

    def described(self) -> dict[str, str | None]:
        """Return what its deployment says of it; period and about only of a periodic one, so that an older one reads as it did."""
        said = {"kind": "paper", "id": self.id, "name": self.name, "versionTag": self.version_tag, "process": self.process}
        return {**said, "period": self.period, "about": self.about} if self.period else said

    def every_text(self) -> Iterator[LiveText]:
        """Yield every text of the paper in the order in which it is read."""
        yield from (self.masthead, self.title, self.addressee)
        for block in self.blocks:
            yield from (*block.texts, block.caption, *(row.text for row in block.rows), *(column.text for column in block.columns))
        yield from (self.signature, self.copies)
