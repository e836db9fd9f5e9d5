"""The form of a task, with what it is drawn from: stored variables while the task is open, the answers given once it is done."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from app.audit.deadlines_here import with_deadlines_here
from app.audit.issued_papers import with_issued_papers
from app.audit.known_around import known_around
from app.audit.seen_variables import seen_variables
from app.audit.surroundings import Surroundings
from app.domain.canonical import parse
from app.domain.task import TaskRecord
from app.feel import FeelWorld
from app.form import Form
from app.store.database import Reader


class TaskForm(Struct, frozen=True):
    """form: None for a task that asks nothing. variables: what the case knows. answers: what was given, of a finished task."""

    form: Form | None
    variables: Mapping[str, Any]
    answers: Mapping[str, Any]
    world: FeelWorld


def task_form(store: Reader, surroundings: Surroundings, task: TaskRecord, now: datetime) -> TaskForm:
    form = surroundings.form(store, task.form_digest) if task.form_digest else None
    world = surroundings.feel_world(store, now)
    if task.state == "CREATED":
        if form is None:
            return TaskForm(form, {}, {}, world)
        seen = seen_variables(store, surroundings, task.case_key, task.key, now)
        known = with_issued_papers(store, task.case_key, form, seen, surroundings.zone)
        return TaskForm(form, with_deadlines_here(store, surroundings, task, (form, known), now), {}, world)
    known = known_around(store, surroundings, task.case_key, task.key, form)
    return TaskForm(form, known, _given(store, task), world)


def _given(store: Reader, task: TaskRecord) -> Mapping[str, Any]:
    """Return the answers with which a task was completed, from the content of its event; nothing once they were erased."""
    rows = store.all(
        "SELECT c.content FROM audit_event e JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq"
        " WHERE e.case_key = :key AND e.command = 'complete_task' AND e.element_id = :element ORDER BY e.seq DESC",
        key=str(task.case_key),
        element=task.element_id,
    )
    for row in rows:
        recorded = json.loads(row["content"])["input"]
        if recorded.get("userTaskKey") == str(task.key):
            return dict(parse(row["content"])["input"]["answers"])
    return {}


def start_form(store: Reader, surroundings: Surroundings, form_id: str, now: datetime) -> TaskForm:
    """Return the form with which a case is started."""
    digest = store.value(
        "SELECT digest FROM definition WHERE kind = 'form' AND id = :id AND state = 'active' ORDER BY version DESC LIMIT 1", id=form_id
    )
    return TaskForm(surroundings.form(store, digest) if digest else None, {}, {}, surroundings.feel_world(store, now))
