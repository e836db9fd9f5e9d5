"""Who is told that a task was urged: who has it, or could take it, who stands in for somebody away, and the head of the unit."""

from datetime import datetime

from app.domain.permissions import units_of
from app.domain.task import TaskRecord
from app.store.database import Reader
from app.store.read_staffing import staffing


def told_of_urging(store: Reader, task: TaskRecord, now: datetime) -> list[str]:
    """Return them as `account:name` and `group:name`, each once."""
    holder, units = task.sight.assignee, set(units_of(task.sight))
    if holder is None:
        told = [f"group:{group}" for group in sorted(task.sight.groups)] + [f"account:{user}" for user in sorted(task.sight.users)]
    else:
        told = [f"account:{holder}"]
        found = staffing(store, now)
        if found is not None and holder in found.away:
            told += [f"account:{account}" for account in found.substitutes(holder)]
        if not units:
            held = store.all("SELECT unit FROM holding WHERE account = :holder AND unit <> '' ORDER BY unit", holder=holder)
            units = {row["unit"] for row in held}
    told += [f"group:unit-head@{unit}" for unit in sorted(units)]
    return list(dict.fromkeys(told))
