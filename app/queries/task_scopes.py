"""Which rows of the variable table a task sees."""

from datetime import datetime

from app.audit.seen_variables import seen_scopes
from app.audit.surroundings import Surroundings
from app.store.database import Reader


def task_variables(store: Reader, surroundings: Surroundings, case_key: int, task_key: int, now: datetime) -> list[int]:
    """Return the keys of the variables that an open task sees, the nearest of each name; for a finished task those of its process
    instance."""
    state = store.value("SELECT state FROM user_task WHERE key = :key", key=task_key)
    scopes = seen_scopes(store, surroundings, case_key, task_key, now) if state == "CREATED" else [case_key]
    found: dict[str, int] = {}
    for scope in scopes:
        for row in store.all("SELECT key, name FROM variable WHERE scope_key = :scope", scope=scope):
            found.setdefault(row["name"], row["key"])
    return sorted(found.values())
