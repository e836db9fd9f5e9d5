"""Who may take tasks."""

from collections.abc import Mapping, Sequence

from app.store.database import Reader


def task_candidates(store: Reader, keys: Sequence[int]) -> Mapping[int, Mapping[str, list[str]]]:
    """Return the candidate groups and users of open tasks, by key and then by kind (group or user)."""
    found: dict[int, dict[str, list[str]]] = {}
    if keys:
        values = {f"key{place}": key for place, key in enumerate(keys)}
        names = ", ".join(f":{name}" for name in values)
        for row in store.all(
            f"SELECT task_key, kind, name FROM task_candidate WHERE task_key IN ({names}) ORDER BY task_key, kind, name", **values
        ):
            found.setdefault(row["task_key"], {}).setdefault(row["kind"], []).append(row["name"])
    return found
