"""What the pages of templates say of their parts, and the words that are being changed and are not published yet."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Final

from app.domain.instant import read_instant
from app.domain.paper import Content
from app.feel import Expression
from app.paper import PaperTemplate
from app.paper.template import Block, FigureMark, LiveText
from app.paper.wording import Wording
from app.queries.draft import Draft, draft
from app.queries.paper_templates import TemplateRecord, Version
from app.web.pages.field_words import named
from app.web.pages.frame import wording
from app.web.presentation.templates_view import LookedAt, VersionRow
from app.web.surface import surface

WORKING_COPY: Final = 0
"""Under which number words that are being changed are kept: they belong to no task and no person, so that colleagues can look at them."""


_PLACE: Final = re.compile(r"\[(\d+)\]")


def copy_name(paper: str) -> str:
    return f"words of {paper}"


def working_copy(paper: str) -> Draft | None:
    """Return the words of a paper that are being changed: `text PLACE` by place, base (a version), reason and who looked at them."""
    return surface().door.ask(draft, WORKING_COPY, copy_name(paper))


def texts_in(kept: Mapping[str, Any]) -> dict[str, str]:
    return {name.removeprefix("text "): str(text) for name, text in kept.items() if name.startswith("text ")}


def mark_of(texts: Mapping[str, str]) -> str:
    """Return what tells one set of words from another: who looked at other words has not looked at these."""
    return hashlib.sha256(repr(sorted(texts.items())).encode()).hexdigest()


def looked_at(kept: Draft | None) -> tuple[LookedAt, ...]:
    """Return who has seen just the words that are kept, filled from a case."""
    if kept is None:
        return ()
    mark = mark_of(texts_in(kept.answers))
    seen = [one for one in kept.answers.get("looked", ()) if isinstance(one, Mapping) and one.get("mark") == mark]
    return tuple(LookedAt(str(one["by"]), str(one["number"]), read_instant(str(one["at"]))) for one in seen)


def version_row(found: TemplateRecord, version: Version) -> VersionRow:
    href = f"/admin/papers/{found.id}?version={version.version}"
    return VersionRow(version.version, version.state, version.by, read_instant(version.at), href, found.issued.get(version.digest, 0))


def label_of(one: Wording) -> str:
    """Return what a text of a template is, for who changes it."""
    show, places = wording(), [int(number) + 1 for number in _PLACE.findall(one.place)]
    count, inside = (*places, 0, 0)[:2]
    labels = {
        "masthead": show._("Red head (empty: the office's name)"),
        "title": show._("Title"),
        "addressee": show._("To whom"),
        "signature": show._("Signature (empty: the office's name)"),
        "copies": show._("Copies to"),
        "figure": show._("Name of figure %(number)s", number=count),
        "heading": show._("Part %(number)s, a heading", number=count),
        "caption": show._("Part %(number)s, the caption of a table", number=count),
        "items": show._("Part %(number)s, item %(inside)s", number=count, inside=inside),
        "row": show._("Part %(number)s, the name of row %(inside)s", number=count, inside=inside),
        "row-text": show._("Part %(number)s, what row %(inside)s says", number=count, inside=inside),
        "column": show._("Part %(number)s, the head of column %(inside)s", number=count, inside=inside),
        "remedies": show._("Part %(number)s, remedies", number=count),
    }
    return labels.get(one.kind, show._("Part %(number)s", number=count))


def unfilled(template: PaperTemplate, fields: Mapping[str, str]) -> Content:
    """Return a content in which each field is named instead of filled: how the paper looks, without a case.

    fields: the names that people know.
    """
    labels = {figure.id: figure.label for figure in template.figures}

    def words(text: LiveText) -> str:
        return "".join(_shown(part, labels, fields) for part in text)

    def block(said: Block) -> dict[str, Any]:
        if said.kind == "items":
            return {"type": "items", "items": [[words(text)] for text in said.texts]}
        if said.kind == "facts":
            return {"type": "facts", "rows": [{"label": row.label, "text": [words(row.text)]} for row in said.rows]}
        if said.kind == "table":
            columns = [{"title": column.title, "align": column.align} for column in said.columns]
            rows = [[words(column.text) for column in said.columns]]
            return {"type": "table", "caption": [words(said.caption)] if said.caption else [], "columns": columns, "rows": rows}
        return {"type": said.kind, "text": [words(said.texts[0])]}

    return {
        "model": 1,
        "kind": template.kind,
        "office": {"id": "", "name": "", "code": ""},
        "masthead": words(template.masthead),
        "title": [words(template.title)],
        "addressee": [words(template.addressee)] if template.addressee else [],
        "figures": [],
        "blocks": [block(said) for said in template.blocks],
        "signature": words(template.signature),
        "copies": [words(template.copies)] if template.copies else [],
    }


def _shown(part: str | Expression | FigureMark, labels: Mapping[str, str], fields: Mapping[str, str]) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, FigureMark):
        return f"〔{labels.get(part.id, part.id)}〕"
    return f"〔{named(part, fields)}〕"
