"""What a draft was filled with when its figures were taken last, and what of it the case says otherwise by now."""

import json
from collections.abc import Mapping
from typing import Any

from app.domain.paper import Content, figure_values, is_dated
from app.domain.paper_changes import FILLED, TAKEN_AT, as_filled, changed_since
from app.store.database import Reader
from app.store.read_paper import PaperRecord


def filled_words(store: Reader, paper: PaperRecord) -> Mapping[str, Any]:
    """Return the words that the draft was filled with; where they were erased, those that it has."""
    if FILLED in paper.content:
        kept: Mapping[str, Any] = paper.content[FILLED]
        return kept
    rows = store.all(
        "SELECT e.body, c.content FROM audit_event e JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq"
        " WHERE e.case_key = :key AND e.body LIKE '%\"paper_drafted\"%'",
        key=str(paper.case_key),
    )
    for row in rows:
        private = json.loads(row["content"])["private"]
        for place, fact in enumerate(json.loads(row["body"])["facts"]):
            if fact["fact"] == "paper_drafted" and str(fact["paperKey"]) == str(paper.key) and "content" in private.get(str(place), {}):
                return as_filled(json.loads(private[str(place)]["content"]))
    return as_filled(paper.content)


def taken_at(paper: PaperRecord) -> str:
    """Return when the figures of a paper were taken, as text in UTC."""
    return str(paper.content.get(TAKEN_AT) or paper.drafted_at)


def changed_figures(paper: PaperRecord, fresh: Content, counted_then: Content) -> dict[str, tuple[str, str, str]]:
    """Return label, old and new value of each figure that is another by now, by id.

    A day that is named is not old because a day has passed; one that was counted is, where the calendar was entered since.
    counted_then: what the paper would say as of the instant at which it was taken, by the calendar of now.
    """
    values, then = figure_values(fresh), figure_values(counted_then)
    return {
        old["id"]: (old["label"], old["value"], values[old["id"]])
        for old in paper.content["figures"]
        if values.get(old["id"], old["value"]) != old["value"]
        and (not is_dated(old) or ("limit" in old and then.get(old["id"], old["value"]) != old["value"]))
    }


def changed_words(store: Reader, paper: PaperRecord, fresh: Content) -> list[tuple[str, str]]:
    """Return what the case says otherwise by now than the draft was filled with, before and after."""
    return changed_since(paper.content, filled_words(store, paper), fresh)
