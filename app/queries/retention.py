"""Records of cases that have ended: which are past their retention, what is proposed for them, which are held, and which were erased."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from msgspec import Struct

from app.audit.disposal_rights import CONFIRMING, may_propose
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.instant import instant_text, read_instant
from app.domain.lost_definitions import LOST
from app.domain.permissions import plays
from app.domain.rejection import Rejection
from app.domain.retention import kept_until, latest_end
from app.domain.roles import CITY_ROLES
from app.queries.case_page import seen_case
from app.queries.procedures import newest_processes
from app.store.database import Reader
from app.store.read_case import CaseRecord
from app.store.read_retention import erased_case

MOST: Final = 100
"""Rows of each list of the page."""


class Rule(Struct, frozen=True):
    """How long the cases of one procedure are kept. digest: of the file that says so. owner: its role."""

    process_id: str
    digest: str
    name: str
    owner: str | None
    retention: str


class PastRetention(Struct, frozen=True):
    """A case that may be erased. until: the last civil day on which it was kept."""

    key: int
    number: str
    title: str | None
    rule: Rule
    ended_at: datetime
    until: date


class Retention(Struct, frozen=True):
    """What somebody sees of it. due: cases past their retention, for which nothing is proposed; more: whether there are more of them.

    proposals, held, erased: rows, with instants as text in UTC and the names of accounts. proposes, decides: what the actor may do.
    """

    rules: Sequence[Rule]
    due: Sequence[PastRetention]
    more: bool
    proposals: Sequence[Mapping[str, Any]]
    held: Sequence[Mapping[str, Any]]
    erased: Sequence[Mapping[str, Any]]
    proposes: bool
    decides: bool


def retention_rules(store: Reader, surroundings: Surroundings) -> list[Rule]:
    """Return how long the cases of each procedure are kept that says so, by its newest version."""
    found = []
    for row in newest_processes(store):
        try:
            detail = surroundings.process_detail(store, row["digest"], row["id"])
        except LOST:
            continue  # every page asks: a diagram that somebody tampered with shuts none but its own
        if detail.retention:
            found.append(Rule(row["id"], row["digest"], row["name"], detail.owner, detail.retention))
    return found


def _owned(rules: Iterable[Rule], actor: Actor) -> list[Rule]:
    """Return those of the procedures that the actor owns."""
    return [] if actor.holds("auditor") else [rule for rule in rules if rule.owner and plays(actor, rule.owner)]


def reads_retention(store: Reader, surroundings: Surroundings, actor: Actor) -> bool:
    """Say whether the actor has anything to do with the records of cases that have ended.

    Every page asks it for its menu: who holds no role of the city owns no procedure, and no diagram is looked at.
    """
    if actor.holds(*CONFIRMING, "auditor"):
        return True
    return plays(actor, *CITY_ROLES) and bool(_owned(retention_rules(store, surroundings), actor))


def retention(store: Reader, surroundings: Surroundings, actor: Actor, now: datetime) -> Retention:
    """Return the records that the actor has to do with. now: aware.

    Who decides sees numbers and dates, never what a case is about. Raises Rejection("forbidden") for who has nothing to do with them.
    """
    rules = retention_rules(store, surroundings)
    owned = _owned(rules, actor)
    everything = actor.holds(*CONFIRMING, "auditor")
    if not everything and not owned:
        raise Rejection("forbidden", "Expected the owner of a procedure that keeps its cases for a time, or who decides on erasing them")
    shown = rules if everything else owned
    ids = {rule.process_id for rule in shown}
    due = [one for rule in owned for one in _due(store, surroundings, rule, now)]
    proposals = [row for row in _rows(store, "disposal_proposal", "proposed_at") if everything or row["process_id"] in ids]
    held = [row for row in _rows(store, "legal_hold", "held_since") if everything or row["process_id"] in ids]
    return Retention(
        shown,
        due[:MOST],
        len(due) > MOST,
        [row for row in proposals if _sees(actor, row)],
        [row for row in held if _sees(actor, row)],
        [row for row in _erased(store) if everything or (row["process_id"] in ids and not row["secret"])],
        bool(owned),
        actor.holds(*CONFIRMING),
    )


def _due(store: Reader, surroundings: Surroundings, rule: Rule, now: datetime) -> list[PastRetention]:
    zone = surroundings.zone
    last = latest_end(now.astimezone(zone).date(), rule.retention)
    if last is None:
        return []
    before = datetime.combine(last + timedelta(days=1), time(), zone)
    rows = store.all(
        "SELECT p.key, p.receipt_number, p.title, p.ended_at FROM process_instance p WHERE p.process_id = :process AND"
        " p.state IN ('COMPLETED', 'TERMINATED') AND p.parent_key IS NULL AND p.secret = 0 AND p.ended_at < :before"
        " AND NOT EXISTS (SELECT 1 FROM disposal_proposal d WHERE d.case_key = p.key)"
        " AND NOT EXISTS (SELECT 1 FROM legal_hold h WHERE h.case_key = p.key) ORDER BY p.key LIMIT :most",
        process=rule.process_id,
        before=instant_text(before),
        most=MOST + 1,
    )
    found = []
    for row in rows:
        ended = read_instant(row["ended_at"])
        until = kept_until(ended, rule.retention, zone)
        if until is not None:
            found.append(PastRetention(row["key"], row["receipt_number"], row["title"], rule, ended, until))
    return found


def _rows(store: Reader, table: str, order: str) -> Sequence[Mapping[str, Any]]:
    return store.all(
        f"SELECT d.*, p.receipt_number, p.process_id, p.digest, p.state, p.ended_at, p.owner, p.secret, p.started_by,"
        " a.display_name AS proposer"
        f" FROM {table} d JOIN process_instance p ON p.key = d.case_key LEFT JOIN account a ON a.name = d.proposed_by"
        f" ORDER BY d.{order}, d.case_key LIMIT {10 * MOST}"
    )


def _sees(actor: Actor, row: Mapping[str, Any]) -> bool:
    """Say whether a row is shown: number and procedure of a secret case are for who decides, for the auditor and for who proposed it."""
    return not row["secret"] or actor.holds(*CONFIRMING, "auditor") or row["proposed_by"] == actor.account


def _erased(store: Reader) -> Sequence[Mapping[str, Any]]:
    return store.all(
        "SELECT g.*, a.display_name AS proposer, b.display_name AS confirmer FROM erased_case g"
        " LEFT JOIN account a ON a.name = g.proposed_by LEFT JOIN account b ON b.name = g.confirmed_by"
        f" ORDER BY g.erased_at DESC, g.case_key DESC LIMIT {MOST}"
    )


def seen_erased(store: Reader, actor: Actor, receipt_number: str) -> CaseRecord | None:
    """Return what is left of a case that was erased, by its number; None where there is none that the actor may see.

    The auditor and the owner of its procedure see it; what was a secret case, the auditor alone.
    """
    left = erased_case(store, receipt_number)
    if left is None or actor.holds("auditor"):
        return left
    return left if left.sight.owner and not left.sight.secret and may_propose(actor, left.sight) else None


def erased_like(store: Reader, actor: Actor, q: str, process: str = "") -> list[Mapping[str, Any]]:
    """Return rows of erased cases that the actor may see, by a part of their number: all else that was said of them is gone.

    The newest MOST are looked at. q: "" for any.
    """
    pattern = "%" + q.upper().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    rows = store.all(
        "SELECT * FROM erased_case WHERE receipt_number LIKE :q ESCAPE '\\' AND (:process = '' OR process_id = :process)"
        f" ORDER BY erased_at DESC, case_key DESC LIMIT {MOST}",
        q=pattern,
        process=process,
    )
    return [row for row in rows if seen_erased(store, actor, row["receipt_number"]) is not None]


def seen_or_erased(store: Reader, actor: Actor, receipt_number: str) -> CaseRecord:
    """Return a case by its number, or what is left of it: for its history and what proves it. Raises Rejection("not_found")."""
    try:
        return seen_case(store, actor, receipt_number)
    except Rejection:
        left = seen_erased(store, actor, receipt_number)
        if left is None:
            raise
        return left
