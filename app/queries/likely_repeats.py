"""Earlier cases that may be about the same matter."""

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.domain.marked import marked
from app.store.database import Reader

LOOKED_AT: Final = 300
LIKE_ENOUGH: Final = 0.6
MOST: Final = 5
WORDS: Final = ("topic", "content", "place")


@dataclass(frozen=True)
class Repeat:
    """why: an English sentence that a catalogue translates."""

    key: int
    receipt_number: str
    title: str | None
    received_at: str
    why: str


def likely_repeats(store: Reader, process_id: str, sent: Mapping[str, Any], *, but: int | None = None) -> list[Repeat]:
    """Return the newest cases of a process with the same contact or a similar text.

    sent: variables of the new case, `contact`, `topic`, `place` and `content` among them. but: a case to leave out.

    Source: procedures, citizen-letter, "likely repeats".
    """
    contact = str(sent.get("contact") or "").strip()
    text = _text(sent)
    if not contact and len(text) < 6:
        return []
    rows = store.all(
        "SELECT p.key, p.receipt_number, p.title, p.received_at, v.name, v.value FROM (SELECT key, receipt_number, title,"
        " received_at FROM process_instance"
        " WHERE process_id = :process AND parent_key IS NULL AND merged_into IS NULL AND secret = 0 ORDER BY key DESC LIMIT :most) p"
        " JOIN variable v ON v.scope_key = p.key AND v.name IN ('contact', 'topic', 'content', 'place') ORDER BY p.key DESC",
        process=process_id,
        most=LOOKED_AT,
    )
    cases: dict[int, tuple[Any, dict[str, Any]]] = {}
    for row in rows:
        cases.setdefault(row["key"], (row, {}))[1][row["name"]] = json.loads(row["value"])
    found = []
    for key, (row, values) in cases.items():
        why = _why(contact, text, values)
        if why and key != but:
            found.append(Repeat(key, row["receipt_number"], row["title"], row["received_at"], why))
    return found[:MOST]


def _text(values: Mapping[str, Any]) -> str:
    return "".join(str(values.get(name) or "") for name in WORDS)


def _why(contact: str, text: str, values: Mapping[str, Any]) -> str:
    if contact and str(values.get("contact") or "").strip() == contact:
        return marked("same contact")
    other = _text(values)
    matcher = difflib.SequenceMatcher(None, text[:400], other[:400], autojunk=False)
    if len(text) >= 6 and matcher.quick_ratio() >= LIKE_ENOUGH and matcher.ratio() >= LIKE_ENOUGH:
        return marked("similar words")
    return ""
