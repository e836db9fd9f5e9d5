"""What a person's submission brought about, read from the case's events, and whether it can still be taken back.

Source: docs/diagrams, "Moves around a task": while the next task is unclaimed and no message or notice has left.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from app.audit.bind_given import OF_WORK
from app.domain.canonical import parse
from app.domain.deadline_row import from_row
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.engine.take_back import Submission
from app.store.database import Reader

LEFT: Final = {
    "message_thrown": marked("a message has left"),
    "signal_thrown": marked("a signal has left"),
    "notice_given": marked("a notice has left"),
    "paper_issued": marked("a paper was issued"),
    "internal_job_done": marked("an automatic step has done its work"),
    "job_created": marked("work was given to another system"),
    "instance_migrated": marked("the case was taken to another version"),
    "task_urged": marked("it was urged meanwhile"),
}
"""What cannot be called back, by the fact that says so."""

PART_ENDED: Final = marked("Expected the part of the procedure in which the step was to be open still, but it ended with this submission")
"""What such a part was, its scope and its events, is not kept: it cannot be opened again as it was."""

Event = Mapping[str, Any]


class Found(Struct, frozen=True):
    """answers: as they were submitted; empty once erased. said: what the engine is to undo."""

    answers: Mapping[str, Any]
    said: Submission


def submission(store: Reader, case_key: int, task_key: int) -> Found:
    """Return what the completion of a task brought about.

    Raises Rejection("too_late") where something of it cannot be called back, ("state_forbids") where it ended the sub-process it was in.
    """
    events = _events(store, case_key)
    place = next(
        place
        for place, event in enumerate(events)
        if any(fact["fact"] == "task_completed" and fact["elementInstanceKey"] == str(task_key) for fact in event["facts"])
    )
    event = events[place]
    entered = [fact for fact in event["facts"] if fact["fact"] == "element_entered"]
    over = {fact["elementInstanceKey"] for fact in event["facts"] if fact["fact"] in ("element_completed", "element_cancelled")}
    born = [int(fact["elementInstanceKey"]) for fact in entered if fact["elementInstanceKey"] not in over]
    _refuse_left(event, events[place + 1 :], set(map(str, born)))
    element, scope = _where(events[:place], task_key)
    if str(scope) in over:
        raise Rejection("state_forbids", PART_ENDED)
    said = Submission(task_key, element, scope, born, _before(events[:place], event))
    answers = event["content"]["input"].get("answers", {}) if event["content"] else {}
    return Found(answers, said)


def require_unclaimed(store: Reader, born: Collection[int]) -> None:
    """Raise Rejection unless there is a next task, and nobody has taken any of them up."""
    rows = [
        row
        for key in born
        if (
            row := store.one(
                "SELECT t.state, t.name, COALESCE(a.display_name, t.assignee, t.completed_by) AS who, t.assignee FROM user_task t"
                " LEFT JOIN account a ON a.name = COALESCE(t.assignee, t.completed_by) WHERE t.key = :key",
                key=key,
            )
        )
        is not None
    ]
    if not rows:
        raise Rejection("state_forbids", "Expected a next task that nobody has claimed, but the case waits for something else")
    for row in rows:
        if row["state"] != "CREATED" or row["assignee"] is not None:
            raise Rejection(
                "too_late",
                "Expected a next task that nobody has claimed, but %(who)s has taken up %(step)s",
                who=row["who"] or "-",
                step=row["name"],
            )


def _events(store: Reader, case_key: int) -> list[dict[str, Any]]:
    rows = store.all(
        "SELECT e.body, c.content FROM audit_event e LEFT JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq"
        " WHERE e.case_key = :key ORDER BY e.seq",
        key=str(case_key),
    )
    return [{"facts": json.loads(row["body"])["facts"], "content": parse(row["content"]) if row["content"] else None} for row in rows]


def _refuse_left(event: Event, later: Sequence[Event], born: set[str]) -> None:
    since = [
        fact for one in later for fact in one["facts"] if fact.get("elementInstanceKey") in born or fact["fact"] == "instance_migrated"
    ]
    for fact in (*event["facts"], *since):
        # Who was given the next task, and gave it back, holds up nobody.
        if fact["fact"] in LEFT and fact.get("notice") not in OF_WORK:
            raise Rejection("too_late", "Expected a submission that nothing has followed yet, but %(what)s", what=LEFT[fact["fact"]])


def _where(events: Sequence[Event], task_key: int) -> tuple[str, int]:
    """Return the element of a task, and the scope that it was entered in."""
    found = next(
        fact
        for event in events
        for fact in event["facts"]
        if fact["fact"] == "element_entered" and fact["elementInstanceKey"] == str(task_key)
    )
    return found["elementId"], int(found["scopeKey"])


def _before(events: Sequence[Event], event: Event) -> dict[tuple[int, str], str | None]:
    """Return what the variables that an event wrote were before it; a value that was erased stays as it is now."""
    wrote = {(int(fact["scopeKey"]), fact["name"]) for fact in event["facts"] if fact["fact"] == "variable_written"}
    before: dict[tuple[int, str], str | None] = dict.fromkeys(sorted(wrote))
    for earlier in events:
        for place, fact in enumerate(earlier["facts"]):
            if fact["fact"] == "variable_written" and (at := (int(fact["scopeKey"]), fact["name"])) in wrote:
                kept = (earlier["content"] or {}).get("private", {}).get(str(place))
                if kept is None:
                    before.pop(at, None)
                else:
                    before[at] = kept["value"]
            elif fact["fact"] == "variable_removed" and (at := (int(fact["scopeKey"]), fact["name"])) in wrote:
                before[at] = None
    return before


def written_submission(said: Submission, row: str | None) -> dict[str, Any]:
    """Return what a withdrawal undoes, as it is recorded. row: of the task's deadline, as it ended."""
    before = [{"scopeKey": scope, "name": name, "value": value} for (scope, name), value in said.before.items()]
    return {
        "userTaskKey": str(said.key),
        "elementId": said.element,
        "scopeKey": str(said.scope),
        "born": [str(key) for key in said.born],
        "before": before,
        "deadline": row,
    }


def read_submission(said: Mapping[str, Any]) -> Submission:
    """Return what a recorded withdrawal undid, for a replay."""
    before = {(int(one["scopeKey"]), one["name"]): one["value"] for one in said["before"]}
    deadline = from_row(json.loads(said["deadline"])) if said["deadline"] else None
    born = [int(key) for key in said["born"]]
    return Submission(int(said["userTaskKey"]), said["elementId"], int(said["scopeKey"]), born, before, deadline)
