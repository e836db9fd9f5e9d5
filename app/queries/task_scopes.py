"""Which rows of the variable table a task sees."""

from datetime import datetime

from app.audit.seen_variables import seen_scopes
from app.audit.surroundings import Surroundings
from app.store.database import Reader


def visible_variables(store: Reader, surroundings: Surroundings, case_key: int, task_key: int, now: datetime) -> list[int]:
    """Return the keys of all variables in the scopes that an open task sees; for a finished task those of its process instance."""
    return [key for keys in _by_name(store, surroundings, case_key, task_key, now).values() for key in keys]


def effective_variables(store: Reader, surroundings: Surroundings, case_key: int, task_key: int, now: datetime) -> list[int]:
    """As visible_variables, but of each name the nearest only."""
    return [keys[0] for keys in _by_name(store, surroundings, case_key, task_key, now).values()]


def _by_name(store: Reader, surroundings: Surroundings, case_key: int, task_key: int, now: datetime) -> dict[str, list[int]]:
    task = store.one("SELECT state, process_instance_key FROM user_task WHERE key = :key", key=task_key)
    if task is None:
        return {}
    is_open = task["state"] == "CREATED"
    scopes = seen_scopes(store, surroundings, case_key, task_key, now) if is_open else [task["process_instance_key"]]
    found: dict[str, list[int]] = {}
    for scope in scopes:
        for row in store.all("SELECT key, name FROM variable WHERE scope_key = :scope ORDER BY name", scope=scope):
            found.setdefault(row["name"], []).append(row["key"])
    return found
