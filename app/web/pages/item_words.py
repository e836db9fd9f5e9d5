"""The items of a case on its page: one row each, with its unit, its date, where it stands and the way to its step."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from app.form import Form
from app.queries.case_items import CaseItem, CaseItems, case_items, start_form_of
from app.queries.case_page import CasePage
from app.queries.corrections import item_correctable
from app.web.pages.answer_words import answer_lines
from app.web.pages.deadline_words import deadline_view
from app.web.pages.definition_words import CaseNames, form_here
from app.web.pages.frame import calendar, now, wording
from app.web.presentation.case_view import ItemRow, ItemsView
from app.web.presentation.task_view import Fact
from app.web.surface import surface

_TOLD = frozenset({"select", "radio", "datetime", "number"})


def items_of(found: CasePage) -> CaseItems | None:
    """Return the items of a case, read once for its page. The caller has checked who may see it."""
    door = surface().door
    return door.ask(case_items, door.surroundings, found.case, found.tasks, now())


def registered_facts(items: CaseItems) -> tuple[Fact, ...]:
    """Return what tells the whole apart, such as the kind of a meeting and its day: choices, days and numbers of the registration."""
    form = form_here(items.start)
    told = replace(form, components=tuple(one for one in form.components if one.kind in _TOLD))
    lines = answer_lines(told, items.variables, items.variables, items.world, wording())
    return tuple(Fact(label, value) for label, value in lines)


def items_view(found: CasePage, items: CaseItems, names: CaseNames, *, may_correct: bool = False) -> ItemsView:
    """Return the items as the page shows them. may_correct: whether this person corrects what was entered in the case."""
    label = items.asked.label.fill({}, items.world)
    form = form_here(items.start)
    own = next((one for one in form.components if one.id == items.asked.id), items.asked)
    spoken = replace(form, components=own.children)
    rows = [_row(found, items, item, spoken, names) for item in items.items]
    if may_correct:
        to = f"/cases/{found.case.receipt_number}/correction?item="
        rows = [_with_correction(found, row, item.key, to) if item.tasks else row for row, item in zip(rows, items.items, strict=True)]
    return ItemsView(own.label.fill({}, items.world) or label, tuple(rows))


def _with_correction(found: CasePage, row: ItemRow, item_key: int | None, to: str) -> ItemRow:
    door = surface().door
    may = door.ask(item_correctable, door.surroundings, found.case, item_key, now()) if item_key else None
    return row if may is None else replace(row, correction_href=f"{to}{item_key}", stands=not may)


def _row(found: CasePage, items: CaseItems, item: CaseItem, form: Form, names: CaseNames) -> ItemRow:
    values: Mapping[str, Any] = {key: value for key, value in item.values.items() if value not in (None, "", [])}
    lines = answer_lines(form, values, values, items.world, wording())
    about, facts = (lines[0][1], lines[1:]) if lines else ("", [])
    tasks = [row for row in found.tasks if row["key"] in item.tasks]
    # What lies around several steps is the item's own limit; a step's stands beside that step.
    kept = [row for row in found.deadlines if row["key"] in item.deadlines]
    around = [row for row in kept if row["key"] not in {task["key"] for task in found.tasks}]
    row = (around or kept)[-1] if kept else None
    deadline = deadline_view(row["detail"], now(), calendar(), name=names.of(row["element_id"], row["key"])) if row is not None else None
    return ItemRow(
        about,
        tuple(Fact(label, value) for label, value in facts),
        deadline,
        tuple(Fact(names.plain(task["element_id"], task["key"]), task["holder"] or "", f"/tasks/{task['key']}") for task in tasks),
        "open" if tasks else "over" if item.has_begun else "waiting",
    )


def said_label(found: CasePage, otherwise: str) -> str:
    """Return what the registration of a procedure calls the content of a case: 反映内容 of a letter, 内容 of a project."""
    door = surface().door
    form = door.ask(start_form_of, door.surroundings, found.case)
    asked = next((one for one in form_here(form).every_component() if one.path == ("content",)), None) if form is not None else None
    return (asked.label.fill({}, door.ask(door.surroundings.feel_world, now())) if asked is not None else "") or otherwise
