"""The words of a template apart from its logic: what an office changes without touching expressions, conditions and figures."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from app.domain.marked import marked
from app.domain.paper import LONGEST_TEXT, printable
from app.domain.rejection import Finding, Message, Rejection
from app.feel.nearest import nearest_name
from app.paper.template import PaperTemplate

OPTIONAL: Final = ("masthead", "addressee", "signature", "copies")
"""Texts that a template may leave out: masthead and signature are the office's name then."""

GIVEN: Final = ("case", "office", "units", "figures", "period", "reported", "stoppedClocks", "openLimits", "this", "i")
"""Names that every text may read, whatever the case knows."""


class Wording(Struct, frozen=True):
    """A text of a template. place: where it stands, as refusals name it: `title`, `blocks[2].text`. kind: of the block, else the name."""

    place: str
    kind: str
    text: str


def wordings(raw: bytes) -> list[Wording]:
    """Return every text of a `.paper` file that an office may change, in the order in which a paper shows it."""
    said = _document(raw)
    return [
        Wording(place, kind, str(holder.get(name, "") if isinstance(holder, dict) else holder[name]))
        for place, kind, holder, name in _texts(said)
    ]


def reworded(raw: bytes, texts: Mapping[str, str]) -> bytes:
    """Return the file with some texts changed. texts: by place. An optional text that is empty is left out.

    Raises Rejection("bad_request") for a place that holds no text, a text that is too long, and an empty one where there must be words.
    """
    said = _document(raw)
    places = {place: (holder, name) for place, _kind, holder, name in _texts(said)}
    for place, text in texts.items():
        if place not in places:
            raise Rejection("bad_request", "Expected a text of the paper that may be changed, but found %(found)s", found=place[:60])
        # Blanks of full width stay: they are room to write in by hand.
        words = printable(text).strip(" \n")
        if len(words) > LONGEST_TEXT:
            message = Message(
                "Expected at most %(limit)s characters in one part of a paper, but found %(found)s",
                {"limit": LONGEST_TEXT, "found": len(words)},
            )
            raise Rejection("bad_request", message.template, field_errors={place: message}, **message.facts)
        holder, name = places[place]
        if words or place not in OPTIONAL:
            holder[name] = words
        elif isinstance(holder, dict):
            holder.pop(name, None)
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def unknown_fields(template: PaperTemplate, known: frozenset[str], file_name: str) -> list[Finding]:
    """Return a finding for each field that the procedure knows nothing of, with the nearest that it does know.

    known: the variables of the procedure, and what earlier versions of the paper read.
    """
    findings, everything = [], known | set(GIVEN)
    for place, expression in template.expressions.items():
        for name in sorted(expression.names - everything):
            near = nearest_name(name, everything)
            message = marked("Expected a field that the case knows in %(where)s, but found %(found)s")
            if near:
                message = marked("Expected a field that the case knows in %(where)s, but found %(found)s; the nearest is %(nearest)s")
            findings.append(
                Finding("paper-is-readable", "error", file_name, place, Message(message, {"where": place, "found": name, "nearest": near}))
            )
    return findings


def _document(raw: bytes) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(raw.decode("utf-8-sig"))
    return said


def _texts(said: dict[str, Any]) -> Iterator[tuple[str, str, Any, Any]]:
    """Yield place, kind, and where the text is kept: a holder and its key there."""
    for name in ("masthead", "title", "addressee"):
        yield name, name, said, name
    for number, figure in enumerate(said.get("figures", ())):
        yield f"figures[{number}].label", "figure", figure, "label"
    for number, block in enumerate(said.get("blocks", ())):
        yield from _block_texts(f"blocks[{number}]", block)
    for name in ("signature", "copies"):
        yield name, name, said, name


def _block_texts(place: str, block: dict[str, Any]) -> Iterator[tuple[str, str, Any, Any]]:
    kind = str(block.get("type", ""))
    if "text" in block:
        yield f"{place}.text", kind, block, "text"
    if "caption" in block:
        yield f"{place}.caption", "caption", block, "caption"
    items = block.get("items")
    for number in range(len(items) if isinstance(items, list) else 0):
        yield f"{place}.items[{number}]", "items", items, number
    for number, row in enumerate(block.get("rows", ())):
        yield f"{place}.rows[{number}].label", "row", row, "label"
        yield f"{place}.rows[{number}].text", "row-text", row, "text"
    for number, column in enumerate(block.get("columns", ())):
        yield f"{place}.columns[{number}].title", "column", column, "title"
