"""What an open element of a case sees, read from its snapshot."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.audit.surroundings import Surroundings
from app.engine.case import Case
from app.store.database import Reader


def seen_variables(store: Reader, surroundings: Surroundings, case_key: int, key: int, now: datetime) -> dict[str, Any]:
    """Return the variables that an element instance sees, the nearest of each name. key: of an open task, a scope or the process instance.

    Raises Rejection("not_found") where it is not open.
    """
    snapshot = store.value("SELECT snapshot FROM case_state WHERE case_key = :key", key=case_key)
    case = Case.restore(surroundings.world(store, case_key, now, now), bytes(snapshot))
    return case.variables(key)


def seen_by_expressions(store: Reader, surroundings: Surroundings, case_key: int, key: int, now: datetime) -> dict[str, Any]:
    """Return what the expressions of an element instance see: the same, and the reserved names `case` and `deadline`."""
    snapshot = store.value("SELECT snapshot FROM case_state WHERE case_key = :key", key=case_key)
    case = Case.restore(surroundings.world(store, case_key, now, now), bytes(snapshot))
    return {**case.variables(key), **case.reserved(key)}


def seen_by_each(store: Reader, surroundings: Surroundings, case_key: int, keys: Iterable[int], now: datetime) -> dict[int, dict[str, Any]]:
    """Return the same for several element instances of a case, whose snapshot is read once."""
    snapshot = store.value("SELECT snapshot FROM case_state WHERE case_key = :key", key=case_key)
    case = Case.restore(surroundings.world(store, case_key, now, now), bytes(snapshot))
    return {key: case.variables(key) for key in keys}


def seen_scopes(store: Reader, surroundings: Surroundings, case_key: int, key: int, now: datetime) -> list[int]:
    """Return the keys of the scopes that an open element instance sees, its own first, the process last."""
    snapshot = store.value("SELECT snapshot FROM case_state WHERE case_key = :key", key=case_key)
    return Case.restore(surroundings.world(store, case_key, now, now), bytes(snapshot)).scope_keys(key)
