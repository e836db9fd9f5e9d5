"""Whose step it is, where a case has one step several times: for departments of a project, for items of a meeting.

Source: style, "so that rows tell cases apart"; procedures, investment-approval and meeting-decision.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from app.audit.scopes_of_case import scopes_around, scopes_of_case
from app.domain.canonical import parse
from app.store.database import Reader

_TASKS: Final = """
SELECT t.key, t.element_id, t.title, c.title AS case_title FROM user_task t JOIN process_instance c ON c.key = t.case_key
WHERE t.case_key = :case ORDER BY t.key
"""
# The candidates of a task that has ended are in no table any more.
_OFFERED: Final = """
SELECT body FROM audit_event WHERE case_key = :case AND (body LIKE '%"task_created"%' OR body LIKE '%"task_changed"%') ORDER BY seq
"""
_MOST_OF_AN_ITEM: Final = 30
"""Characters of an item's text beside the name of a step."""


class _Whose(NamedTuple):
    """item: empty where the step has no title of its own."""

    element: str
    unit: str
    item: str


def units_of_steps(store: Reader, case_key: int) -> dict[str, str]:
    """Return whose step it is by the keys of element instances, as text: of tasks, open or ended, and of the deadlines around them.

    Of elements that the case has for several units, and of each step of one item among several: the unit, and before it the item where the
    unit has several. A deadline is that of the unit asked first within it. The caller has checked who may see the case.
    """
    tasks = store.all(_TASKS, case=case_key)
    if len({row["title"] for row in tasks}) < 2 and len({row["element_id"] for row in tasks}) == len(tasks):
        return {}
    found = _found(store, case_key, tasks)
    names = {row["id"]: row["name"] for row in store.all("SELECT id, name FROM unit")}
    units: dict[str, set[str]] = {}
    items: dict[tuple[str, str], set[str]] = {}
    for one in found.values():
        units.setdefault(one.element, set()).add(one.unit)
        items.setdefault((one.element, one.unit), set()).add(one.item)
    has_several = len({one.item for one in found.values()} - {""}) > 1
    told = {}
    for key, one in found.items():
        item = one.item if len(items[one.element, one.unit]) > 1 else ""
        if item or (has_several and one.item) or len(units[one.element]) > 1:
            told[str(key)] = " · ".join(filter(None, (item, names.get(one.unit, one.unit))))
    return told


def _found(store: Reader, case_key: int, tasks: Sequence[Mapping[str, Any]]) -> dict[int, _Whose]:
    """Return whose an element instance is, by its key."""
    offered = _offered(store, case_key)
    mine = [(row, group.partition("@")[2]) for row in tasks if (group := offered.get(int(row["key"])))]
    if len({(unit, row["title"]) for row, unit in mine}) < 2:
        return {}
    kept = store.all("SELECT key, element_id FROM deadline WHERE case_key = :case", case=case_key)
    deadlines = {int(row["key"]): row["element_id"] for row in kept}
    scopes = scopes_of_case(store, case_key)
    found: dict[int, _Whose] = {}
    for row, unit in mine:
        item = _item(row["title"] or "", row["case_title"] or "")
        found[int(row["key"])] = _Whose(row["element_id"], unit, item)
        for around in scopes_around(int(row["key"]), scopes):
            if around in deadlines:
                found.setdefault(around, _Whose(deadlines[around], unit, item))
    return found


def _offered(store: Reader, case_key: int) -> dict[int, str]:
    """Return the group of a unit to which a task is or was offered last, by the task's key."""
    found: dict[int, str] = {}
    for row in store.all(_OFFERED, case=str(case_key)):
        for fact in parse(row["body"])["facts"]:
            if fact["fact"] in ("task_created", "task_changed"):
                groups = sorted(group for group in fact.get("candidateGroups", ()) if "@" in group)
                found.update({int(fact["elementInstanceKey"]): groups[0]} if groups else {})
    return found


def _item(title: str, of_case: str) -> str:
    """Return what a step's own title says beside its case's, shortened; empty where that is nothing."""
    said = title.removeprefix(of_case).removeprefix(" · ").strip()
    return said if len(said) <= _MOST_OF_AN_ITEM else f"{said[: _MOST_OF_AN_ITEM - 1]}…"
