"""What a case does for each of several, as it was registered: items of a meeting, approvals of a project, with the step where each stands.

Source: screens, the page of a case; procedures, meeting-decision and investment-approval.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from app.audit.scopes_of_case import scopes_around, scopes_of_case
from app.audit.surroundings import Surroundings
from app.diagram import Process
from app.domain.canonical import parse
from app.feel import FeelWorld
from app.form import Form
from app.form.form import Component
from app.store import read_definitions
from app.store.database import Reader
from app.store.read_case import CaseRecord


class CaseItem(Struct, frozen=True):
    """values: as registered, by the field's key. tasks: keys of its open tasks. deadlines: keys of its deadlines, the outermost first.

    has_begun: whether the case has come to it. key: of its scope, by which it is corrected; None before it has begun.
    """

    values: Mapping[str, Any]
    tasks: tuple[int, ...]
    deadlines: tuple[int, ...]
    has_begun: bool
    key: int | None = None


class CaseItems(Struct, frozen=True):
    """items: in the order of the list. start: the form of the registration. variables: what it was answered. asked: the list in it."""

    items: Sequence[CaseItem]
    start: Form
    variables: Mapping[str, Any]
    world: FeelWorld
    asked: Component


def case_items(
    store: Reader, surroundings: Surroundings, case: CaseRecord, tasks: Sequence[Mapping[str, Any]], now: datetime
) -> CaseItems | None:
    """Return the items of a case whose registration lists several that the diagram goes through one by one; None where it has none.

    tasks: rows of the case's tasks. The caller has checked who may see the case.
    """
    process, form = surroundings.diagram(store, case.digest).process(case.process_id), start_form_of(store, surroundings, case)
    if process is None or form is None:
        return None
    loops = _loops(process)
    asked = next((one for one in form.components if one.kind == "dynamiclist" and ".".join(one.path) in loops), None)
    kept = store.all("SELECT scope_key, name, value FROM variable WHERE case_key = :case", case=case.key)
    variables = {row["name"]: parse(row["value"]) for row in kept if row["scope_key"] == case.key}
    rows = variables.get(".".join(asked.path)) if asked is not None else None
    if asked is None or not isinstance(rows, list):
        return None
    numbers = _numbers(kept, loops[".".join(asked.path)])
    found = _placed(store, case.key, tasks, numbers)
    keys = {number: key for key, number in sorted(numbers.items(), reverse=True)}
    items = [
        CaseItem(row, *found.get(number, ((), ())), number in keys, keys.get(number))
        for number, row in enumerate(rows, 1)
        if isinstance(row, Mapping)
    ]
    return CaseItems(items, form, variables, surroundings.feel_world(store, now), asked)


def start_form_of(store: Reader, surroundings: Surroundings, case: CaseRecord) -> Form | None:
    """Return the form by which cases of a procedure are registered now; None where it has none."""
    detail = surroundings.process_detail(store, case.digest, case.process_id)
    bound = read_definitions.bound(store, "form", detail.start_form.form_id) if detail.start_form is not None else None
    return surroundings.form(store, bound["digest"]) if bound is not None else None


def _loops(process: Process) -> dict[str, set[str]]:
    """Return the variables that items are called by, for each list that the diagram goes through."""
    found: dict[str, set[str]] = {}
    for one in process.elements.values():
        if one.loop is not None and one.loop.collection.startswith("=") and one.loop.element:
            found.setdefault(one.loop.collection.removeprefix("=").strip(), set()).add(one.loop.element)
    return found


def _numbers(kept: Sequence[Mapping[str, Any]], called: set[str]) -> dict[int, int]:
    """Return the numbers of items, from 1, by the keys of their scopes."""
    mine = {row["scope_key"] for row in kept if row["name"] in called}
    return {row["scope_key"]: int(parse(row["value"])) for row in kept if row["name"] == "loopCounter" and row["scope_key"] in mine}


def _placed(
    store: Reader, case_key: int, tasks: Sequence[Mapping[str, Any]], numbers: Mapping[int, int]
) -> dict[int, tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return the open tasks and the deadlines of each item, by its number."""
    if not numbers:
        return {}
    scopes = scopes_of_case(store, case_key)
    deadlines = [int(row["key"]) for row in store.all("SELECT key FROM deadline WHERE case_key = :case ORDER BY key", case=case_key)]
    open_ones = [int(row["key"]) for row in tasks if row["state"] == "CREATED"]
    found: dict[int, tuple[list[int], list[int]]] = {}
    for place, keys in enumerate((open_ones, deadlines)):
        for key in keys:
            number = next((numbers[one] for one in (key, *scopes_around(key, scopes)) if one in numbers), None)
            if number is not None:
                found.setdefault(number, ([], []))[place].append(key)
    return {number: (tuple(tasks), tuple(kept)) for number, (tasks, kept) in found.items()}
