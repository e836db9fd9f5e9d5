"""Whose step it is, where a case has one step several times: for departments of a project, for items of a meeting.

Who had a step when something happened is told of that, and who has it now of what it is now: a correction passes work to another unit, and
rewrites nothing that was before it.

Source: style, "so that rows tell cases apart"; procedures, investment-approval and meeting-decision.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from app.audit.scopes_of_case import scopes_around, scopes_of_case
from app.domain.canonical import parse
from app.store.database import Reader

_TASKS: Final = "SELECT key, element_id, title FROM user_task WHERE case_key = :case ORDER BY key"
# The candidates of a task that has ended are in no table any more, and what it was called before a correction in none either.
_SAID: Final = """
SELECT e.seq, e.body, c.content FROM audit_event e LEFT JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq
WHERE e.case_key = :case AND (e.body LIKE '%"task_created"%' OR e.body LIKE '%"task_changed"%' OR e.seq = 1 OR e.kind = 'answers_corrected')
ORDER BY e.seq
"""
_PASSED_ON: Final = "SELECT 1 FROM audit_event WHERE case_key = :case AND body LIKE '%\"task_changed\"%' LIMIT 1"
_MOST_OF_AN_ITEM: Final = 30
"""Characters of an item's text beside the name of a step."""


class _Whose(NamedTuple):
    """seq: the event since which. item: empty where the step has no title of its own."""

    seq: int
    element: str
    unit: str
    item: str


class Label(NamedTuple):
    """seq: the event since which a step is told apart so."""

    seq: int
    text: str


def units_of_steps(store: Reader, case_key: int) -> dict[str, str]:
    """Return whose step it is now, or was last, by the keys of element instances. See `labels_of_steps`."""
    return {key: labels[-1].text for key, labels in labels_of_steps(store, case_key).items()}


def labels_of_steps(store: Reader, case_key: int) -> dict[str, Sequence[Label]]:
    """Return whose step it is and was by the keys of element instances, as text, the first first: of tasks, open or ended, and of the
    deadlines around them.

    Of elements that the case has for several units, and of each step of one item among several: the unit, and before it the item where the
    unit has several. A deadline is that of the unit asked first within it, and goes with the work where that is passed to another one. The
    caller has checked who may see the case.
    """
    tasks = store.all(_TASKS, case=case_key)
    one_of_each = len({row["title"] for row in tasks}) < 2 and len({row["element_id"] for row in tasks}) == len(tasks)
    if one_of_each and store.value(_PASSED_ON, case=str(case_key)) is None:
        return {}  # they are told apart only where one was passed to another unit
    said = store.all(_SAID, case=str(case_key))
    found = _found(store, case_key, said, {int(row["key"]): row["title"] or "" for row in tasks})
    everything = [one for many in found.values() for one in many]
    names = {row["id"]: row["name"] for row in store.all("SELECT id, name FROM unit")} if everything else {}
    units: dict[str, set[str]] = {}
    items: dict[tuple[str, str], set[str]] = {}
    for one in everything:
        units.setdefault(one.element, set()).add(one.unit)
    for many in found.values():
        for one in many:
            # What an item was called before is no other item: of each step the last counts.
            items.setdefault((one.element, one.unit), set()).add(many[-1].item)
    has_several = len({many[-1].item for many in found.values()} - {""}) > 1
    told: dict[str, Sequence[Label]] = {}
    for key, many in found.items():
        labels = []
        for one in many:
            item = one.item if len(items[one.element, one.unit]) > 1 else ""
            if item or (has_several and one.item) or len(units[one.element]) > 1:
                labels.append(Label(one.seq, " · ".join(filter(None, (item, names.get(one.unit, one.unit))))))
        if labels:
            told[str(key)] = labels
    return told


def _found(store: Reader, case_key: int, said: Sequence[Mapping[str, Any]], titles: Mapping[int, str]) -> dict[int, list[_Whose]]:
    """Return whose an element instance is and was, by its key. titles: of the tasks as they are now."""
    kept = store.all("SELECT key, element_id FROM deadline WHERE case_key = :case", case=case_key)
    deadlines = {int(row["key"]): row["element_id"] for row in kept}
    scopes = scopes_of_case(store, case_key)
    found: dict[int, list[_Whose]] = {}
    inside: dict[int, set[str]] = {}
    of_case: list[str] = []
    for row in said:
        private = _beside(row["content"])
        for place, fact in enumerate(parse(row["body"])["facts"]):
            beside = private.get(str(place)) or {}
            if fact["fact"] in ("process_instance_started", "answers_corrected") and beside.get("title"):
                of_case.append(beside["title"])
            if fact["fact"] not in ("task_created", "task_changed"):
                continue
            key, seq = int(fact["elementInstanceKey"]), int(row["seq"])
            groups = sorted(group for group in fact.get("candidateGroups", ()) if "@" in group)
            before = found[key][-1] if key in found else None
            unit = groups[0].partition("@")[2] if groups else before.unit if before is not None else ""
            known = before.item if before is not None else _item(titles.get(key, ""), of_case)
            item = _item(beside["title"], of_case) if beside.get("title") else known
            if not unit:
                continue
            _note(found, key, _Whose(seq, fact["elementId"], unit, item))
            for around in scopes_around(key, scopes):
                if before is None:
                    inside.setdefault(around, set()).add(item)
                # With one item passes what is around it alone: not what is around several, nor the case.
                passes = before is not None and around != case_key and len(inside.get(around, ())) < 2
                if around in deadlines and (around not in found or (passes and before is not None and _is_of(found[around], before))):
                    _note(found, around, _Whose(seq, deadlines[around], unit, item))
    last = {(many[-1].unit, many[-1].item) for many in found.values()}
    return found if len(last) > 1 or any(len(many) > 1 for many in found.values()) else {}


def _is_of(many: Sequence[_Whose], one: _Whose) -> bool:
    return (many[-1].unit, many[-1].item) == (one.unit, one.item)


def _beside(content: str | None) -> Mapping[str, Any]:
    """Return what people wrote beside the facts of an event; nothing of what is erased, or is not what any release writes."""
    try:
        private = json.loads(content)["private"] if content else {}
        return private if isinstance(private, dict) and all(isinstance(one, dict) for one in private.values()) else {}
    except (ValueError, KeyError, TypeError):
        return {}


def _note(found: dict[int, list[_Whose]], key: int, one: _Whose) -> None:
    before = found.setdefault(key, [])
    if not before or before[-1][2:] != one[2:]:
        before.append(one)


def _item(title: str, of_case: Sequence[str]) -> str:
    """Return what a step's own title says beside its case's, shortened; empty where that is nothing. of_case: all that it was called."""
    of = next((one for one in reversed(of_case) if title.startswith(one)), "")
    said = title.removeprefix(of).removeprefix(" · ").strip()
    return said if len(said) <= _MOST_OF_AN_ITEM else f"{said[: _MOST_OF_AN_ITEM - 1]}…"
