"""A case as of one of its events, for its replay: state, what the event changed, the documents then, and the events around it."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import msgspec

from app.audit.case_at import CaseAt, Written, case_at
from app.audit.check_disposal import was_erased_rightly
from app.audit.odd_event import naming_odd_event
from app.audit.surroundings import Cache
from app.domain.instant import read_instant
from app.domain.modification import read_back
from app.domain.paper import title_of
from app.domain.rejection import Rejection
from app.queries.history import HistoryEvent, events_where
from app.store import read_definitions
from app.store.database import Reader

AROUND: Final = 40
"""Events shown before and after the one looked at."""

_ONLY: Final = {
    "all": "",
    "people": " AND e.actor NOT IN ('clock', 'system', 'public')",
    "clock": " AND e.actor IN ('clock', 'system')",
    "deadlines": " AND e.body LIKE :deadlines",
}
_TITLED: Final = ("process_instance_started", "answers_corrected")
_DEADLINES: Final = '%"fact":"deadline_%'
SHOWN: Final = tuple(_ONLY)
_INTERVENTIONS: Final = frozenset(
    {
        "answers_corrected", "completion_withdrawn", "deadline_confirmed", "deadline_resumed", "deadline_suspended",
        "incident_resolved", "instance_migrated", "instance_modified", "lapse_undone", "process_instance_cancelled", "receipt_recorded",
        "reply_put_right", "task_returned", "variables_set",
    }
)  # fmt: skip
"""Kinds of event by which somebody put a hand to a case from outside its course; a start is one where the case was received before.

What the law itself does is none: an extension that its approver granted, a deadline that a diagram moves, one that follows a decree.
"""


class Author(msgspec.Struct, frozen=True):
    """Of which event a value is, and by whom. account, acting_for: empty where it was worked out, rather than typed by
    somebody. erased: nobody can say any more which of the two it was."""

    seq: int
    at: str
    account: str = ""
    acting_for: str = ""
    erased: bool = False


class Changed(msgspec.Struct, frozen=True):
    """A variable that an event wrote. before, after: its value as JSON text; None: there was none, or it was removed. by, before_by: of the
    new value and of the one before, None where there was none. erased: whether what was written is gone."""

    scope: str
    name: str
    before: str | None
    after: str | None
    erased: bool
    by: Author
    before_by: Author | None


class ReplayedCase(msgspec.Struct, frozen=True):
    """asked: the event asked for; seq: the nearest there is, of `last`. at: the state after it. event: with what lies beside it.

    events: those around it, of the kind that is to be shown. days: the first event of each civil day, with its instant of effect.
    interventions: numbers of the events by which somebody put a hand to the case. erased: by an event of its own. head: digest of the
    last event. versions: of the process of each process instance, by its key. title: as it was then; None where it had none, or it was
    erased since.
    """

    seq: int
    last: int
    at: CaseAt
    event: HistoryEvent
    events: Sequence[HistoryEvent]
    changed: Sequence[Changed]
    documents: Sequence[Mapping[str, Any]]
    instants: Sequence[tuple[int, str]]
    interventions: frozenset[int]
    erased: bool
    head: str
    versions: Mapping[str, int]
    title: str | None = None


def replayed_case(store: Reader, case_key: int, wanted: int | None, only: str = "all", *, before: int | None = None) -> ReplayedCase:
    """Return a case as of an event. wanted: its number, None for the last; the nearest is taken. only: one of SHOWN.

    before: the event before which the case is looked at, as if nothing had come from it on. Raises UnreadableEvent.
    """
    with naming_odd_event(store, case_key):
        return _replayed(store, case_key, wanted, only, before)


def _replayed(store: Reader, case_key: int, wanted: int | None, only: str, before: int | None) -> ReplayedCase:
    key = str(case_key)
    until = "" if before is None else f" AND seq < {int(before)}"
    sql = f"SELECT seq, digest FROM audit_event WHERE case_key = :key{until} ORDER BY seq DESC LIMIT 1"  # a whole number of ours
    end = store.one(sql, key=key)
    if end is None:
        raise Rejection("not_found", "Expected a case with a history, but no event of it is there")
    last, head = int(end["seq"]), str(end["digest"])
    seq = last if wanted is None else min(max(wanted, 1), last)
    at = case_at(store, case_key, seq)
    events = _around(store, case_key, seq, only, last)
    here = [one for one in events if one.event["seq"] == seq] or events_where(store, case_key, " AND e.seq = :seq", seq=seq)
    whole: _Whole = _KEPT.get((case_key, head), lambda: _whole(store, key, last))
    return ReplayedCase(
        seq=seq,
        last=last,
        at=at,
        event=here[0],
        events=events,
        changed=_changes(store, case_key, at, here[0]),
        documents=_documents(store, case_key, at),
        instants=whole.instants,
        interventions=whole.interventions,
        erased=whole.erased,
        head=head,
        versions={key: _version(store, *process) for key, process in at.instances.items()},
        title=_title(store, key, seq),
    )


def _title(store: Reader, key: str, seq: int) -> str | None:
    """Return the title that a case had after an event: the one of its start, or of the last correction that changed it."""
    rows = store.all(
        "SELECT e.body, c.content FROM audit_event e JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq"
        " WHERE e.case_key = :key AND e.seq <= :seq AND (e.seq = 1 OR e.kind = 'answers_corrected') ORDER BY e.seq DESC",
        key=key,
        seq=seq,
    )
    for row in rows:
        private = json.loads(row["content"])["private"]
        for place, fact in enumerate(json.loads(row["body"])["facts"]):
            if fact["fact"] in _TITLED and "title" in private.get(str(place), {}):
                return str(private[str(place)]["title"])
    return None


def _version(store: Reader, process: str, digest: str) -> int:
    row = read_definitions.process_of_digest(store, process, digest)
    return int(row["version"]) if row is not None else 0


class _Whole(msgspec.Struct, frozen=True):
    """What a page needs of all events of a case, kept by the digest of the last one."""

    instants: list[tuple[int, str]]
    interventions: frozenset[int]
    erased: bool


_KEPT: Final = Cache(16)


def _whole(store: Reader, key: str, last: int) -> _Whole:
    rows = store.all(
        "SELECT seq, kind, effective_at FROM audit_event WHERE case_key = :key AND seq <= :last ORDER BY seq",
        key=key,
        last=last,
    )
    for row in rows:
        read_instant(row["effective_at"])
    hands = {row["seq"] for row in rows if row["kind"] in _INTERVENTIONS}
    if store.value("SELECT 1 FROM process_instance WHERE key = :key AND received_at < started_at", key=int(key)):
        hands |= {row["seq"] for row in rows[:1] if row["kind"] == "process_instance_started"}
    return _Whole([(row["seq"], row["effective_at"]) for row in rows], frozenset(hands), was_erased_rightly(store, key, last))


def _around(store: Reader, case_key: int, seq: int, only: str, end: int) -> list[HistoryEvent]:
    condition, values = _ONLY[only], {"deadlines": _DEADLINES} if only == "deadlines" else {}
    known = dict[str, Any](key=str(case_key), seq=seq, most=AROUND, end=end, **values)
    of = f"SELECT e.seq FROM audit_event e WHERE e.case_key = :key AND e.seq <= :end{condition}"
    first = store.value(f"SELECT MIN(seq) FROM ({of} AND e.seq <= :seq ORDER BY e.seq DESC LIMIT :most) b", **known)
    last = store.value(f"SELECT MAX(seq) FROM ({of} AND e.seq >= :seq ORDER BY e.seq LIMIT :most) b", **known)
    span = f"{condition} AND e.seq BETWEEN :first AND :last"
    return events_where(store, case_key, span, first=first or seq, last=last or seq, **values)


def _changes(store: Reader, case_key: int, at: CaseAt, event: HistoryEvent) -> list[Changed]:
    """Return the variables that an event wrote or removed, each with the value that it had before the event."""
    touched = {(fact["scopeKey"], fact["name"]): fact for fact in event.facts if fact["fact"] in ("variable_written", "variable_removed")}
    if not touched:
        return []
    seq = int(event.event["seq"])
    before = case_at(store, case_key, seq - 1) if seq > 1 else CaseAt()
    places = [state.variables[name] for state in (before, at) for name in touched if name in state.variables]
    beside = contents(store, case_key, {written.seq for written in places})
    authors = _authors(store, case_key, {seq, *(written.seq for written in places)})
    found = []
    for name in touched:
        was, now = before.variables.get(name), at.variables.get(name)
        old, new = value_of(beside, was), value_of(beside, now)
        erased = any(one is not None and one.seq not in beside for one in (was, now))
        if old != new or erased:
            by = authors[seq](name[1])
            found.append(Changed(*name, old, new, erased, by, authors[was.seq](name[1]) if was is not None else None))
    return found


def _authors(store: Reader, case_key: int, seqs: set[int]) -> dict[int, Callable[[str], Author]]:
    """Return, by the number of an event, what tells of a variable that it wrote by whom that was: by its actor where it was typed into a
    form or set, by nobody where it was worked out."""
    rows = store.all(
        "SELECT e.seq, e.effective_at, e.actor, e.acting_for, c.content FROM audit_event e LEFT JOIN event_content c ON"
        f" c.case_key = e.case_key AND c.seq = e.seq WHERE e.case_key = :key AND e.seq IN ({', '.join(map(str, sorted(seqs)))})",
        key=str(case_key),
    )
    return {row["seq"]: partial(_author, row, None if row["content"] is None else _typed(row["content"])) for row in rows}


def _typed(content: str) -> frozenset[str]:
    recorded = json.loads(content)["input"]
    names = {name for part in ("answers", "variables") for name in (recorded.get(part) or {})}
    if "modification" in recorded:
        names |= {name for given in read_back(recorded["modification"]).given for name in given.variables}
    return frozenset(names)


def _author(row: Mapping[str, Any], typed: frozenset[str] | None, name: str) -> Author:
    """typed: names of what somebody typed; None where that was erased."""
    if typed is None or name not in typed:
        return Author(row["seq"], row["effective_at"], erased=typed is None)
    return Author(row["seq"], row["effective_at"], row["actor"], row["acting_for"] or "")


def contents(store: Reader, case_key: int, seqs: set[int]) -> dict[int, Mapping[str, Any]]:
    """Return what lies beside events, by their numbers; what was erased is missing."""
    if not seqs:
        return {}
    places = ", ".join(map(str, sorted(seqs)))
    sql = f"SELECT seq, content FROM event_content WHERE case_key = :key AND seq IN ({places})"
    return {row["seq"]: json.loads(row["content"])["private"] for row in store.all(sql, key=str(case_key))}


def variables_at(store: Reader, case_key: int, at: CaseAt) -> dict[tuple[str, str], str | None]:
    """Return the variables of the scopes that were there, by scope and name, as JSON text; None for one that was erased since."""
    there = at.scopes_there
    kept = {name: written for name, written in at.variables.items() if name[0] in there}
    beside = contents(store, case_key, {written.seq for written in kept.values()})
    return {name: value_of(beside, written) for name, written in kept.items()}


def value_of(beside: Mapping[int, Mapping[str, Any]], at: Written | None) -> str | None:
    """Return the value of a variable as JSON text; None where there is none, or it was erased."""
    found = beside.get(at.seq, {}).get(str(at.place), {}).get("value") if at is not None else None
    return None if found is None else str(found)


def _documents(store: Reader, case_key: int, at: CaseAt) -> list[Mapping[str, Any]]:
    """Return the documents and papers that the case had, by their digests; of a paper its title as it was issued."""
    added = [(key, written, fact) for kept in (at.documents, at.papers) for key, (written, fact) in kept.items()]
    beside = contents(store, case_key, {written.seq for _, written, _ in added})
    return [
        {
            "key": key,
            "seq": written.seq,
            **fact,
            **_titled(beside.get(written.seq, {}).get(str(written.place), {})),
            "erased": written.seq not in beside,
        }
        for key, written, fact in added
    ]


def _titled(said: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**said, "title": title_of(json.loads(said["content"]))} if "content" in said else said
