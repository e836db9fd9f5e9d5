"""What stopped, where and why: for operators."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from app.domain.actor import Actor
from app.domain.permissions import require
from app.queries.searches import case_sight
from app.store.database import Reader

MOST: Final = 200
_DEADLINE: Final = (
    "(SELECT dl.detail FROM deadline dl WHERE dl.case_key = i.case_key AND dl.is_open = 1 ORDER BY dl.deadline_at, dl.key LIMIT 1)"
)
# A retry that fails closes an incident and opens another for the same step at the same instant: to people it is one, stopped since the
# first.
# Keys of later incidents are smaller: see app/audit/bind_facts.py.
_SAME_STEP: Final = "{0}.case_key = {1}.case_key AND {0}.element_instance_key = {1}.element_instance_key"
_FIRST: Final = (
    f"(SELECT MIN(p.key) FROM incident p WHERE {_SAME_STEP.format('p', 'i')} AND p.key >= i.key AND NOT EXISTS (SELECT 1 FROM incident q"
    f" WHERE {_SAME_STEP.format('q', 'p')} AND q.key > p.key AND q.resolved_at = p.created_at))"
)
_TRIES: Final = f"(SELECT COUNT(*) FROM incident t WHERE {_SAME_STEP.format('t', 'i')} AND t.key <= f.key AND t.key > i.key)"
_WENT_ON: Final = (
    f"NOT EXISTS (SELECT 1 FROM incident n WHERE {_SAME_STEP.format('n', 'i')} AND n.key < i.key AND n.created_at = i.resolved_at)"
)
_SELECT: Final = (
    f"SELECT i.*, f.created_at AS stopped_at, {_TRIES} AS tries,"
    f" r.receipt_number, r.title, r.digest, r.state AS case_state, d.name AS process_name, d.version, {_DEADLINE} AS deadline,"
    " COALESCE(s.digest, r.digest) AS step_digest FROM incident i LEFT JOIN process_instance s ON s.key = i.process_instance_key"
    f" JOIN process_instance r ON r.key = i.case_key JOIN definition d ON d.key = r.definition_key JOIN incident f ON f.key = {_FIRST}"
)
STATES: Final = {"open": "i.state = 'ACTIVE'", "resolved": f"i.state = 'RESOLVED' AND {_WENT_ON}"}
"""The condition of each state that can be asked for."""


class IncidentFilters(Struct, frozen=True):
    """state: open or resolved. kinds: codes of app/engine/failure.py, none for all. process: an id. q: part of a number or a step's id."""

    state: str = "open"
    kinds: tuple[str, ...] = ()
    process: str = ""
    q: str = ""


class Incidents(Struct, frozen=True):
    """rows: incidents with the case's number, process and most pressing deadline, those that stopped last first, at most MOST. stopped_at
    is when the step stopped first, tries how often it was tried since in vain. found: how many match.

    open_count, resolved_count: whatever the other filters. others: running cases that are not affected.
    processes: id, name and the digest of a file for each process that an incident of this state is in.
    """

    rows: Sequence[Mapping[str, Any]]
    found: int
    open_count: int
    resolved_count: int
    others: int
    last_resolved_at: str | None
    processes: Sequence[tuple[str, str, str]]


def incidents(store: Reader, actor: Actor, filters: IncidentFilters) -> Incidents:
    """Return the open or resolved incidents. Raises Rejection("forbidden") for all but operators, ("bad_filter") never: pages check."""
    require(actor, ("operator",), "see incidents")
    sight, values = case_sight(actor, "i.case_key", "r")
    seen = f" AND {sight}" if sight else ""
    where, given = _where(filters)
    rows = store.all(f"{_SELECT} WHERE {where}{seen} ORDER BY f.created_at DESC, i.key DESC LIMIT {MOST}", **given, **values)
    joined = "FROM incident i JOIN process_instance r ON r.key = i.case_key"
    counts = store.one(
        f"SELECT (SELECT COUNT(*) {joined} WHERE {STATES['open']}{seen}) AS open_count,"
        f" (SELECT COUNT(*) {joined} WHERE {STATES['resolved']}{seen}) AS resolved_count,"
        f" (SELECT COUNT(*) {joined} WHERE {where}{seen}) AS found,"
        " (SELECT COUNT(*) FROM process_instance p WHERE p.parent_key IS NULL AND p.state = 'ACTIVE' AND p.secret = 0 AND NOT EXISTS"
        " (SELECT 1 FROM incident i WHERE i.case_key = p.key AND i.state = 'ACTIVE')) AS others,"
        f" (SELECT MAX(i.resolved_at) {joined} WHERE {STATES['resolved']}{seen}) AS last",
        **given,
        **values,
    )
    if counts is None:
        raise LookupError("a query without FROM has one row")
    processes = store.all(
        f"SELECT d.id, MAX(d.name) AS name, MAX(d.digest) AS digest {joined} JOIN definition d ON d.key = r.definition_key"
        f" WHERE {STATES[filters.state]}{seen} GROUP BY d.id ORDER BY 2, 1",
        **values,
    )
    return Incidents(
        rows,
        counts["found"],
        counts["open_count"],
        counts["resolved_count"],
        counts["others"],
        counts["last"],
        [(row["id"], row["name"], row["digest"]) for row in processes],
    )


def incident(store: Reader, actor: Actor, key: int) -> Mapping[str, Any] | None:
    """Return one incident, open or resolved, as `incidents` does; None where there is none that the actor may see."""
    require(actor, ("operator",), "see incidents")
    sight, values = case_sight(actor, "i.case_key", "r")
    return store.one(f"{_SELECT} WHERE i.key = :key{f' AND {sight}' if sight else ''}", key=key, **values)


def now_stopped_at(store: Reader, element_instance_key: int) -> Mapping[str, Any] | None:
    """Return the open incident of an element instance; None where it goes on."""
    return store.one(
        "SELECT key, cause, detail, kind FROM incident WHERE element_instance_key = :key AND state = 'ACTIVE'", key=element_instance_key
    )


def _where(filters: IncidentFilters) -> tuple[str, dict[str, Any]]:
    parts: list[str] = [STATES[filters.state]]
    values: dict[str, Any] = {}
    if filters.kinds:
        parts.append(f"i.kind IN ({', '.join(f':kind{place}' for place in range(len(filters.kinds)))})")
        values.update({f"kind{place}": kind for place, kind in enumerate(filters.kinds)})
    if filters.process:
        parts.append("r.process_id = :process")
        values["process"] = filters.process
    if filters.q:
        parts.append("(r.receipt_number LIKE :q ESCAPE '\\' OR r.title LIKE :q ESCAPE '\\' OR i.element_id LIKE :q ESCAPE '\\')")
        values["q"] = "%" + filters.q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return " AND ".join(parts), values
