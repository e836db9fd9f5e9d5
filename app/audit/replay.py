"""Replaying a case: the recorded commands and instants, fed through the recorded versions, give the recorded snapshots again.

It needs the chain, what lies beside it and the deployed files, and nothing of the tables that show a case.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.audit.hash_chain import engine_version, keyed_digest
from app.audit.recorded_world import recorded_world
from app.audit.replayed_points import ReplayedPoints
from app.audit.submission import read_submission
from app.audit.surroundings import Surroundings
from app.domain.canonical import parse
from app.domain.deadline_row import from_row
from app.domain.instant import read_instant
from app.engine.case import Case
from app.engine.course import Course
from app.engine.world import World
from app.store.database import Reader

Input = Mapping[str, Any]
STARTING: Final = frozenset({"start_instance", "take_over_case"})
"""Commands with which a case begins."""


@dataclass(frozen=True)
class Step:
    """What one event comes to when it is computed again.

    event: as recorded. facts: those of its body. private: what people wrote, by the place of its fact. case: None for an event without
    the engine. snapshot: as it is after the event.
    """

    event: Mapping[str, Any]
    facts: list[dict[str, Any]]
    private: Mapping[str, Mapping[str, Any]]
    case: Case | None
    snapshot: bytes


@dataclass(frozen=True)
class Recomputation:
    """verdict: verified, differs or erased. seq, what: the first event that differs, and in what.

    recorded, recomputed: digests of the snapshot after it, where that is what differs. by, recorded_by: versions of the engine.
    """

    verdict: str
    events: int
    seq: int | None = None
    what: str | None = None
    recorded: str | None = None
    recomputed: str | None = None
    by: str = ""
    recorded_by: str | None = None


class Differs(Exception):
    """An event cannot be computed again from what is recorded."""

    def __init__(self, event: Mapping[str, Any], what: str, recomputed: str | None = None) -> None:
        super().__init__(f"event {event['seq']} of case {event['case_key']}: {what}")
        self.event, self.what, self.recomputed = event, what, recomputed


def replay(store: Reader, surroundings: Surroundings, case_key: int) -> Recomputation:
    """Compute a case again and compare the snapshot's digest after every event."""
    secret = store.value("SELECT secret FROM case_secret WHERE case_key = :key", key=str(case_key))
    if secret is None:
        return Recomputation("erased", 0, by=engine_version())
    events = 0
    try:
        for step in recompute(store, surroundings, case_key):
            events += 1
            digest = keyed_digest(bytes(secret), step.snapshot)
            if digest != step.event["snapshot_digest"]:
                raise Differs(step.event, "snapshot", digest)
    except Differs as differs:
        event = differs.event
        return Recomputation(
            "differs",
            events,
            event["seq"],
            differs.what,
            event["snapshot_digest"] if differs.recomputed else None,
            differs.recomputed,
            engine_version(),
            event["engine_version"],
        )
    return Recomputation("verified", events, by=engine_version())


def recompute(store: Reader, surroundings: Surroundings, case_key: int) -> Iterator[Step]:
    """Yield every event of a case, computed again from the snapshot before it. Raises Differs where that cannot be done."""
    rows = store.all(
        "SELECT e.*, c.content FROM audit_event e LEFT JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq"
        " WHERE e.case_key = :key ORDER BY e.seq",
        key=str(case_key),
    )
    snapshot, case_facts, points = b"", dict[str, Any](), ReplayedPoints(store, surroundings)
    for event in rows:
        if event["content"] is None:
            raise Differs(event, "content")
        content, facts = parse(event["content"]), json.loads(event["body"])["facts"]
        if event["command"] in STARTING:
            case_facts = _case_facts(facts[0], surroundings)
        case = None
        if event["command"] not in WITHOUT_ENGINE:
            world = recorded_world(store, surroundings, event, facts, case_facts, content["private"])
            case = _carried_out(event, facts, content["input"], world, snapshot)
            if points.differ(case, snapshot, world, facts):
                raise Differs(event, "points")
            snapshot = case.snapshot()
        else:
            points.note(facts)
        yield Step(event, facts, content["private"], case, snapshot)


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
    return Case.start(
        world,
        first["definitionDigest"],
        first["process"],
        case_key,
        said["variables"],
        received_at=read_instant(first["receivedAt"]),
        start_element=said["startElement"],
        course=Course(**said["course"]) if "course" in said else None,
    )


def _case_facts(first: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
    return {
        "receiptNumber": first.get("receiptNumber"),
        "receivedAt": read_instant(first["receivedAt"]).astimezone(surroundings.zone),
        "startedBy": first.get("startedBy"),
        "owner": first.get("owner"),
    }


def _fire(case: Case, said: Input) -> None:
    if said["kind"] == "light":
        case.change_light(int(said["elementInstanceKey"]))
    else:
        case.fire(int(said["elementInstanceKey"]), read_instant(said["dueAt"]))


def _retry(case: Case, said: Input) -> None:
    for key in said["elementInstanceKeys"]:
        case.retry(int(key))


def _send_back(case: Case, said: Input) -> None:
    case.send_back(int(said["userTaskKey"]), said["to"], {element: int(key) for element, key in said["earlier"].items()})


def _prove_receipt(case: Case, said: Input) -> None:
    if said["lapsed"] is not None:
        case.undo_lapse(from_row(json.loads(said["lapsed"])), int(said["instanceKey"]))
    elif said["deadlineKey"] is not None:
        case.prove_receipt(int(said["deadlineKey"]))


COMMANDS: Final[Mapping[str, Callable[[Case, Input], object]]] = {
    "cancel_instance": lambda case, said: case.cancel(),
    "complete_task": lambda case, said: case.complete(int(said["userTaskKey"]), said["answers"]),
    "confirm_deadline": lambda case, said: case.confirm_deadline(int(said["deadlineKey"])),
    "correct_answers": lambda case, said: case.set_variables(int(said["scopeKey"]), said["answers"]),
    "correlate_message": lambda case, said: case.correlate(said["name"], said["correlationKey"], said["variables"]),
    "fire_timer": _fire,
    "park_timer": lambda case, said: case.stall(int(said["elementInstanceKey"]), said["kind"], ""),
    "recompute_deadlines": lambda case, said: case.recompute_deadlines([from_row(json.loads(row)) for row in said["ended"]]),
    "receive_signal": lambda case, said: case.broadcast(said["name"], {}),
    "request_extension": lambda case, said: case.start_guest(
        said["definitionDigest"], said["processId"], int(said["deadlineKey"]), said["variables"]
    ),
    "record_receipt": _prove_receipt,
    "resolve_incident": _retry,
    "resolve_incidents": _retry,
    "resume_clock": lambda case, said: case.resume_deadline(int(said["deadlineKey"])),
    "send_back_task": _send_back,
    "set_variables": lambda case, said: case.set_variables(int(said["scopeKey"]), said["variables"], said["local"]),
    "suspend_clock": lambda case, said: case.suspend_deadline(int(said["deadlineKey"])),
    "withdraw_completion": lambda case, said: case.take_back(read_submission(said)),
    "withdraw_extension": lambda case, said: case.correlate(said["name"], said["correlationKey"], said["variables"]),
}
"""What each command asks of the engine, besides starting a case."""

WITHOUT_ENGINE: Final = frozenset(
    {
        "add_comment",
        "add_document",
        "answer_urging",
        "appeal_points",
        "assign_task",
        "decide_appeal",
        "delegate_task",
        "discard_paper",
        "draft_paper",
        "edit_paper",
        "file_late_remark",
        "give_query_code",
        "hand_back_task",
        "issue_paper",
        "record_service",
        "release_task",
        "return_task",
        "update_task",
        "urge_tasks",
    }
)
"""Commands of a case that leave its snapshot as it is."""
