"""What a form reads of the deadlines around its task: so it shows the date that holds, also after an extension was granted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

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
    which it was to end when it began (text). Of two of one element the nearest.

    reading: the form and what it knows else.
    """
    form, variables = reading
    if not any(component.reads(NAME) for component in form.every_component()):
        return variables
    around = {key: place for place, key in enumerate((task.key, *seen_scopes(store, surroundings, task.case_key, task.key, now)))}
    rows = store.all("SELECT key, element_id, deadline_at, detail FROM deadline WHERE case_key = :key", key=task.case_key)
    found: dict[str, dict[str, str]] = {}
    for row in sorted((row for row in rows if row["key"] in around), key=lambda row: around[row["key"]]):
        ends, ended = read_instant(row["deadline_at"]), read_instant(parse(row["detail"])["original_at"])
        on, first = (instant.astimezone(surroundings.zone).date().isoformat() for instant in (ends, ended))
        found.setdefault(row["element_id"], {"on": on, "first": first})
    return {**variables, NAME: found}
