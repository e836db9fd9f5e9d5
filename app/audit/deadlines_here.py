"""What a form reads of the deadlines around its task: so it shows the date that holds, also after an extension was granted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.audit.seen_variables import seen_scopes
from app.audit.surroundings import Surroundings
from app.domain.canonical import parse
from app.domain.instant import read_instant
from app.domain.task import TaskRecord
from app.form import Form
from app.store.database import Reader

NAME: Final = "deadlinesHere"


def with_deadlines_here(
    store: Reader, surroundings: Surroundings, task: TaskRecord, reading: tuple[Form, Mapping[str, Any]], now: datetime
) -> Mapping[str, Any]:
    """Return the variables of an open task's form with `deadlinesHere`, where the form reads it.

    It is a context with an entry for each element that has one, by its id: `on` and `first`, the civil date by which it ends and the one by
    which it was to end when it began, and `ended`, the one on which what it limits was over, null before (text). Of two of one element the
    nearest.

    reading: the form and what it knows else.
    """
    form, variables = reading
    if not reads_deadlines(form):
        return variables
    around = (task.key, *seen_scopes(store, surroundings, task.case_key, task.key, now))
    return {**variables, NAME: deadlines_around(store, task.case_key, around, surroundings.zone)}


def reads_deadlines(form: Form) -> bool:
    """Say whether a form shows deadlines around its task."""
    return any(component.reads(NAME) for component in form.every_component())


def deadlines_around(store: Reader, case_key: int, scopes: Sequence[int], zone: ZoneInfo) -> dict[str, dict[str, str | None]]:
    """Return the entries of `deadlinesHere`. scopes: keys of what is around a task, also of one that is over, the nearest first. zone: the
    city's."""
    around = {key: place for place, key in enumerate(scopes)}
    rows = store.all("SELECT key, element_id, deadline_at, detail FROM deadline WHERE case_key = :key", key=case_key)
    found: dict[str, dict[str, str | None]] = {}
    for row in sorted((row for row in rows if row["key"] in around), key=lambda row: around[row["key"]]):
        detail = parse(row["detail"])
        said = {"on": row["deadline_at"], "first": detail["original_at"], "ended": detail.get("ended_at")}
        found.setdefault(
            row["element_id"],
            {name: read_instant(at).astimezone(zone).date().isoformat() if at else None for name, at in said.items()},
        )
    return found
