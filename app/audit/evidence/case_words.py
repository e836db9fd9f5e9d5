"""What people wrote in a case, for its bundle: the words beside each event, and the files that they name."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct, field

from app.audit.evidence.packing import Packing
from app.audit.evidence.withheld import tells_the_writer, withheld_documents
from app.domain.canonical import canonical
from app.store.database import Reader

_AT_ONCE: Final = 500
_ROWS: Final = (
    "SELECT e.seq, e.command, e.body, c.content FROM audit_event e JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq"
    " WHERE e.case_key = :key AND e.seq > :after ORDER BY e.seq LIMIT :most"
)
_ENDING: Final = re.compile(r"\.([A-Za-z0-9]{1,8})$")


class Words(Struct):
    """state: whole, with the case's secret, so that each can be compared with its digest; withheld: some were left out, and so was the
    secret, with which they could be guessed; erased. withheld: numbers of the events whose words are left out. files: name in the bundle
    and digest."""

    state: str = "erased"
    withheld: list[int] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)


def add_words(store: Reader, case_key: int, packing: Packing, *, hides: bool) -> Words:
    """Add what people wrote. hides: without what says who wrote in."""
    words, listed = Words(), list[dict[str, Any]]()
    withheld = withheld_documents(store, case_key) if hides else frozenset[str]()
    packing.add("contents.jsonl", _lines(store, str(case_key), words, listed, withheld if hides else None))
    packing.add("documents.json", [canonical(listed).encode()])
    words.files = sorted({(one["file"], one["digest"]) for one in listed})
    secret = store.value("SELECT secret FROM case_secret WHERE case_key = :key", key=str(case_key))
    if secret is not None and not hides:
        packing.add("secret.txt", [bytes(secret).hex().encode() + b"\n"])
    words.state = "erased" if secret is None else "withheld" if hides else "whole"
    return words


def _lines(store: Reader, key: str, words: Words, listed: list[dict[str, Any]], withheld: frozenset[str] | None) -> Iterator[bytes]:
    """Yield the words of each event, a line each. withheld: keys of documents that tell who wrote in; None: nothing is left out."""
    after = 0
    while rows := store.all(_ROWS, key=key, after=after, most=_AT_ONCE):
        for row in rows:
            facts, content = _read(row["body"]).get("facts", []), _read(row["content"])
            if withheld is not None and (not content or tells_the_writer(row["command"], facts, content, withheld)):
                words.withheld.append(row["seq"])
                continue
            listed += _files(row["seq"], facts, content.get("private", {}))
            yield canonical({"seq": row["seq"], "content": row["content"]}).encode() + b"\n"
        after = rows[-1]["seq"]


def _read(text: str) -> dict[str, Any]:
    """Return an object of the store; an empty one for what is none, which the check of the chain names."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _files(seq: int, facts: Sequence[Mapping[str, Any]], private: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for place, fact in enumerate(facts):
        beside = private.get(str(place), {})
        if fact["fact"] == "document_added" and "digest" in beside:
            ending = _ENDING.search(beside.get("name", ""))
            yield _listed(seq, fact["documentKey"], beside.get("name", ""), beside["digest"], ending[1].lower() if ending else "bin")
        elif fact["fact"] == "paper_issued" and "pdfDigest" in beside:
            name = fact.get("number") or ""
            yield _listed(seq, fact["paperKey"], name, beside["pdfDigest"], "pdf")
            yield _listed(seq, fact["paperKey"], name, beside["wordDigest"], "docx")


def _listed(seq: int, key: str, name: str, digest: str, ending: str) -> dict[str, Any]:
    return {"seq": seq, "key": key, "name": name, "digest": digest, "file": f"documents/{digest}.{ending}"}
