"""The cases that were merged into one: it does not end past them.

An end event says by `whileMerged` what an end that decides nothing of the matter needs while others hang on the case: `never` (it is not
reached), `sameWriter` (only where all of them have the same contact) or `named` (the reason names each). What ends a case outside the
course of its diagram needs them named. Source: procedures, citizen-letter: each letter is registered and worked through, and answered
[10, 14]; docs/decisions, 0008.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from app.audit.surroundings import Surroundings
from app.domain.contact import reached_by
from app.domain.fact import Fact
from app.domain.rejection import Message, Rejection
from app.store.database import Reader
from app.store.read_case import CaseRecord
from app.store.read_identity import kept_identity

WHILE_MERGED: Final = "whileMerged"
NEVER, SAME_WRITER, NAMED = "never", "sameWriter", "named"
_ENDED: Final = ("process_instance_completed", "process_instance_cancelled")


class MergedCase(Struct, frozen=True):
    """A case that was merged into another, at whatever remove. is_open: whether the merging can still be undone there."""

    key: int
    receipt_number: str
    is_open: bool


def merged_here(store: Reader, receipt_number: str) -> list[MergedCase]:
    """Return the cases that were merged into one, and those merged into these, oldest first."""
    found: dict[int, MergedCase] = {}
    into = [receipt_number]
    while into:
        rows = store.all(
            "SELECT key, receipt_number, state FROM process_instance WHERE merged_into = :number AND parent_key IS NULL"
            " AND state <> 'TERMINATED' ORDER BY key",
            number=into.pop(),
        )
        for row in rows:
            if row["key"] not in found:
                found[row["key"]] = MergedCase(row["key"], row["receipt_number"], row["state"] == "ACTIVE")
                into.append(row["receipt_number"])
    return [found[key] for key in sorted(found)]


def ends_it(case_key: int, facts: Iterable[Fact]) -> bool:
    """Say whether facts end a case."""
    return any(fact.kind in _ENDED and fact.key == case_key for fact in facts)


def why_not_past_merged(
    store: Reader, surroundings: Surroundings, case: CaseRecord, facts: Iterable[Fact], given: Iterable[Any]
) -> Message | None:
    """Return why a case cannot end as these facts would end it, None where it can or does not end. given: the texts of who ends it."""
    facts = list(facts)
    if not ends_it(case.key, facts):
        return None
    wanted = _wanted(store, surroundings, case, facts)
    hanging = merged_here(store, case.receipt_number) if wanted is not None else []
    if wanted == SAME_WRITER:
        own = _contact(store, case.key)
        hanging = [one for one in hanging if not own & _contact(store, one.key)]
    elif wanted == NAMED:
        said = " ".join(text for text in given if isinstance(text, str))
        hanging = [one for one in hanging if one.receipt_number not in said]
    if not hanging:
        return None
    numbers = ", ".join(one.receipt_number for one in hanging)
    if wanted == NAMED:
        return Message(
            "Expected a reason that names what was merged into this case, but %(numbers)s would end with it unnamed: write in the reason"
            " what becomes of it",
            {"numbers": numbers},
        )
    return Message(
        "Expected a case that no letter of others hangs on, but %(numbers)s was merged into it and would stay without an answer: undo"
        " the merging there where it still can be undone, or handle this one to its end",
        {"numbers": numbers},
    )


def refuse_past_merged(
    store: Reader, surroundings: Surroundings, case: CaseRecord, facts: Iterable[Fact], given: Mapping[str, Any]
) -> None:
    """Raise Rejection("state_forbids") where the case would end past what was merged into it. given: what was said with it, by name."""
    problem = why_not_past_merged(store, surroundings, case, facts, given.values())
    if problem is not None:
        raise Rejection("state_forbids", problem.template, **problem.facts)


def _wanted(store: Reader, surroundings: Surroundings, case: CaseRecord, facts: list[Fact]) -> str | None:
    """Return the strictest of what the ends that were reached ask for; outside the course of the diagram the numbers are to be named."""
    ends = [fact for fact in facts if fact.kind == "element_completed" and fact.public.get("type") == "endEvent"]
    if not ends:
        return NAMED
    diagram = surroundings.diagram(store, case.digest)
    elements = [diagram.element(fact.element_id) for fact in ends if fact.element_id]
    said = {element.properties.get(WHILE_MERGED) for element in elements if element is not None}
    return next((one for one in (NEVER, SAME_WRITER, NAMED) if one in said), None)


def _contact(store: Reader, key: int) -> frozenset[str]:
    text = store.value("SELECT value FROM variable WHERE scope_key = :key AND name = 'contact'", key=key)
    said = json.loads(text) if text else None
    return reached_by(str(said or kept_identity(store, key).get("contact") or ""))
