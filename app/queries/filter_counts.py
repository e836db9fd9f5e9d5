"""How many tasks each kept filter of the work list shows now."""

from collections.abc import Mapping
from typing import Any

from app.domain.actor import Actor
from app.queries.work_list import COUNTED_TO, JOINS, Filters, conditions, tasks_of
from app.store.database import Reader


def filter_counts(store: Reader, actor: Actor, filters: Mapping[int, Filters], views: Mapping[str, int]) -> dict[int, int]:
    """Return the counts of filters by their number, all of them from one query.

    views: how many tasks each view has. A filter in a view with COUNTED_TO or more, or in one that is not counted, has no count: it could
    not be told without looking through all of them.
    """
    counted = {id: one for id, one in filters.items() if views.get(one.view, COUNTED_TO) < COUNTED_TO}
    if not counted:
        return {}
    values: dict[str, Any] = {}
    parts = []
    for view in sorted({one.view for one in counted.values()}):
        scope, scope_values = tasks_of(actor, view, COUNTED_TO)
        sums = []
        for id, one in counted.items():
            if one.view == view:
                where, said = conditions(one, f"_{id}")
                sums.append(f"COUNT(CASE WHEN 1 = 1{where} THEN t.key END) AS n{id}")
                values |= said
        parts.append(f"(SELECT {', '.join(sums)} {JOINS} WHERE t.key IN ({scope})) {view}_tasks")
        values |= scope_values
    row = store.one(f"SELECT * FROM {' CROSS JOIN '.join(parts)}", **values)
    return {id: int(row[f"n{id}"]) for id in counted} if row is not None else {}
