"""What a request for more time is about, in words that tell it apart from the others of its case: of which item, and of which unit.

Source: docs/diagrams, `titleTemplate`, "so that rows tell cases apart".
"""

from collections.abc import Collection

from msgspec import Struct

from app.store.database import Reader
from app.store.sealed import SEALED

MOST_CHARACTERS = 200


class About(Struct, frozen=True):
    """title: of the case and, where the step has one of its own, of that. unit: whose step it is; empty where it is no unit's."""

    title: str
    unit: str


def extension_about(store: Reader, case_title: str, tasks: Collection[int]) -> About:
    """Return what is said of a step. tasks: keys of the open tasks in it, its own where it is one."""
    title = unit = ""
    for key in sorted(tasks):
        row = store.one("SELECT title FROM user_task WHERE key = :key", key=key)
        title = title or (row["title"] or "" if row is not None else "")
        unit = unit or _unit(store, key)
    # A step's own title may begin with its case's: said once is enough.
    own = title.removeprefix(case_title).removeprefix(" · ")
    parts = [case_title, *([own] if own and own not in case_title else []), *([unit] if unit else [])]
    return About(" · ".join(parts)[:MOST_CHARACTERS], unit)


def _unit(store: Reader, task: int) -> str:
    """Return the name of the unit that a task is offered to."""
    # A task of a secret case keeps its groups sealed: nobody finds it by them, but whose it is stands there all the same.
    sql = "SELECT MIN(name) FROM task_candidate WHERE task_key = :key AND kind IN ('group', :sealed) AND name LIKE '%@%'"
    group = store.value(sql, key=task, sealed=SEALED)
    id = str(group or "").partition("@")[2]
    return str(store.value("SELECT name FROM unit WHERE id = :id", id=id) or id) if id else ""
