"""Who may take tasks."""

from collections.abc import Mapping, Sequence

from app.store.database import Reader


def task_candidates(store: Reader, keys: Sequence[int]) -> Mapping[int, Mapping[str, list[str]]]:
    """Return the candidate groups and users of open tasks, by key and then by kind (group or user)."""
    found: dict[int, dict[str, list[str]]] = {}
    if keys:
        names = ", ".join(str(int(key)) for key in keys)
        for row in store.all(
            f"SELECT task_key, kind, name FROM task_candidate WHERE task_key IN ({names}) ORDER BY task_key, kind, name"
        ):  # numbers
            found.setdefault(row["task_key"], {}).setdefault(row["kind"], []).append(row["name"])
    return found
