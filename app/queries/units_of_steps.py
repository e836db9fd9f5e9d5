"""Whose step it is, where one step of a case is asked of several units at once: departments of a project, items of a meeting.

Source: style, "so that rows tell cases apart"; procedures, investment-approval and meeting-decision.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.canonical import parse
from app.queries.scopes_of_case import scopes_around, scopes_of_case
from app.store.database import Reader

_ASKED_TWICE = "SELECT COUNT(*) FROM (SELECT element_id FROM user_task WHERE case_key = :case GROUP BY element_id HAVING COUNT(*) > 1) n"
_ASKED = "SELECT body FROM audit_event WHERE case_key = :case AND body LIKE '%\"task_created\"%' AND body LIKE '%@%' ORDER BY seq"


def units_of_steps(store: Reader, case_key: int) -> dict[str, str]:
    """Return the names of units by the keys of element instances, as text: of tasks, and of the deadlines around them.

    Only of elements that the case has several times, for different units. A deadline is that of the unit asked first within it. The events
    say whom a step was asked of: of a task that has ended no table holds it.
    """
    if not store.value(_ASKED_TWICE, case=case_key):
        return {}
    tasks = _tasks(store, case_key)
    if len({row["asked"].partition("@")[2] for row in tasks}) < 2:
        return {}
    names = {row["id"]: row["name"] for row in store.all("SELECT id, name FROM unit")}
    found = _found(store, case_key, tasks)
    asked: dict[str, set[str]] = {}
    for element, unit in found.values():
        asked.setdefault(element, set()).add(unit)
    return {str(key): names.get(unit, unit) for key, (element, unit) in found.items() if len(asked[element]) > 1}


def _tasks(store: Reader, case_key: int) -> list[dict[str, Any]]:
    """Return the tasks that were asked of a unit: key, element and the first group."""
    rows = store.all(_ASKED, case=str(case_key))
    made = [fact for row in rows for fact in parse(row["body"])["facts"] if fact["fact"] == "task_created"]
    tasks = []
    for fact in made:
        groups = sorted(group for group in fact.get("candidateGroups") or () if "@" in group)
        if groups:
            tasks.append({"key": int(fact["elementInstanceKey"]), "element_id": fact["elementId"], "asked": groups[0]})
    return sorted(tasks, key=lambda task: int(task["key"]))


def _found(store: Reader, case_key: int, tasks: Sequence[Mapping[str, Any]]) -> dict[int, tuple[str, str]]:
    """Return element and unit, by the key of the element instance."""
    kept = store.all("SELECT key, element_id FROM deadline WHERE case_key = :case", case=case_key)
    deadlines = {int(row["key"]): row["element_id"] for row in kept}
    scopes = scopes_of_case(store, case_key)
    found: dict[int, tuple[str, str]] = {}
    for row in tasks:
        unit = row["asked"].partition("@")[2]
        found[int(row["key"])] = (row["element_id"], unit)
        for around in scopes_around(int(row["key"]), scopes):
            if around in deadlines:
                found.setdefault(around, (deadlines[around], unit))
    return found
