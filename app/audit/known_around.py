"""What is known around a step that is over: what its form was drawn from is still to be read beside its answers."""

from collections.abc import Mapping
from typing import Any

from app.audit.deadlines_here import NAME as DEADLINES
from app.audit.deadlines_here import deadlines_around, reads_deadlines
from app.audit.scopes_of_case import scopes_around, scopes_of_case
from app.audit.surroundings import Surroundings
from app.domain.canonical import parse
from app.form import Form
from app.store.database import Reader


def known_around(store: Reader, surroundings: Surroundings, case_key: int, task_key: int, form: Form | None) -> Mapping[str, Any]:
    """Return the variables around a task as they are now, and `deadlinesHere` where its form reads it. The caller has checked who may see.

    What lies nearer to the step hides what lies further out: its own item of several, which the process as a whole does not know.
    """
    of_process = store.value("SELECT process_instance_key FROM user_task WHERE key = :key", key=task_key)
    around, found = scopes_around(task_key, scopes_of_case(store, case_key)), dict[str, Any]()
    for scope in dict.fromkeys((of_process, *reversed(around))):
        rows = store.all("SELECT name, value FROM variable WHERE scope_key = :key", key=scope)
        found |= {row["name"]: parse(row["value"]) for row in rows}
    if form is not None and reads_deadlines(form):
        found[DEADLINES] = deadlines_around(store, case_key, (task_key, *around), surroundings.zone)
    return found
