"""Open tasks whose step had been done before in the case, with the step that was done last before they came about."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.audit.scopes_of_case import scopes_around, scopes_of_case
from app.store.database import Reader

COUNTER: Final = "loopCounter"
"""The variable that each of several has, with its number."""


def repeated_tasks(store: Reader, keys: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """Return, by the key of the open task, the task done last before it: key, case_key, element_id, name, ended_at, who.

    Whether that sent it back, or only led to it again, the diagram says. Of a step that is done for each of several, only what was done for
    the same one counts. keys: of a page of tasks.
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
    found = {row["task"]: row for row in rows}
    return {task: own for task, row in found.items() if (own := _of_same_item(store, task, row)) is not None}


def _of_same_item(store: Reader, task: int, before: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the task done last before an open one, for the same of several; None where its step had not been done for that one.

    before: the one done last in the whole case.
    """
    case = before["case_key"]
    items = {
        row["scope_key"]
        for row in store.all("SELECT scope_key FROM variable WHERE case_key = :case AND name = :name", case=case, name=COUNTER)
    }
    scopes = scopes_of_case(store, case) if items else {}
    own = items & set(scopes_around(task, scopes))
    if not own:
        return before
    rows = store.all(
        "SELECT t.element_id AS again, b.key, b.case_key, b.element_id, b.name, b.ended_at, COALESCE(a.display_name, b.completed_by) AS who"
        " FROM user_task t JOIN user_task b ON b.case_key = t.case_key AND b.state = 'COMPLETED' AND b.ended_at <= t.created_at"
        " AND b.key <> t.key LEFT JOIN account a ON a.name = b.completed_by WHERE t.key = :task ORDER BY b.ended_at, b.key",
        task=task,
    )
    mine = [row for row in rows if own <= set(scopes_around(row["key"], scopes))]
    return mine[-1] if any(row["element_id"] == row["again"] for row in mine) else None
