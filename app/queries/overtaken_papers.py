"""Which issued papers say otherwise than the case, since what they were filled from was corrected.

Source: procedures, section 2: corrected by a counter-event; a paper stays as it was issued, and another one is the remedy.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from msgspec import Struct, field

from app.audit.surroundings import Surroundings
from app.domain.instant import read_instant
from app.store.database import Reader

_CORRECTED: Final = "answers_corrected"


class OvertakenPapers(Struct, frozen=True):
    """since: by a paper's key, the correction since which it says otherwise than the case does now. told: by a correction's place in the
    chain, the numbers of the papers that said otherwise once it was recorded."""

    since: Mapping[int, datetime]
    told: Mapping[int, tuple[str, ...]]


class _Issued(Struct):
    """said: what the paper was filled from, by scope and name. since: the correction since which some of it is otherwise."""

    key: int
    number: str
    said: dict[tuple[str, str], str | None]
    corrected: set[tuple[str, str]] = field(default_factory=set)
    since: datetime | None = None


def overtaken_papers(store: Reader, surroundings: Surroundings, case_key: int) -> OvertakenPapers:
    """Return them, worked out of the events. What was erased is compared with nothing. The caller has checked who may see the case."""
    papers = {
        str(row["key"]): row
        for row in store.all("SELECT key, digest, number, scopes FROM paper WHERE case_key = :key AND state = 'issued'", key=case_key)
    }
    named = {"key": str(case_key), "kind": _CORRECTED}
    if not papers or not store.value("SELECT 1 FROM audit_event WHERE case_key = :key AND kind = :kind LIMIT 1", **named):
        return OvertakenPapers({}, {})
    stands: dict[tuple[str, str], str | None] = {}
    issued: list[_Issued] = []
    told: dict[int, tuple[str, ...]] = {}
    for row in _events(store, case_key):
        written = set()
        for place, fact in _facts(row):
            if fact["fact"] == "variable_written":
                written.add((str(fact["scopeKey"]), str(fact["name"])))
                stands[str(fact["scopeKey"]), str(fact["name"])] = place.get("value")
            elif fact["fact"] == "paper_issued" and (paper := papers.get(str(fact["paperKey"]))) is not None:
                names = surroundings.paper(store, paper["digest"]).names
                issued.append(_Issued(paper["key"], paper["number"] or "", _filled_from(paper, names, stands)))
        is_correction = row["kind"] == _CORRECTED
        for one in issued:
            one.corrected |= written & one.said.keys() if is_correction else set()
            differs = any(_otherwise(one.said[name], stands[name]) for name in one.corrected)
            one.since = (one.since or read_instant(row["recorded_at"])) if differs else None
        said = tuple(one.number for one in issued if one.since is not None and written & one.said.keys())
        if is_correction and said:
            told[row["seq"]] = said
    return OvertakenPapers({one.key: one.since for one in issued if one.since is not None}, told)


def _events(store: Reader, case_key: int) -> Iterator[Mapping[str, Any]]:
    yield from store.all(
        "SELECT e.seq, e.kind, e.recorded_at, e.body, c.content FROM audit_event e LEFT JOIN event_content c"
        " ON c.case_key = e.case_key AND c.seq = e.seq WHERE e.case_key = :key"
        " AND (e.body LIKE '%\"variable_written\"%' OR e.body LIKE '%\"paper_issued\"%') ORDER BY e.seq",
        key=str(case_key),
    )


def _facts(row: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Yield each fact of an event with its words, none where they are erased."""
    private = json.loads(row["content"])["private"] if row["content"] else {}
    for place, fact in enumerate(json.loads(row["body"])["facts"]):
        yield private.get(str(place), {}), fact


def _filled_from(paper: Mapping[str, Any], names: frozenset[str], stands: Mapping[tuple[str, str], str | None]) -> dict[Any, str | None]:
    """Return what a paper read as it was issued: each name from the nearest scope that had it."""
    scopes = [str(scope) for scope in json.loads(paper["scopes"])]
    found = {}
    for name in sorted(names):
        scope = next((one for one in scopes if (one, name) in stands), None)
        if scope is not None:
            found[scope, name] = stands[scope, name]
    return found


def _otherwise(said: str | None, now: str | None) -> bool:
    return said is not None and now is not None and said != now
