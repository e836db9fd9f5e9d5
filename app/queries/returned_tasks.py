"""Open tasks whose step had been done before in the case, with the step that was done last before they came about."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.store.database import Reader


def repeated_tasks(store: Reader, keys: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """Return, by the key of the open task, the task done last before it: key, case_key, element_id, name, ended_at, who.

    Whether that sent it back, or only led to it again, the diagram says. keys: of a page of tasks.
    """
    if not keys:
        return {}
    names = {f"key{place}": key for place, key in enumerate(keys)}
    before = "b.case_key = t.case_key AND b.state = 'COMPLETED' AND b.ended_at <= t.created_at AND b.key <> t.key"
    rows = store.all(
        f"SELECT t.key AS task, b.key, b.case_key, b.element_id, b.name, b.ended_at, COALESCE(a.display_name, b.completed_by) AS who"
        f" FROM user_task t JOIN user_task b ON b.key = (SELECT b.key FROM user_task b WHERE {before} ORDER BY b.ended_at DESC, b.key DESC"
        f" LIMIT 1) LEFT JOIN account a ON a.name = b.completed_by"
        f" WHERE t.key IN ({', '.join(f':{name}' for name in names)}) AND t.state = 'CREATED'"
        f" AND EXISTS (SELECT 1 FROM user_task b WHERE {before} AND b.element_id = t.element_id)",
        **names,
    )
    return {row["task"]: row for row in rows}
