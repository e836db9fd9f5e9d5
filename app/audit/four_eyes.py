"""Who did the earlier steps that another pair of eyes must not have done. Source: property fourEyes, docs/diagrams."""

import json
from collections.abc import Iterator

from msgspec import Struct

from app.diagram import Diagram, DiagramElement
from app.domain.actor import Actor
from app.domain.keys import case_key_of
from app.domain.rejection import Rejection
from app.domain.task import TaskRecord
from app.store.database import Reader

START_EVENT = "startEvent"


class EarlierStep(Struct, frozen=True):
    """people: the accounts that did it last, in their own right or in somebody's place, those in whose place, and those to whom it was
    delegated."""

    name: str
    people: frozenset[str]
    element_id: str


def require_other_eyes(store: Reader, actor: Actor, task: TaskRecord, diagram: Diagram) -> None:
    """Raise Rejection("four_eyes") unless other people did the steps that the diagram names. diagram: the one that draws the task."""
    for step in earlier_steps(store, task.key, diagram, task.element_id):
        if {actor.account, actor.acting_for} & step.people:
            raise Rejection("four_eyes", "Expected somebody else than the one who did %(step)s to do this step (four eyes)", step=step.name)


def earlier_steps(store: Reader, task_key: int, diagram: Diagram, element_id: str) -> Iterator[EarlierStep]:
    """Yield the steps that a user task names as fourEyes, as far as somebody did them: tasks, and the start of the process that the task
    belongs to: of the case, or of a request beside it. Who took a case over from paper copied what others had entered: of its start nobody
    is known (docs/decisions, "Paper cases are taken over where they stand")."""
    element = diagram.element(element_id)
    named = element.properties.get("fourEyes", "") if element else ""
    for wanted in filter(None, map(str.strip, named.split(","))):
        earlier = diagram.element(wanted)
        found = _started(store, task_key, earlier) if earlier and earlier.kind == START_EVENT else _completed(store, task_key, wanted)
        if found is not None:
            yield found


def _started(store: Reader, task_key: int, event: DiagramElement) -> EarlierStep | None:
    row = store.one(
        "SELECT p.key, p.started_by FROM process_instance p JOIN user_task t ON t.process_instance_key = p.key WHERE t.key = :key"
        " AND NOT EXISTS (SELECT 1 FROM paper_case c WHERE c.case_key = p.key)",
        key=task_key,
    )
    if row is None or not row["started_by"]:
        return None
    people = frozenset({row["started_by"], *_started_for(store, case_key_of(task_key), row["key"])})
    return EarlierStep(event.title, people, event.id)


def _started_for(store: Reader, case_key: int, key: int) -> Iterator[str]:
    """Yield in whose place a process was started: a case by its first event, a request beside it by the event that asked."""
    rows = store.all(
        "SELECT seq, acting_for, body FROM audit_event WHERE case_key = :case AND acting_for IS NOT NULL"
        " AND (seq = 1 OR kind = 'extension_requested')",
        case=str(case_key),
    )
    for row in rows:
        if (row["seq"] == 1 and key == case_key) or any(fact.get("requestKey") == str(key) for fact in json.loads(row["body"])["facts"]):
            yield row["acting_for"]


def _completed(store: Reader, task_key: int, element_id: str) -> EarlierStep | None:
    row = store.one(
        # In the same process: one called or run beside it may use the id for a step of its own.
        "SELECT key, completed_by, acting_for, name FROM user_task WHERE case_key = :case_key AND element_id = :element"
        " AND process_instance_key = (SELECT process_instance_key FROM user_task WHERE key = :task_key)"
        " AND state = 'COMPLETED' ORDER BY ended_at DESC, key DESC LIMIT 1",
        case_key=case_key_of(task_key),
        task_key=task_key,
        element=element_id,
    )
    if row is None:
        return None
    worked = {one["account"] for one in store.all("SELECT account FROM task_delegate WHERE task_key = :key", key=row["key"])}
    return EarlierStep(row["name"], frozenset({row["completed_by"], row["acting_for"], *worked} - {None}), element_id)
