"""Cases as process mining takes them: each completed task and call of chosen cases, some cases at a time.

Cases are read in pieces of bounded size, each from one committed state, so that memory stays flat whatever their number. Secret cases are
left out. Source: docs/api, "XES"; docs/permissions, "left out of mails and exports".
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

import msgspec

from app.audit.ran_by import Ran, versions_of_cases
from app.audit.surroundings import Surroundings
from app.diagram.names import names_in
from app.domain.languages import LANGUAGES
from app.store.database import Reader

ACTIVITIES: Final = frozenset(
    {
        "businessRuleTask", "callActivity", "manualTask", "receiveTask", "scriptTask", "sendTask", "serviceTask", "task", "userTask",
    }
)  # fmt: skip
EVENTS_AT_ONCE: Final = 1_000
CASES_AT_ONCE: Final = 500
_BODY: Final = "multiInstanceBody"
_DRAWN: Final = "zh_Hans"


Ask = Callable[[Callable[[Reader], Any]], Any]


class Chosen(msgspec.Struct, frozen=True):
    """Which cases. process: id, empty for all. since, until: instants as text in UTC, of the start, from the one on, before the other."""

    process: str = ""
    since: str = ""
    until: str = ""

    def where(self) -> tuple[str, dict[str, Any]]:
        """Return SQL for root process instances `p`, and its values."""
        parts, values = ["p.parent_key IS NULL", "p.receipt_number IS NOT NULL", "p.secret = 0"], dict[str, Any]()
        for name, sql in (("process", "p.process_id ="), ("since", "p.started_at >="), ("until", "p.started_at <")):
            if getattr(self, name):
                parts.append(f"{sql} :{name}")
                values[name] = getattr(self, name)
        return " AND ".join(parts), values


MIGRATED, MODIFIED = "instance_migrated", "instance_modified"
"""Names and types of what is no step of a diagram: from the first on those of another version follow; by the second an operator ended and
began elements that no way of the diagram leads to or from."""


class ExportedStep(NamedTuple):
    """One completed task or call, of a loop one an item; or that somebody took the case to another version, or moved it outside its course
    (type and name MIGRATED, MODIFIED; the element is the process).

    at: when it took effect. scope_key: of the sub-process or item around it, else of the process instance. resource: the
    account, clock, public or system; acting_for: in whose place. more: of what is no step: definitionDigest and formerDigest, or the ids
    of what was ended and begun.
    """

    element_id: str
    name: str
    type: str
    key: str
    scope_key: str
    instance_key: str
    at: str
    seq: int
    resource: str
    acting_for: str | None
    more: Mapping[str, str] = {}


class ExportedCase(NamedTuple):
    """row: key, receipt_number, process_id, digest, started_at, ended_at, state. first, last: whether the steps are the first of the case,
    the last: a long case comes in several pieces. instances: keys of called processes and requests, with parent and process. versions:
    digests of the files by which it ran, each with since when."""

    row: Mapping[str, Any]
    steps: list[ExportedStep]
    first: bool
    last: bool
    instances: list[Mapping[str, Any]]
    versions: Sequence[tuple[str, str]]


class _Fact(msgspec.Struct):
    fact: str
    elementId: str | None = None
    elementInstanceKey: str | None = None
    type: Any = None
    scopeKey: str | None = None
    processInstanceKey: str | None = None


class _Named(msgspec.Struct):
    elementId: str


class _Moved(msgspec.Struct):
    """What is read of the one fact by which a case was taken to another version or moved; of all others its fields would only cost time."""

    fact: str
    elementInstanceKey: str | None = None
    definitionDigest: str | None = None
    formerDigest: str | None = None
    ended: list[_Named] = []
    begun: list[_Named] = []


class _Moves(msgspec.Struct):
    facts: list[_Moved]


class _Facts(msgspec.Struct):
    facts: list[_Fact]


_READ: Final = msgspec.json.Decoder(_Facts).decode
_READ_MOVES: Final = msgspec.json.Decoder(_Moves).decode
# Only what speaks of a completed element or of a loop's body is opened at all. What is filled in is whole numbers of ours.
_EVENTS: Final = (
    "SELECT case_key, seq, kind, effective_at, actor, acting_for, body FROM audit_event WHERE {1} AND"
    " ({0}(body, '\"element_completed\"') > 0 OR {0}(body, '\"multiInstanceBody\"') > 0"
    " OR kind IN ('instance_migrated', 'instance_modified')) ORDER BY case_key, seq"
)
_INSTANCES: Final = (
    "SELECT key, case_key, parent_key, process_id, digest, started_at FROM process_instance WHERE case_key IN ({}) ORDER BY key"
)
_COUNTED: Final = (
    "SELECT COUNT(*) AS cases, COALESCE(SUM(c.seq), 0) AS events FROM process_instance p JOIN case_state c ON c.case_key = p.key WHERE {}"
)
_CASES: Final = (
    "SELECT p.key, p.receipt_number, p.process_id, p.digest, p.started_at, p.ended_at, p.state, c.seq FROM process_instance p"
    " JOIN case_state c ON c.case_key = p.key WHERE p.key > :after AND {} ORDER BY p.key LIMIT :most"
)


def count_cases(store: Reader, chosen: Chosen) -> tuple[int, int]:
    """Return how many cases an export holds, and how many events their records."""
    where, values = chosen.where()
    row = store.one(_COUNTED.format(where), **values)
    return (int(row["cases"]), int(row["events"])) if row is not None else (0, 0)


def exported_cases(ask: Ask, surroundings: Surroundings, chosen: Chosen) -> Iterator[ExportedCase]:
    """Yield the chosen cases in the order of their keys, each whole or, where it is long, in pieces of a thousand events.

    ask: answers a question from one committed state.
    """
    after, names = 0, _Names(surroundings)
    while rows := ask(partial(_cases, chosen=chosen, after=after)):
        for together in _together(rows):
            if together[0]["seq"] > EVENTS_AT_ONCE:
                yield from _long(ask, names, together[0])
            else:
                yield from ask(partial(_whole, names=names, rows=together))
        after = rows[-1]["key"]


def _cases(store: Reader, chosen: Chosen, after: int) -> list[Mapping[str, Any]]:
    where, values = chosen.where()
    rows = store.all(_CASES.format(where), **values, after=after, most=CASES_AT_ONCE)
    return list(rows)


def _together(rows: list[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Yield cases that are read at once: as many as have few enough events between them, a longer one alone."""
    kept: list[Mapping[str, Any]] = []
    events = 0
    for row in rows:
        if kept and events + row["seq"] > EVENTS_AT_ONCE:
            yield kept
            kept, events = [], 0
        kept.append(row)
        events += row["seq"]
    yield kept


def _whole(store: Reader, names: "_Names", rows: list[Mapping[str, Any]]) -> list[ExportedCase]:
    keys = [str(row["key"]) for row in rows]
    instances = _by_case(store.all(_INSTANCES.format(", ".join(keys))))
    wanted = "case_key IN ('" + "', '".join(keys) + "')"
    events = _by_case(store.all(_EVENTS.format("instr" if store.is_sqlite else "strpos", wanted)))
    found, ran = [], versions_of_cases(store, [row["key"] for row in rows])
    for row in rows:
        reading = _Reading(store, names, row["key"], instances[str(row["key"])], [one.digest for one in ran.get(row["key"], ())])
        steps = reading.steps(events[str(row["key"])])
        found.append(
            ExportedCase(row, steps, first=True, last=True, instances=reading.called, versions=_since(row, ran.get(row["key"], ())))
        )
    return found


def _since(row: Mapping[str, Any], ran: Sequence[Ran]) -> Sequence[tuple[str, str]]:
    """Return the digests by which a case ran, each with since when."""
    return [(one.digest, one.since or row["started_at"]) for one in ran] or [(row["digest"], row["started_at"])]


def _by_case(rows: Iterable[Mapping[str, Any]]) -> defaultdict[str, list[Mapping[str, Any]]]:
    found: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        found[str(row["case_key"])].append(row)
    return found


def _long(ask: Ask, names: "_Names", row: Mapping[str, Any]) -> Iterator[ExportedCase]:
    key = row["key"]
    ran = ask(lambda store: versions_of_cases(store, [key])).get(key, ())
    reading = ask(lambda store: _Reading(store, names, key, store.all(_INSTANCES.format(key)), [one.digest for one in ran]))
    for after in range(0, row["seq"], EVENTS_AT_ONCE):
        until = min(after + EVENTS_AT_ONCE, row["seq"])
        steps = reading.steps(ask(partial(_piece, key=key, after=after, until=until)))
        yield ExportedCase(row, steps, first=after == 0, last=until == row["seq"], instances=reading.called, versions=_since(row, ran))


def _piece(store: Reader, key: int, after: int, until: int) -> Sequence[Mapping[str, Any]]:
    wanted = f"case_key = '{key}' AND seq > {after} AND seq <= {until}"
    return store.all(_EVENTS.format("instr" if store.is_sqlite else "strpos", wanted))


class _Names:
    """The names of elements as they were drawn, by the digest of the file."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._known: dict[str, dict[str, str]] = {}

    def of(self, store: Reader, digest: str) -> dict[str, str]:
        if digest not in self._known:
            self._known[digest] = names_in(self._surroundings.diagram(store, digest), LANGUAGES[_DRAWN], lambda drawn: drawn)
        return self._known[digest]


class _Reading:
    """What is kept of a case while its record is read: names by process instance, and of each loop that was entered where it lies.

    versions: digests of the files by which the case ran one after the other, where it was taken to another one.
    """

    def __init__(
        self, store: Reader, names: _Names, key: int, instances: Iterable[Mapping[str, Any]], versions: Sequence[str] = ()
    ) -> None:
        self.names = {str(one["key"]): names.of(store, one["digest"]) for one in instances}
        self.versions = {digest: names.of(store, digest) for digest in versions}
        if versions:
            self.names[str(key)] = self.versions[versions[0]]
        self.processes = {str(one["key"]): str(one["process_id"]) for one in instances}
        self.called = [one for one in instances if one["key"] != key]
        self.loops: dict[str, str] = {}

    def steps(self, events: Iterable[Mapping[str, Any]]) -> list[ExportedStep]:
        found: list[ExportedStep] = []
        for row in events:
            if row["kind"] in (MIGRATED, MODIFIED):
                found += [self._moved(row, moved) for moved in _READ_MOVES(row["body"]).facts if moved.fact == row["kind"]]
            for fact in _READ(row["body"]).facts:
                if fact.type == _BODY and fact.fact == "element_entered":
                    self.loops[str(fact.elementInstanceKey)] = str(fact.scopeKey)
                elif fact.fact == "element_completed" and fact.type in ACTIVITIES:
                    found.append(self._step(row, fact))
        return found

    def _moved(self, row: Mapping[str, Any], fact: _Moved) -> ExportedStep:
        key, what = str(fact.elementInstanceKey), fact.fact
        more = {"ended": " ".join(one.elementId for one in fact.ended), "begun": " ".join(one.elementId for one in fact.begun)}
        if what == MIGRATED:
            self.names[key] = self.versions[str(fact.definitionDigest)]
            more = {"definitionDigest": str(fact.definitionDigest), "formerDigest": str(fact.formerDigest)}
        who = row["actor"], row["acting_for"]
        return ExportedStep(self.processes[key], what, what, key, key, key, row["effective_at"], row["seq"], *who, more)

    def _step(self, row: Mapping[str, Any], fact: _Fact) -> ExportedStep:
        element, instance, scope = str(fact.elementId), str(fact.processInstanceKey), str(fact.scopeKey)
        worked = fact.type == "userTask"
        return ExportedStep(
            element,
            self.names.get(instance, {}).get(element) or element,
            fact.type,
            str(fact.elementInstanceKey),
            self.loops.get(scope, scope),
            instance,
            row["effective_at"],
            row["seq"],
            row["actor"] if worked else "system",
            row["acting_for"] if worked else None,
        )
