"""Comparing the files of a case, what people attached and the papers that were issued, with what its events say of them."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Any, Final

from app.audit.chain_break import Break
from app.domain.ports import FileChanged
from app.domain.rejection import Rejection
from app.store.database import Reader

Condition = Callable[[str], str | None]
"""Says of a file, by its digest, why it is not what was kept: `missing` or `edited`; None: it is."""

_DIGESTS: Final = {"document_added": ("digest",), "paper_issued": ("pdfDigest", "wordDigest")}


def condition_by(opened: Callable[[str], IO[bytes]]) -> Condition:
    """Return the condition of files by opening them. opened: as ports.Documents has it.

    Asked of a store that is away, it raises StoreAway: nothing is known then.
    """

    def condition(digest: str) -> str | None:
        try:
            opened(digest).close()
        except FileChanged:
            return "edited"
        except Rejection as rejection:
            if rejection.code != "not_found":
                raise
            return "missing"
        return None

    return condition


def bad_file(store: Reader, key: str, chain: Sequence[Mapping[str, Any]], condition: Condition) -> Break | None:
    """Return the first event of a case whose file is gone or was changed, or whose row names another file now.

    The digests are those of the events, which the case's secret guards; of an erased case there is nothing to compare.
    """
    for event in chain:
        if not any(kind in event["body"] for kind in _DIGESTS):
            continue
        content = store.value("SELECT content FROM event_content WHERE case_key = :key AND seq = :seq", key=key, seq=event["seq"])
        for fact, kept in _facts_with_files(event["body"], content):
            reason = next(filter(None, (condition(kept[name]) for name in _DIGESTS[fact["fact"]])), None)
            if reason is None and not _shows_the_same(store, fact, kept):
                reason = "edited"
            if reason is not None:
                return Break(key, event["seq"], reason)
    return None


def _facts_with_files(body: str, content: str | None) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Yield each fact that names files, with what lies beside it."""
    try:
        facts, private = json.loads(body)["facts"], json.loads(content or "{}").get("private", {})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return  # an event that cannot be read is a break of the chain already
    for place, fact in enumerate(facts):
        kept = private.get(str(place), {})
        if all(name in kept for name in _DIGESTS.get(fact.get("fact", ""), ("-",))):
            yield fact, kept


def _shows_the_same(store: Reader, fact: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    """Say whether the row from which pages and programs are answered names the files and words of the event."""
    if fact["fact"] == "document_added":
        return bool(store.value("SELECT digest FROM document WHERE key = :key", key=int(fact["documentKey"])) == kept["digest"])
    row = store.one("SELECT content, pdf_digest, word_digest FROM paper WHERE key = :key", key=int(fact["paperKey"]))
    if row is None:
        return False
    words = hashlib.sha256(row["content"].encode()).hexdigest()
    return (words, row["pdf_digest"], row["word_digest"]) == (kept["contentDigest"], kept["pdfDigest"], kept["wordDigest"])
