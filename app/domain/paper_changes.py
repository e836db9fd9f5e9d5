"""What a draft says otherwise than the case does by now, and taking that anew without losing the words that a person wrote.

Source: procedures, section 2, "Bulletins": the system gathers the figures as of a stated instant, a person edits and issues.
"""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any, Final

from app.domain.paper import Content, figure_values, plain

FILLED: Final = "filled"
"""What a draft's words were when they were taken last; in drafts alone, and only once they were taken anew."""

TAKEN_AT: Final = "takenAt"
"""When figures and tables were taken, as text in UTC; without it, as the paper was drafted."""

_NAMES: Final = ("title", "addressee", "copies")
_TABLE: Final = "table"

Pair = tuple[str, str]


def as_filled(content: Content) -> dict[str, Any]:
    """Return the words of a filled paper: of a table only that there is one, since nobody types in it."""
    blocks = [{"type": _TABLE} if block["type"] == _TABLE else block for block in content["blocks"]]
    return {**{name: content[name] for name in _NAMES}, "blocks": blocks}


def taken_anew(content: Content, filled: Mapping[str, Any], fresh: Content, at: str) -> Content:
    """Return an edited content with figures, tables and the words nobody edited as they are in a fresh one. at: as text in UTC."""
    names = {name: fresh[name] if content[name] == filled[name] else content[name] for name in _NAMES}
    own, said = as_filled(content)["blocks"], filled["blocks"]
    if own == said:
        blocks = fresh["blocks"]
    else:
        tables = iter(_tables(fresh))
        same = [one["type"] for one in said] == [one["type"] for one in fresh["blocks"]]
        texts = dict(enumerate(fresh["blocks"])) if same else {}
        blocks = [
            next(tables, block) if block["type"] == _TABLE else texts.get(said.index(block), block) if block in said else block
            for block in content["blocks"]
        ]
    return {**content, **names, "figures": fresh["figures"], "blocks": blocks, FILLED: as_filled(fresh), TAKEN_AT: at}


def changed_since(content: Content, filled: Mapping[str, Any], fresh: Content) -> list[Pair]:
    """Return what the case says otherwise by now, each as it was taken and as it would be: words and rows of tables, not the figures."""
    return [pair for pair in _pairs(content, filled, fresh) if pair[0] != pair[1]]


def _pairs(content: Content, filled: Mapping[str, Any], fresh: Content) -> Iterator[Pair]:
    values = figure_values(fresh)
    for name in _NAMES:
        if filled[name] != fresh[name]:
            yield plain(filled[name], values), plain(fresh[name], values)
    none: Mapping[str, Any] = {"rows": []}
    for table, anew in zip_longest(_tables(content), _tables(fresh), fillvalue=none):
        for mine, theirs in zip_longest(table["rows"], anew["rows"], fillvalue=()):
            yield " ".join(mine), " ".join(theirs)
    before, now = filled["blocks"], as_filled(fresh)["blocks"]
    gone, come = [one for one in before if one not in now], [one for one in now if one not in before]
    for old, new in zip_longest(gone, come):
        yield _said(old, values), _said(new, values)


def _said(block: Mapping[str, Any] | None, values: Mapping[str, str]) -> str:
    if block is None:
        return ""
    texts = block.get("items") or [row["text"] for row in block.get("rows", ())] or [block.get("text", [])]
    return " ".join(plain(text, values) for text in texts)


def _tables(content: Mapping[str, Any]) -> list[Any]:
    return [block for block in content["blocks"] if block["type"] == _TABLE]
