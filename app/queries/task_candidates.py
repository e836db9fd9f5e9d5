"""Who may take tasks, and who might have taken those that are finished."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.store.database import Reader, Row
from app.store.gathered import gathered
from app.store.sealed import SEALED

_KINDS = {"group": "candidateGroups", "user": "candidateUsers"}


def task_candidates(store: Reader, tasks: Sequence[Row]) -> Mapping[int, Mapping[str, list[str]]]:
    """Return the candidate groups and users of tasks, by key and then by kind (group or user).

    tasks: rows with key, case_key, state and the gathered candidates, which only an open task has. Of a finished task they are those that
    it had at last, as the published API keeps them.
    """
    finished = [task for task in tasks if task["state"] != "CREATED"]
    return {**{task["key"]: _offered(task["candidates"]) for task in tasks}, **_offered_once(store, finished)}


def _offered(column: str | None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, name in sorted(gathered(column)):
        if name:
            found.setdefault("group" if kind == SEALED else kind, []).append(name)
    return found


def _offered_once(store: Reader, tasks: Sequence[Row]) -> dict[int, dict[str, list[str]]]:
    """Read from the events what no table holds any more: the work lists look through open tasks alone."""
    found: dict[int, dict[str, list[str]]] = {task["key"]: {} for task in tasks}
    if tasks:
        names, values = _among(sorted({str(task["case_key"]) for task in tasks}))
        for row in store.all(
            f"SELECT body FROM audit_event WHERE case_key IN ({names}) AND body LIKE :named ORDER BY case_key, seq",
            **values,
            named='%"candidate%',
        ):
            for fact in json.loads(row["body"])["facts"]:
                offered = found.get(int(fact.get("elementInstanceKey", 0)))
                if offered is not None and fact["fact"] in ("task_created", "task_changed"):
                    offered.update({kind: sorted(set(fact[name])) for kind, name in _KINDS.items() if name in fact})
    return found


def _among(things: Iterable[Any]) -> tuple[str, dict[str, Any]]:
    values = {f"key{place}": thing for place, thing in enumerate(things)}
    return ", ".join(f":{name}" for name in values), values
