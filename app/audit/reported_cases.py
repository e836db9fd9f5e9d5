"""The cases that a periodic bulletin reports on, as they stood when its period was over."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.domain.canonical import parse
from app.domain.identity import PERSONAL_NAMES
from app.domain.instant import instant_text, read_instant
from app.domain.rejection import Rejection
from app.domain.reporting_period import ReportingPeriod, last_whole
from app.paper import PaperTemplate
from app.store.database import Reader

_WORD: Final = re.compile(r"\w+")
_ENTERED: Final = "(SELECT e.recorded_at FROM audit_event e WHERE e.case_key = CAST(p.key AS TEXT) AND e.seq = 1)"
"""When a case was entered: one that ran on paper began before, as of its own instant, and is entered where it is taken over."""

_WITHIN: Final = (
    "p.process_id = :process AND p.parent_key IS NULL AND p.secret = 0 AND p.receipt_number IS NOT NULL"
    f" AND p.started_at < :ends AND (p.ended_at IS NULL OR p.ended_at >= :begins) AND {_ENTERED} < :ends"
)
"""Entered before the period was over, and not closed before it began. A case counts in the period in which it was entered, so that each is
counted once; a secret one goes round in no bulletin."""


def with_reported_cases(
    store: Reader, template: PaperTemplate, seen: Mapping[str, Any], case_facts: Mapping[str, Any], zone: ZoneInfo
) -> Mapping[str, Any]:
    """Return what a paper sees of its case, with `period` and `reported` where it is a periodic one.

    The period is the newest that was over when its case was received: one that is drafted days late, since nothing ran, reports on the
    same cases. Raises Rejection("bad_paper") where the case was never received.
    """
    if not template.period:
        return seen
    received = case_facts.get("receivedAt")
    if not isinstance(received, datetime):
        raise Rejection("bad_paper", "Expected an instant of receipt, from which the period is counted, but the case has none")
    period = last_whole(template.period, received.astimezone(zone).date())
    said = {"name": period.name, "first": period.first, "last": period.last}
    words = frozenset(word for expression in template.expressions.values() for word in _WORD.findall(expression.text))
    return {**seen, "period": said, "reported": reported_cases(store, template.about or "", period, words, zone)}


def reported_cases(store: Reader, process: str, period: ReportingPeriod, words: Iterable[str], zone: ZoneInfo) -> list[dict[str, Any]]:
    """Return a context for each case of a procedure that ran within a period, the earliest first.

    words: the variables of the case that are wanted; names of people are never among them. See docs/guides/papers.md for the entries.
    """
    begins, ends = period.begins_at(zone), period.ends_at(zone)
    within = {"process": process, "begins": instant_text(begins), "ends": instant_text(ends)}
    variables = _variables(store, within, sorted(set(words) - set(PERSONAL_NAMES)))
    deadlines = _deadlines(store, within, begins, ends, zone)
    rows = store.all(
        "SELECT p.key, p.receipt_number, p.title, p.received_at, p.started_at, p.ended_at, p.outcome,"  # noqa: S608  # names of ours, values apart
        f" {_ENTERED} AS entered_at FROM process_instance p WHERE {_WITHIN} ORDER BY p.started_at, p.key",
        **within,
    )
    found = []
    for row in rows:
        entered, closed = read_instant(row["entered_at"]), read_instant(row["ended_at"]) if row["ended_at"] else None
        closed = closed if closed is not None and closed < ends else None
        own = {
            "number": row["receipt_number"],
            "title": row["title"],
            "receivedOn": read_instant(row["received_at"] or row["started_at"]).astimezone(zone).date(),
            "isNew": entered >= begins,
            "closedOn": closed.astimezone(zone).date() if closed is not None else None,
            "isClosed": closed is not None,
            "outcome": row["outcome"] if closed is not None else None,
            "deadlines": deadlines.get(row["key"], []),
        }
        found.append({**variables.get(row["key"], {}), **own})
    return found


def _variables(store: Reader, within: Mapping[str, Any], names: list[str]) -> dict[int, dict[str, Any]]:
    """Return the variables of the cases' own scopes, by case."""
    if not names:
        return {}
    marks = ", ".join(f":name{number}" for number in range(len(names)))
    found: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    for row in store.all(
        f"SELECT v.case_key, v.name, v.value FROM variable v JOIN process_instance p ON p.key = v.scope_key WHERE {_WITHIN}"  # noqa: S608  # names of ours, values apart
        f" AND v.name IN ({marks})",
        **within,
        **{f"name{number}": name for number, name in enumerate(names)},
    ):
        found[row["case_key"]][row["name"]] = parse(row["value"])
    return found


def _deadlines(
    store: Reader, within: Mapping[str, Any], begins: datetime, ends: datetime, zone: ZoneInfo
) -> dict[int, list[dict[str, Any]]]:
    """Return the limits of the cases as they stood, by case: one that was void, or began later, is left out.

    What was missed before the case was entered counts as missed in the period in which it was entered: no earlier one knew of it.
    """
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in store.all(
        f"SELECT d.case_key, d.element_id, d.deadline_at, d.detail, {_ENTERED} AS entered_at"  # noqa: S608  # names of ours, values apart
        " FROM deadline d JOIN process_instance p ON p.key = d.case_key"
        f" WHERE {_WITHIN} AND d.state <> 'void' AND d.started_at < :ends ORDER BY d.case_key, d.key",
        **within,
    ):
        missed = json.loads(row["detail"]).get("missed_at")
        missed_at, entered = read_instant(missed) if missed else None, read_instant(row["entered_at"])
        found[row["case_key"]].append(
            {
                "element": row["element_id"],
                "until": read_instant(row["deadline_at"]).astimezone(zone),
                "isMissed": missed_at is not None and missed_at < ends,
                "isMissedNow": missed_at is not None and missed_at < ends and begins <= max(missed_at, entered),
            }
        )
    return found
