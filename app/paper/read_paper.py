"""Reads a `.paper` file: JSON with texts in which `{{ }}` holds a FEEL expression."""

from collections.abc import Iterator
from typing import Any, Final

from app.domain.canonical import parse
from app.domain.identity import PERSONAL_NAMES
from app.domain.marked import marked
from app.domain.rejection import Finding, Rejection
from app.domain.reporting_period import MONTHS
from app.feel import Expression
from app.paper.parts_reader import FIGURE_ID, PartsReader, Place
from app.paper.template import ALIGNMENTS, KINDS, Block, Column, FigureMark, FigureTemplate, LimitTemplate, PaperTemplate, Row

MAX_BYTES: Final = 200_000
MOST_BLOCKS: Final = 200
_ALLOWED: Final = {
    "": "type id name kind process if period about versionTag office issuers masthead title addressee figures blocks signature copies",
    "figure": "id label value cases limit",
    "limit": "elements article",
    "heading": "type text if",
    "paragraph": "type text if each needs",
    "remedies": "type text if",
    "items": "type text items if each needs",
    "table": "type caption columns each if needs",
    "facts": "type rows if",
    "column": "title text align",
    "row": "label text if needs",
}


def read_paper(raw: bytes, file_name: str) -> PaperTemplate:
    """Return the template that a `.paper` file describes.

    Raises Rejection("bad_paper") whose findings name every part that cannot be used, and why; Rejection("too_large").
    """
    document = _document(raw, file_name)
    parts = PartsReader(file_name)
    template = _template(document, parts)
    parts.findings += _wrong_figures(template, parts)
    if template.kind in ("bulletin", "summary") and (named := template.names & set(PERSONAL_NAMES)):
        message = marked(
            "Expected a paper that goes round without personal data, but it reads %(found)s; write this.%(found)s for an entry"
        )
        parts.findings.append(parts.finding(message, found=min(named)))
    if parts.findings:
        raise Rejection(
            "bad_paper",
            "Expected a paper that can be filled, but found %(count)s faults in %(file)s. The first: %(first)s",
            findings=parts.findings,
            count=len(parts.findings),
            file=file_name,
            first=str(parts.findings[0].message),
        )
    return template


def _document(raw: bytes, file_name: str) -> dict[str, Any]:
    if len(raw) > MAX_BYTES:
        template = marked("Expected a paper of at most %(limit)s bytes, but %(file)s has %(found)s")
        raise Rejection("too_large", template, limit=MAX_BYTES, file=file_name, found=len(raw))
    try:
        document = parse(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Rejection("bad_paper", "Expected a paper in UTF-8, but %(file)s is in another encoding", file=file_name) from None
    except Rejection as problem:
        raise Rejection("bad_paper", "Expected JSON in %(file)s, but: %(problem)s", file=file_name, problem=str(problem)) from None
    if not isinstance(document, dict) or document.get("type") != "paper":
        raise Rejection("bad_paper", 'Expected an object with "type": "paper" in %(file)s', file=file_name)
    return document


def _template(document: dict[str, Any], parts: PartsReader) -> PaperTemplate:
    top = Place("", document)
    parts.only(top, _ALLOWED[""])
    figures = tuple(_figure(place, parts) for place in parts.objects(top, "figures"))
    blocks = parts.objects(top, "blocks", required=True)
    if len(blocks) > MOST_BLOCKS:
        parts.fault(top, marked("Expected at most %(limit)s blocks, but found %(found)s"), limit=MOST_BLOCKS, found=len(blocks))
    return PaperTemplate(
        id=parts.word(top, "id"),
        name=parts.word(top, "name"),
        kind=parts.one_of(top, "kind", KINDS),
        process=parts.word(top, "process", required=False) or None,
        version_tag=parts.word(top, "versionTag", required=False) or None,
        office=parts.text(top, "office", required=True),
        issuers=parts.texts(top, "issuers", required=True),
        masthead=parts.text(top, "masthead") or parts.written(top, "masthead", "{{office.name}}"),
        title=parts.text(top, "title", required=True),
        addressee=parts.text(top, "addressee"),
        figures=figures,
        blocks=tuple(_block(place, parts) for place in blocks[:MOST_BLOCKS]),
        signature=parts.text(top, "signature") or parts.written(top, "signature", "{{office.name}}"),
        copies=parts.text(top, "copies"),
        expressions=parts.expressions,
        period=parts.one_of(top, "period", MONTHS) if "period" in document or "about" in document else None,
        about=parts.word(top, "about") if "period" in document or "about" in document else None,
        only_if=parts.expression(top, "if"),
    )


def _figure(place: Place, parts: PartsReader) -> FigureTemplate:
    parts.only(place, _ALLOWED["figure"])
    id, label = parts.word(place, "id"), parts.word(place, "label")
    value = parts.expression(place, "value", required=True)
    return FigureTemplate(id, label, value or NULL, parts.expression(place, "cases", required="limit" in place.said), _limit(place, parts))


def _limit(place: Place, parts: PartsReader) -> LimitTemplate | None:
    """Return what a figure sets; None: nothing. Elements are ids, with commas between."""
    said = place.said.get("limit")
    if said is None:
        return None
    inner = Place(place.at("limit"), said if isinstance(said, dict) else {})
    parts.only(inner, _ALLOWED["limit"])
    elements = tuple(one.strip() for one in parts.word(inner, "elements").split(",") if one.strip())
    return LimitTemplate(elements, parts.word(inner, "article"))


def _block(place: Place, parts: PartsReader) -> Block:
    kind = parts.one_of(place, "type", tuple(name for name in _ALLOWED if name not in ("", "figure", "limit", "column", "row")))
    if not kind:
        return Block("paragraph")
    parts.only(place, _ALLOWED[kind])
    only_if, each = parts.expression(place, "if"), parts.expression(place, "each", required=kind == "table")
    needs = parts.word(place, "needs", required=False)
    if kind == "table":
        columns = tuple(_column(inner, parts) for inner in parts.objects(place, "columns", required=True))
        return Block(kind, only_if=only_if, each=each, caption=parts.text(place, "caption"), columns=columns, needs=needs)
    if kind == "facts":
        return Block(kind, only_if=only_if, rows=tuple(_row(inner, parts) for inner in parts.objects(place, "rows", required=True)))
    if kind == "items" and each is None:
        return Block(kind, parts.texts(place, "items", required=True), only_if, needs=needs)
    return Block(kind, (parts.text(place, "text", required=True),), only_if, each, needs=needs)


def _column(place: Place, parts: PartsReader) -> Column:
    parts.only(place, _ALLOWED["column"])
    align = parts.one_of(place, "align", ALIGNMENTS) if "align" in place.said else "left"
    return Column(parts.word(place, "title"), parts.text(place, "text", required=True), align)


def _row(place: Place, parts: PartsReader) -> Row:
    parts.only(place, _ALLOWED["row"])
    text, needs = parts.text(place, "text", required=True), parts.word(place, "needs", required=False)
    return Row(parts.word(place, "label"), text, parts.expression(place, "if"), needs)


def _wrong_figures(template: PaperTemplate, parts: PartsReader) -> Iterator[Finding]:
    known = [figure.id for figure in template.figures]
    for odd in (id for id in known if id and not FIGURE_ID.fullmatch(id)):
        yield parts.finding(
            marked("Expected letters and digits, a letter first, as the id of a figure, but found %(found)s"), found=odd[:60]
        )
    for place, text in (("office", template.office), *(("issuers", issuer) for issuer in template.issuers)):
        if any(isinstance(part, FigureMark) for part in text):
            yield parts.finding(marked("Expected no figure in %(where)s"), where=place)
    labels = [figure.label for figure in template.figures]
    for what, said in (("id", known), ("label", labels)):
        for twice in sorted({one for one in said if said.count(one) > 1}):
            message = marked("Expected each %(what)s of a figure once, but found %(found)s twice")
            yield parts.finding(message, what=what, found=twice)
    for text in template.every_text():
        for part in text:
            if isinstance(part, FigureMark) and part.id not in known:
                expected = ", ".join(known) or "-"
                yield parts.finding(marked("Expected a figure among %(expected)s, but found %(found)s"), expected=expected, found=part.id)


NULL: Final[Expression] = PartsReader.null()
