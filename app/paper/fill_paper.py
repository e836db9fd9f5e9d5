"""Fills a template with what a case knows: out comes the content of a paper."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NoReturn

from msgspec import Struct, field

from app.domain.paper import LONGEST_TEXT, Content, Runs, check_size, needs_of, printable, worded
from app.domain.rejection import Rejection
from app.feel import Expression, FeelError, FeelWorld, to_json
from app.paper.template import Block, FigureMark, LiveText, PaperTemplate, Row
from app.paper.value_words import value_words

MOST_ROWS: Final = 500


class Sources(Struct, frozen=True):
    """What a paper is made from.

    variables: of the case, as the element sees them. units: names by id. offices: name and code (机关代字) by id.
    """

    variables: Mapping[str, Any]
    world: FeelWorld
    case_facts: Mapping[str, Any]
    units: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Filled(Struct, frozen=True):
    """content: of the paper. issuers: candidate groups who may issue it. office: the id of who does."""

    content: Content
    issuers: tuple[str, ...]
    office: str


def fill_paper(template: PaperTemplate, sources: Sources) -> Filled:
    """Return the filled paper.

    Raises Rejection("bad_paper") where a value is missing: a paper with a gap in it never comes about without a word.
    """
    return _Filling(template, sources).filled()


class _Filling:
    def __init__(self, template: PaperTemplate, sources: Sources) -> None:
        self.template, self.sources = template, sources
        self.places = {id(expression): place for place, expression in template.expressions.items()}
        self.figures: dict[str, str] = {}
        self.needs = ""
        self.known: dict[str, Any] = {
            **sources.variables,
            "case": dict(sources.case_facts),
            "units": dict(sources.units),
        }

    def filled(self) -> Filled:
        template = self.template
        office = self.words(template.office)
        said = self.sources.offices.get(office, {})
        name = said.get("name") or self.sources.units.get(office) or office
        self.known["office"] = {"id": office, "name": name, "code": said.get("code", "")}
        figures = [self.figure(one) for one in template.figures]
        self.figures = {figure["id"]: figure["value"] for figure in figures}
        content: Content = {
            "model": 1,
            "kind": template.kind,
            "office": self.known["office"],
            "masthead": self.words(template.masthead),
            "title": self.runs(template.title),
            "addressee": self.runs(template.addressee),
            "figures": figures,
            "blocks": [made for block in template.blocks for made in self.block(block)],
            "signature": self.words(template.signature),
            "copies": self.runs(template.copies),
        }
        if needed := [label for block in content["blocks"] for label in needs_of(block)]:
            content["needs"] = needed
        content = worded(content, printable)
        check_size(content)
        return Filled(content, tuple(self.words(issuer) for issuer in template.issuers), office)

    def figure(self, figure: Any) -> dict[str, Any]:
        value = self.value(figure.value)
        words = value_words(value, self.sources.world.zone)
        if words is None:
            self.missing(figure.value)
        numbers = to_json(self.value(figure.cases)) if figure.cases is not None else []
        if not isinstance(numbers, list) or not all(isinstance(number, str) for number in numbers):
            raise Rejection(
                "bad_paper", "Expected a list of receipt numbers behind the figure %(figure)s, but found none", figure=figure.label
            )
        made = {"id": figure.id, "label": figure.label, "value": words, "cases": numbers}
        return made if figure.limit is None else {**made, "limit": self.limit(figure, value)}

    def limit(self, figure: Any, value: Any) -> dict[str, Any]:
        """Return what issuing the paper sets. Raises Rejection("bad_paper") for a figure that is no day."""
        if not isinstance(value, date) or isinstance(value, datetime):
            raise Rejection("bad_paper", "Expected a day as the figure %(figure)s, which sets a limit", figure=figure.label)
        return {"on": value.isoformat(), "elements": list(figure.limit.elements), "article": figure.limit.article}

    # ---- blocks
    def block(self, block: Block) -> Sequence[dict[str, Any]]:
        self.needs = block.needs
        if block.only_if is not None and self.value(block.only_if) is not True:
            return ()
        made = list(self.made(block))
        self.needs = ""
        return [{**one, "needs": block.needs} for one in made] if block.needs else made

    def made(self, block: Block) -> Sequence[dict[str, Any]]:
        if block.kind == "items":
            texts = self.repeated(block) if block.each is not None else [self.said(text) for text in block.texts]
            return [{"type": "items", "items": texts}]
        if block.kind == "table":
            return [self.table(block)]
        if block.kind == "facts":
            rows = [row for row in block.rows if row.only_if is None or self.value(row.only_if) is True]
            return [{"type": "facts", "rows": [self.row(row) for row in rows]}]
        texts = self.repeated(block) if block.each is not None else [self.said(block.texts[0])]
        return [{"type": block.kind, "text": text} for text in texts]

    def row(self, row: Row) -> dict[str, Any]:
        self.needs = row.needs
        made = {"label": row.label, "text": self.said(row.text)}
        self.needs = ""
        return {**made, "needs": row.needs} if row.needs else made

    def table(self, block: Block) -> dict[str, Any]:
        rows = [[self.words(column.text, own) for column in block.columns] for own in self.items(block)]
        columns = [{"title": column.title, "align": column.align} for column in block.columns]
        return {"type": "table", "caption": self.runs(block.caption), "columns": columns, "rows": rows}

    def repeated(self, block: Block) -> list[Runs]:
        return [self.said(block.texts[0], own) for own in self.items(block)]

    def items(self, block: Block) -> list[dict[str, Any]]:
        """Return what each turn sees besides the rest: `this`, the entries of a context, and `i` from 1. No turn at all is a gap: a part
        that may be left out says so by its `if`."""
        if block.each is None:
            return []
        found = self.value(block.each)
        if not isinstance(found, list) or not found:
            self.missing(block.each)
        if len(found) > MOST_ROWS:
            raise Rejection("bad_paper", "Expected at most %(limit)s rows, but found %(found)s", limit=MOST_ROWS, found=len(found))
        return [{**(item if isinstance(item, dict) else {}), "this": item, "i": number} for number, item in enumerate(found, start=1)]

    # ---- texts
    def said(self, text: LiveText, own: Mapping[str, Any] | None = None) -> Runs:
        """Return the words of a part. One that says nothing but what the case knows, of which the case knows nothing, is missing."""
        runs = self.runs(text, own)
        asked = [part for part in text if isinstance(part, Expression)]
        if asked and len(asked) == len(text) and not "".join(runs).strip():
            self.missing(asked[0])
        return runs

    def runs(self, text: LiveText, own: Mapping[str, Any] | None = None) -> Runs:
        runs: Runs = []
        for part in text:
            if isinstance(part, FigureMark):
                runs.append({"figure": part.id})
                continue
            words = part if isinstance(part, str) else self.worked_out(part, own)
            if runs and isinstance(runs[-1], str):
                runs[-1] += words
            elif words:
                runs.append(words)
        return runs

    def words(self, text: LiveText, own: Mapping[str, Any] | None = None) -> str:
        return "".join(
            part if isinstance(part, str) else self.figures[part.id] if isinstance(part, FigureMark) else self.worked_out(part, own)
            for part in text
        )

    def worked_out(self, expression: Expression, own: Mapping[str, Any] | None) -> str:
        words = value_words(self.value(expression, own), self.sources.world.zone)
        if words is None:
            self.missing(expression)
        if len(words) > LONGEST_TEXT:
            raise Rejection("bad_paper", "Expected a text of at most %(limit)s characters in a paper", limit=LONGEST_TEXT)
        return words

    def value(self, expression: Expression, own: Mapping[str, Any] | None = None) -> Any:
        try:
            return expression.evaluate({**self.known, **own} if own else self.known, self.sources.world)
        except FeelError as error:
            raise Rejection(
                "bad_paper",
                "Expected %(where)s of the paper %(paper)s to give a value, but: %(problem)s",
                where=self.places.get(id(expression), ""),
                paper=self.template.name,
                problem=error.message,
            ) from None

    def missing(self, expression: Expression) -> NoReturn:
        if self.needs:
            raise Rejection(
                "bad_paper",
                "Expected “%(needs)s” before %(paper)s is drafted, but the case does not have it yet",
                needs=self.needs,
                paper=self.template.name,
            )
        raise Rejection(
            "bad_paper",
            "Expected a value for %(text)s (%(where)s) in the paper %(paper)s, but the case has none",
            text=expression.text[:100],
            where=self.places.get(id(expression), ""),
            paper=self.template.name,
        )
