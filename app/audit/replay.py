"""Replaying a case: the recorded commands and instants, fed through the recorded versions, give the recorded snapshots again.

It needs the chain, what lies beside it and the deployed files, and nothing of the tables that show a case.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from app.audit.bind_points import Event
from app.audit.break_words import said_of_difference
from app.audit.brought_facts import begun_otherwise, otherwise
from app.audit.chain_break import FORM, is_readable
from app.audit.check_definitions import DeployedFiles
from app.audit.check_disposal import first_undue_disposal
from app.audit.differences import DUE_BEFORE, NEXT_DUE, Difference, differences
from app.audit.erased import says_erased
from app.audit.followed_calendar import FollowedCalendar
from app.audit.hash_chain import engine_version, keyed_digest, recorded_by_newer, secret_bytes
from app.audit.paper_clocks import set_clock
from app.audit.rebuilt_rows import RebuiltRows
from app.audit.recorded_commands import COMMANDS, WITHOUT_ENGINE, Input
from app.audit.recorded_world import recorded_world
from app.audit.replayed_points import ReplayedPoints
from app.audit.surroundings import Surroundings
from app.domain.canonical import is_canonical, parse
from app.domain.instant import instant_text, read_instant
from app.domain.rejection import Rejection
from app.engine.case import Case
from app.engine.course import Course
from app.engine.world import World
from app.store.database import Reader
from app.store.unavailable import StoreUnavailable

STARTING: Final = frozenset({"start_instance", "take_over_case"})
"""Commands with which a case begins."""

BY_THE_CLOCK: Final = frozenset({"fire_timer", "park_timer", "recompute_deadlines"})
"""Commands that the clock gives, in the order in which things fall due. Any other waits until what was due before it is applied."""

_AT_ONCE: Final = 200
_ROWS: Final = (
    "SELECT e.*, c.content FROM audit_event e LEFT JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq"
    " WHERE e.case_key = :key AND e.seq > :place ORDER BY e.seq LIMIT :most"
)


class Step(Struct, frozen=True):
    """What one event comes to when it is computed again.

    event: as recorded. facts: those of its body. private: what people wrote, by the place of its fact. case: None for an event without
    the engine. snapshot: as it is after the event.
    """

    event: Mapping[str, Any]
    facts: list[dict[str, Any]]
    private: Mapping[str, Mapping[str, Any]]
    case: Case | None
    snapshot: bytes


class Recomputation(Struct, frozen=True):
    """verdict: verified, differs or erased. events: those that came out as recorded; of an erased case how many there are.

    seq, what: the first event that differs, and in what: content (gone or changed beside the chain), form (its text is not canonical),
    points, snapshot, facts (the event says something that its command does not bring about), clock (what fell due before was not applied
    first), file (the deployed one with the name `file`, not what the event says), row, row_missing, row_inserted (all came out as
    recorded, but the row with the name `file` in the tables that show the case is not what the event wrote, is gone, or was written by
    none), or a sentence that says why its command cannot be carried out again.
    differences: of the first event that differs, the variables, tokens and deadlines; of rows, what they say and what they should.
    recorded, recomputed: digests of the snapshot after it, where that is what differs. by, recorded_by: versions of the engine.
    """

    verdict: str
    events: int
    seq: int | None = None
    what: str | None = None
    differences: tuple[Difference, ...] = ()
    recorded: str | None = None
    recomputed: str | None = None
    by: str = ""
    recorded_by: str | None = None
    file: str = ""

    @property
    def words(self) -> str:
        """What differs, in one sentence; empty where nothing does."""
        return self.words_of(self.differences)

    def words_of(self, found: Sequence[Difference]) -> str:
        """Say what differs, with those of the differences that the reader may know of."""
        said = str(said_of_difference(self.what or "", self.file))
        return f"{said} ({'; '.join(map(str, found))})" if found else said


class Differs(Exception):
    """An event cannot be computed again from what is recorded, or comes out differently."""

    def __init__(self, event: Mapping[str, Any], what: str, recomputed: str | None = None, found: Sequence[Difference] = ()) -> None:
        super().__init__(f"event {event['seq']} of case {event['case_key']}: {what}")
        self.event, self.what, self.recomputed, self.found, self.file = event, what, recomputed, tuple(found), ""


def replay(store: Reader, surroundings: Surroundings, case_key: int) -> Recomputation:
    """Compute a case again and compare the snapshot's digest after every event."""
    work = Recomputing(surroundings, case_key)
    outcome = None
    while outcome is None:
        outcome = work.go_on(store)
    return outcome


def recompute(store: Reader, surroundings: Surroundings, case_key: int) -> Iterator[Step]:
    """Yield every event of a case, computed again from the snapshot before it. Raises Differs where that cannot be done."""
    yield from Recomputing(surroundings, case_key).steps(store)


class Recomputing:
    """A case that is being computed again, in one go or in pieces: what it needs between them is a snapshot, never the whole history.

    done: the number of the last event that came out as recorded.
    """

    def __init__(self, surroundings: Surroundings, case_key: int) -> None:
        self.case_key, self.done = case_key, 0
        self._surroundings, self._snapshot, self._case_facts = surroundings, b"", dict[str, Any]()
        self._points = ReplayedPoints(surroundings)
        self._rows = RebuiltRows(case_key, surroundings.secret)
        self._due: datetime | None = None
        self._calendar = FollowedCalendar(surroundings, case_key)

    def go_on(self, store: Reader, enough: Callable[[], bool] = lambda: False) -> Recomputation | None:
        """Compute on, and compare; return what came out at the end, None where `enough`, asked after each event, ended it before."""
        secret = store.value("SELECT secret FROM case_secret WHERE case_key = :key", key=str(self.case_key))
        if secret is None:
            rows = store.all("SELECT seq, kind FROM audit_event WHERE case_key = :key ORDER BY seq", key=str(self.case_key))
            undue = first_undue_disposal(store, str(self.case_key)) if says_erased(rows) else None
            if rows and (undue is not None or not says_erased(rows)):
                return Recomputation("differs", 0, undue.seq if undue is not None else rows[0]["seq"], "content", by=engine_version())
            return Recomputation("erased", len(rows), by=engine_version())
        try:
            for step in self.steps(store):
                _compare(step, secret_bytes(secret), self._case_facts)
                self._written(step)
                self.done = int(step.event["seq"])
                if enough():
                    return None
            self._require_kept(store)
        except Differs as differs:
            return self._differing(differs)
        return Recomputation("verified", self.done, by=engine_version())

    def _written(self, step: Step) -> None:
        try:
            self._rows.take(step.event, step.facts, step.private, step.case)
        except Exception as error:  # whatever a fact says that no release says: it is this event that nothing can be shown of
            raise Differs(step.event, f"{type(error).__name__}: {error}") from error

    def _require_kept(self, store: Reader) -> None:
        """Raises Differs where the clock is told another instant, or none, than at which the case has its next timer due: nothing fires
        by itself then; where the case is said to follow a calendar that it does not; and where a row that shows it is not what its events
        write. Where no end of the chain is kept, nothing is."""
        head = store.one("SELECT next_due_at, seq, calendar_version FROM case_state WHERE case_key = :key", key=self.case_key)
        if head is None or head["seq"] != self.done:
            return
        due = instant_text(self._due) if self._due else None
        found: Difference | None = Difference("timer", NEXT_DUE, head["next_due_at"], due) if head["next_due_at"] != due else None
        found = found or self._calendar.set_ahead(store, head["calendar_version"], self._snapshot, self._case_facts)
        if found is not None:
            raise Differs(self._event(store, self.done), "clock", found=[found])
        bad = self._rows.bad_rows(store, self.done)
        if bad is not None:
            differs = Differs(self._event(store, bad.seq), bad.what, found=bad.differences)
            differs.file = bad.name
            raise differs

    def _event(self, store: Reader, seq: int) -> Mapping[str, Any]:
        found = store.one("SELECT * FROM audit_event WHERE case_key = :key AND seq = :seq", key=str(self.case_key), seq=seq)
        return found or {"case_key": self.case_key, "seq": seq}

    def steps(self, store: Reader) -> Iterator[Step]:
        """Yield the events after those that are done. Raises Differs where one cannot be computed again."""
        place, files = self.done, DeployedFiles(store)
        while rows := store.all(_ROWS, key=str(self.case_key), place=place, most=_AT_ONCE):
            for event in rows:
                if event["seq"] != place + 1 or not is_readable(event):
                    raise Differs({**event, "seq": place + 1}, "content")
                _go_by_what_was_deployed(files, event)
                yield self._computed(store, event)
                place += 1

    def _computed(self, store: Reader, event: Mapping[str, Any]) -> Step:
        try:
            return self._step(store, event)
        except (Differs, StoreUnavailable):
            raise
        except Exception as error:  # an instant or a version that is none: whatever it is, it is this event that cannot be computed
            raise Differs(event, f"{type(error).__name__}: {error}") from error

    def _step(self, store: Reader, event: Mapping[str, Any]) -> Step:
        if event["content"] is None:
            raise Differs(event, "content")
        content, facts = _read(event)
        if event["command"] in STARTING:
            self._case_facts = _case_facts(facts[0], self._surroundings)
            detail = self._surroundings.process_detail(store, facts[0]["definitionDigest"], facts[0]["process"])
            if (found := begun_otherwise(event, facts[0], detail.owner)) is not None:
                raise Differs(event, "facts", found=[found])
        if self._due is not None and event["command"] not in BY_THE_CLOCK and read_instant(event["recorded_at"]) >= self._due:
            found = Difference("timer", DUE_BEFORE, event["recorded_at"], instant_text(self._due))
            raise Differs(event, "clock", found=[found])
        case = None
        if event["command"] not in WITHOUT_ENGINE:
            if (passed := self._calendar.passed_by(store, event, self._snapshot, self._case_facts)) is not None:
                raise Differs(event, "clock", found=[passed])
            world = recorded_world(store, self._surroundings, event, facts, self._case_facts, content["private"])
            case = _carried_out(event, facts, content["input"], world, self._snapshot)
            if self._points.differ(store, Event(case, self._snapshot or None, world, case.facts), facts, content["input"]):
                raise Differs(event, "points")
            self._snapshot = case.snapshot()
            self._due = min((timer[0] for timer in case.timers()), default=None)
        else:
            self._points.note(facts)
            self._calendar.note(event["effective_at"])
        return Step(event, facts, content["private"], case, self._snapshot)

    def _differing(self, differs: Differs) -> Recomputation:
        event = differs.event
        recorded = event["snapshot_digest"] if differs.recomputed else None
        if differs.what not in ("content", "file") and recorded_by_newer(event["engine_version"]):
            # What this node does not know yet is no sign that somebody changed something.
            by = event["engine_version"].partition(";")[0]
            differs.what = f"{by} recorded it, which is newer than {engine_version().partition(';')[0]} here: only that release can tell"
        return Recomputation(
            "differs",
            self.done,
            event["seq"],
            differs.what,
            differs.found,
            recorded,
            differs.recomputed,
            engine_version(),
            event["engine_version"],
            differs.file,
        )


def _read(event: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what lies beside an event, and its facts. Raises Differs for what nobody can have recorded."""
    try:
        content, facts = parse(event["content"]), json.loads(event["body"])["facts"]
        content["private"], content["input"]  # both are asked for below
    except (Rejection, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Differs(event, "content") from error
    if not (is_canonical(event["body"]) and is_canonical(event["content"])):
        raise Differs(event, FORM)
    return content, facts


def _go_by_what_was_deployed(files: DeployedFiles, event: Mapping[str, Any]) -> None:
    """Raises Differs where a file that the event names is not what was deployed. What was read from it before may still be kept here, so
    that the reading of a file finds it out the first time only."""
    bad = files.bad_in(event)
    if bad is not None:
        differs = Differs(event, "file")
        differs.file = bad[0]
        raise differs


def _compare(step: Step, secret: bytes, case_facts: Mapping[str, Any]) -> None:
    """Raises Differs where what lies beside an event is not what was recorded, the snapshot after it is another one, or what it says the
    engine brought about is not what the engine does."""
    event = step.event
    digest = keyed_digest(secret, step.snapshot)
    if digest != event["snapshot_digest"]:
        raise Differs(event, "snapshot", digest, differences(step.facts, step.private, step.case.facts if step.case else ()))
    if keyed_digest(secret, event["content"].encode()) != event["content_digest"]:
        raise Differs(event, "content")
    found = otherwise(step.facts, step.private, step.case.facts if step.case else (), case_facts)
    if found is not None:
        raise Differs(event, "facts", found=[found])


def _carried_out(event: Mapping[str, Any], facts: list[dict[str, Any]], said: Input, world: World, snapshot: bytes) -> Case:
    command = event["command"]
    try:
        if command in STARTING:
            return _started(int(event["case_key"]), facts[0], said, world)
        case = Case.restore(world, snapshot)
        COMMANDS[command](case, said)
    except Exception as error:  # whatever it stumbles over, it is this event that cannot be computed again
        raise Differs(event, f"{type(error).__name__}: {error}") from error
    return case


def _started(case_key: int, first: Mapping[str, Any], said: Input, world: World) -> Case:
    case = Case.start(
        world,
        first["definitionDigest"],
        first["process"],
        case_key,
        said["variables"],
        received_at=read_instant(first["receivedAt"]),
        start_element=said["startElement"],
        course=Course(**said["course"]) if "course" in said else None,
    )
    for clock in said.get("clocks", ()):
        set_clock(case, clock)
    return case


def _case_facts(first: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
    return {
        "receiptNumber": first.get("receiptNumber"),
        "receivedAt": read_instant(first["receivedAt"]).astimezone(surroundings.zone),
        "startedBy": first.get("startedBy"),
        "owner": first.get("owner"),
    }
