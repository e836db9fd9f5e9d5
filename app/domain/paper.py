"""The content of a paper: one plain document from which PDF and .docx are made, and what a person may change in it.

A content is JSON: model, kind, office (id, name, code), masthead, title, addressee, figures (id, label, value, cases; limit: on, elements,
article, of a day that issuing the paper sets), blocks, signature, copies, needs (what the paper is nothing without: the block or row that
says it has the same word as its `needs`); once issued also number and issuedOn.
A text that may hold figures is a list of runs: words, or {"figure": id}.
Blocks: heading, paragraph, remedies (text), items (items), facts (rows of label and text), table (caption, columns, rows of words).
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from app.domain.canonical import canonical
from app.domain.marked import marked
from app.domain.rejection import Rejection

Content = dict[str, Any]
Runs = list[Any]

LONGEST_TEXT: Final = 4_000
"""Characters of one paragraph."""

MAX_BYTES: Final = 400_000
DRAFT, ISSUED, DISCARDED = "draft", "issued", "discarded"
AS_OF: Final = "asOf"
"""The figure that says of which day the others are: that a day has passed makes no figure old."""

LIMIT_SET: Final = "duban:limit-set"
"""The message by which an issued paper sets a new limit in a case that it counts."""

FIGURE: Final = re.compile(r"\{([^{}]{1,60})\}")
"""How a figure stands in a text that a person edits: its label in braces."""

LOCKED: Final = frozenset({"remedies", "table"})
"""Kinds of block whose words come from the law, or row by row from the case, and are not for a person to change."""

CODES_SAID: Final = "注：〔U+…〕为印刷字库所缺的字，以统一码（Unicode）编号表示。"
"""What a paper says once where it names characters by their code; papers are in Chinese, whoever prints them."""

_CODE: Final = re.compile("〔U\\+[0-9A-F]{4,6}〕")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""What no paper prints: controls, and marks that would show words in another order than they stand in."""


def printable(text: str) -> str:
    """Return a text as it can be printed: line breaks in one form, without characters that steer a screen."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def worded(value: Any, change: Callable[[str], str]) -> Any:
    """Return a content, or a part of one, with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [worded(one, change) for one in value]
    return {name: worded(one, change) for name, one in value.items()} if isinstance(value, dict) else value


def check_size(content: Content) -> str:
    """Return the content as canonical text. Raises Rejection("bad_value") for text that no database keeps, ("too_large")."""
    text = canonical(content)
    if len(text.encode()) > MAX_BYTES:
        raise Rejection("too_large", "Expected a paper of at most %(limit)s bytes, but it is larger", limit=MAX_BYTES)
    return text


def content_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def paper_number(code: str, year: int, serial: int) -> str:
    """Return the number as it is printed: 云政督〔2026〕12号; without a code of the office, 〔2026〕12号.

    Source: GB/T 9704-2012, 7.2.5: the year whole, in hexagonal brackets, the number without leading zeros.
    """
    return f"{code}〔{year}〕{serial}号"


def plain(runs: Runs, figures: Mapping[str, str]) -> str:
    """Return a text as it reads. figures: values by id."""
    return "".join(run if isinstance(run, str) else figures.get(run["figure"], "") for run in runs)


def shown(content: Content, change: Callable[[str], str]) -> Content:
    """Return the content with the words changed that a reader sees of the case; ids, kinds and labels stay."""

    def runs(said: Runs) -> Runs:
        return [change(run) if isinstance(run, str) else run for run in said]

    def row(said: Any) -> Any:
        return [change(cell) for cell in said] if isinstance(said, list) else {**said, "text": runs(said["text"])}

    changed = []
    for block in content["blocks"]:
        now = {name: runs(block[name]) for name in ("text", "caption") if name in block}
        now |= {name: [each(one) for one in block[name]] for name, each in (("items", runs), ("rows", row)) if name in block}
        changed.append({**block, **now})
    return {**content, **{name: runs(content[name]) for name in ("title", "addressee", "copies")}, "blocks": changed}


def is_dated(figure: Mapping[str, Any]) -> bool:
    """Say whether a figure names a day, which is not old because a day has passed."""
    return figure["id"] == AS_OF or "limit" in figure


def figure_values(content: Content) -> dict[str, str]:
    return {figure["id"]: figure["value"] for figure in content["figures"]}


def title_of(content: Content) -> str:
    """Return what a paper is called, in one line."""
    return plain(content["title"], figure_values(content)).replace("\n", "")[:200]


def every_runs(content: Content) -> Iterator[tuple[str, Runs]]:
    """Yield every text that may hold figures, with its place: title, addressee, copies, blocks.3, blocks.3.0 (items, rows)."""
    for name in ("title", "addressee", "copies"):
        yield name, content[name]
    for number, block in enumerate(content["blocks"]):
        if block["type"] == "items":
            yield from ((f"blocks.{number}.{place}", item) for place, item in enumerate(block["items"]))
        elif block["type"] == "facts":
            yield from ((f"blocks.{number}.{place}", row["text"]) for place, row in enumerate(block["rows"]))
        elif block["type"] == "table":
            yield f"blocks.{number}.caption", block["caption"]
        else:
            yield f"blocks.{number}", block["text"]


def editable(content: Content) -> dict[str, str]:
    """Return what a person may change, by its place, with figures as their labels in braces."""
    labels = {figure["id"]: figure["label"] for figure in content["figures"]}
    found = {}
    for place, runs in every_runs(content):
        if place.startswith("blocks.") and content["blocks"][int(place.split(".")[1])]["type"] in LOCKED:
            continue
        found[place] = "".join(run if isinstance(run, str) else f"{{{labels[run['figure']]}}}" for run in runs)
    return found


def edited(content: Content, texts: Mapping[str, str]) -> Content:
    """Return the content with some texts changed. An item or paragraph whose text is empty is left out.

    texts: by place, as `editable` gives them. Raises Rejection("bad_request") for a place that is not to be changed, a text that is too
    long and a title without words.
    """
    allowed, ids = editable(content), {figure["label"]: figure["id"] for figure in content["figures"]}
    for place, text in texts.items():
        if place not in allowed:
            raise Rejection("bad_request", "Expected a part of the paper that may be changed, but found %(found)s", found=place[:60])
        if len(text) > LONGEST_TEXT:
            message = marked("Expected at most %(limit)s characters in one part of a paper, but found %(found)s")
            raise Rejection("bad_request", message, limit=LONGEST_TEXT, found=len(text))
    if not texts.get("title", "title").strip():
        raise Rejection("bad_request", "Expected a paper with a title, but found none")

    def now(place: str, runs: Runs) -> Runs:
        return read_runs(printable(texts[place]).strip(), ids) if place in texts else runs

    blocks = []
    for number, block in enumerate(content["blocks"]):
        if block["type"] in LOCKED:
            blocks.append(block)
        elif block["type"] == "items":
            items = [now(f"blocks.{number}.{place}", item) for place, item in enumerate(block["items"])]
            blocks.append({**block, "items": [item for item in items if item]})
        elif block["type"] == "facts":
            rows = [{**row, "text": now(f"blocks.{number}.{place}", row["text"])} for place, row in enumerate(block["rows"])]
            blocks.append({**block, "rows": rows})
        else:
            blocks.append({**block, "text": now(f"blocks.{number}", block["text"])})
    kept = [block for block in blocks if block.get("text", block.get("items", block.get("rows", True)))]
    named = {name: now(name, content[name]) for name in ("title", "addressee", "copies")}
    return {**content, **named, "blocks": kept}


def read_runs(text: str, ids: Mapping[str, str]) -> Runs:
    """Return a text as runs; a label of a figure in braces is the figure, everything else words."""
    runs: Runs = []
    for number, token in enumerate(FIGURE.split(text)):
        known = number % 2 == 1 and token in ids
        words = token if number % 2 == 0 else f"{{{token}}}"
        if known:
            runs.append({"figure": ids[token]})
        elif words and runs and isinstance(runs[-1], str):
            runs[-1] += words
        elif words:
            runs.append(words)
    return runs


def needs_of(block: Mapping[str, Any]) -> list[str]:
    """Return what a part of a paper is called by those who may not leave it out; of a part that may be, nothing."""
    rows = [row for row in block.get("rows", ()) if isinstance(row, Mapping) and any(_words_in(row["text"]))]
    return [str(one["needs"]) for one in (block, *rows) if one.get("needs")]


def lacks(content: Content, known: Iterable[str] = ()) -> list[str]:
    """Return what the paper must say and does not: what was drafted and cut away since.

    known: what the template says that it needs, for a draft that is older than its saying so.
    """
    there = {label for block in content["blocks"] for label in needs_of(block)}
    return [label for label in dict.fromkeys((*content.get("needs", ()), *known)) if label not in there]


def _words_in(runs: Runs) -> Iterator[bool]:
    yield from (not isinstance(run, str) or bool(run.strip()) for run in runs)


def figure_uses(content: Content) -> dict[str, int]:
    """Return how often each figure stands in the text."""
    uses = {figure["id"]: 0 for figure in content["figures"]}
    for _, runs in every_runs(content):
        for run in runs:
            if isinstance(run, dict):
                uses[run["figure"]] += 1
    return uses


def every_word(content: Content) -> Iterator[tuple[str, str]]:
    """Yield everything that is printed, with the place where it stands: what no font can draw is to be named there."""
    figures = figure_values(content)
    for name in ("masthead", "signature", "number", "issuedOn"):
        yield name, str(content.get(name, ""))
    yield from ((place, plain(runs, figures)) for place, runs in every_runs(content))
    for number, block in enumerate(content["blocks"]):
        yield from ((f"blocks.{number}", row["label"]) for row in block.get("rows", ()) if isinstance(row, dict))
        yield from ((f"blocks.{number}", column["title"]) for column in block.get("columns", ()))
        yield from ((f"blocks.{number}", cell) for row in block.get("rows", ()) if isinstance(row, list) for cell in row)


def with_named_characters(content: Content, undrawn: Mapping[str, list[str]]) -> Content:
    """Return the content with characters that no font draws named by their code, such as 〔U+20BB7〕: nothing is left out without a word.

    A name that holds one is still told from any other, and nobody's case goes without papers for it. The values of figures stay as they
    are: they are compared with those of the case.
    """
    named = by_code(content, undrawn)
    return {**named, "figures": content["figures"]} if undrawn else content


def by_code(content: Content, undrawn: Mapping[str, list[str]]) -> Content:
    """Return the content with every one of these characters named by its code, in figures too."""
    codes = {one: f"〔U+{ord(one):04X}〕" for characters in undrawn.values() for one in characters}
    return worded(content, lambda text: "".join(codes.get(one, one) for one in text)) if codes else content


def names_characters(content: Content) -> bool:
    """Say whether a paper names characters by their code; it then says once what such a code is."""
    figures = figure_values(content)
    return any(_CODE.search(words) for _, words in every_word(content)) or any(_CODE.search(value) for value in figures.values())
