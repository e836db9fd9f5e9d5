"""How a process instance stands, and the variables of its outermost scope."""

from typing import Any

from app.domain.canonical import parse
from app.store.database import Reader


def variables_of(store: Reader, instance_key: int) -> tuple[str | None, dict[str, Any]]:
    """Return state and variables by name; the state is None where there is no such instance. The caller has checked the sight."""
    state = store.value("SELECT state FROM process_instance WHERE key = :key", key=instance_key)
    if state != "COMPLETED":
        return state, {}
    rows = store.all("SELECT name, value FROM variable WHERE scope_key = :key ORDER BY name", key=instance_key)
    return state, {row["name"]: parse(row["value"]) for row in rows}
