"""Prepares a form for drawing: every visible component with its texts, its value as text, and its error."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from app.domain.attachment import endings_of, written_endings
from app.domain.canonical import number_text
from app.domain.rejection import Message
from app.feel import FeelWorld
from app.form.check_value import OWN_WORDS, first_day, last_day, limit, own_words
from app.form.computed import computed, computed_plain
from app.form.fill_form import Node, fill_form
from app.form.form import Column, Component, Form, Option
from app.form.may_be_offered import may_be_offered
from app.form.nested import field_name, get
from app.form.read_value import NOT_OFFERED, option_text
from app.form.text_template import shown
from app.form.told_dates import told


class OptionView(Struct, frozen=True):
    label: str
    value: str
    chosen: bool
    hint: str = ""


class RowView(Struct, frozen=True):
    """One row of a list. origin: what to send back under `_from`."""

    number: int
    name: str
    origin: str
    fields: "tuple[FieldView, ...]"


class FieldView(Struct, frozen=True):
    """A visible component, ready to draw.

    kind: the component's type. name: the control's name, unique on the page, also in ids. value: the text in the control; items: the
    texts where several may be chosen (documents' ids for files). subtype: as in Component. low, high, step, max_length: for the
    browser's own help only, the server checks again. cells: the rows of a table.
    """

    kind: str
    id: str
    name: str
    label: str = ""
    description: str = ""
    value: str = ""
    items: tuple[str, ...] = ()
    checked: bool = False
    required: bool = False
    readonly: bool = False
    error: Message | None = None
    options: tuple[OptionView, ...] = ()
    fields: "tuple[FieldView, ...]" = ()
    rows: tuple[RowView, ...] = ()
    rows_fixed: bool = False
    subtype: str = ""
    text: str = ""
    alt: str = ""
    prefix: str = ""
    suffix: str = ""
    outlined: bool = False
    low: str = ""
    high: str = ""
    step: str = ""
    max_length: int | None = None
    length: int = 0
    accept: str = ""
    multiple: bool = False
    table_columns: tuple[Column, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    row: str | None = None
    columns: int | None = None


def view_form(
    form: Form, values: Mapping[str, Any], variables: Mapping[str, Any], world: FeelWorld, errors: Mapping[str, Message]
) -> list[FieldView]:
    """Return the visible components in order.

    values: answers as they were sent or kept as a draft; what is missing there shows its stored value, else its default.
    errors: as check_answers gave them, by field name.
    """
    nodes = fill_form(form, values, variables, world, drawing=True)
    return [_view(node, world, errors) for node in nodes]


def view_all(fields: Iterable[FieldView]) -> Iterable[FieldView]:
    """Yield the fields and those inside groups and rows, in the order in which they are drawn."""
    for view in fields:
        yield view
        yield from view_all(view.fields)
        for row in view.rows:
            yield from view_all(row.fields)


def _view(node: Node, world: FeelWorld, errors: Mapping[str, Message]) -> FieldView:
    component, scope = node.component, node.scope
    name = field_name(node.place)
    return FieldView(
        kind=component.kind,
        id="f-" + (name.replace(".", "-") or component.id),
        name=name,
        label=component.label.fill(scope, world),
        description=component.description.fill(scope, world),
        required=component.rules.required,
        readonly=node.readonly,
        error=_error(component, errors.get(name), world) if name else None,
        fields=tuple(_view(child, world, errors) for child in node.children),
        rows=tuple(_row_view(node, number, world, errors) for number in range(len(node.rows))),
        rows_fixed=component.rows_fixed or node.readonly,
        subtype=component.subtype,
        text=component.text.fill(scope, world),
        alt=component.alt.fill(scope, world),
        prefix=component.prefix.fill(scope, world),
        suffix=component.suffix.fill(scope, world),
        outlined=component.outlined,
        row=component.row,
        columns=component.columns,
        **_value_parts(node),
        **_hints(node, world),
        **(_table_parts(component, scope, world) if component.kind == "table" else {}),
    )


def _row_view(node: Node, number: int, world: FeelWorld, errors: Mapping[str, Message]) -> RowView:
    row = node.rows[number]
    return RowView(
        number,
        field_name((*node.place, number)),
        "" if row.origin is None else str(row.origin),
        tuple(_view(child, world, errors) for child in row.nodes),
    )


def _value_parts(node: Node) -> dict[str, Any]:
    """Return the text to show: what was typed, even where it cannot be read, else the value."""
    kind = node.component.kind
    if kind in ("checklist", "taglist"):
        chosen = node.value if isinstance(node.value, list) else []
        return {"options": tuple(_option_view(node.component, option, option.value in chosen) for option in node.options)}
    if kind in ("radio", "select"):
        return {"options": tuple(_option_view(node.component, option, option.value == node.value) for option in node.options)}
    if kind == "filepicker":
        return {"items": tuple(str(item) for item in node.value or ())}
    if kind == "checkbox":
        return {"checked": node.value is True}
    if kind == "expression":
        return {"value": _worded(node.component, node.value)}
    typed = node.raw if node.sent and isinstance(node.raw, str) else shown(node.value)
    if kind == "datetime" and node.value is not None and not node.problem:
        typed = _control_text(node)
    return {"value": typed, "length": len(typed.strip())}


def _option_view(component: Component, option: Option, chosen: bool) -> OptionView:
    """Fixed options are translated already; those that an expression gives are known only now."""
    value = option_text(option.value)
    if component.options_from is None:
        return OptionView(option.label, value, chosen, option.hint)
    said = component.spoken
    hint = said.hints.get(value) or _worded(component, option.hint)
    return OptionView(said.options.get(value) or _worded(component, option.label), value, chosen, hint)


def _worded(component: Component, given: Any) -> str:
    """Return what an expression gave in the language that the form speaks: only texts that the designer wrote into it are known there."""
    text = shown(given)
    return component.spoken.words.get(text) or told(text)


def _error(component: Component, error: Message | None, world: FeelWorld) -> Message | None:
    """Answers are checked by the form as it is written; its own words, for a pattern and for an option that is not offered any more, are
    said again in the language it speaks."""
    if error is not None and error.template == NOT_OFFERED:
        sent = error.facts.get("found")
        labels = (_option_view(component, one, False).label for one in may_be_offered(component, world) if option_text(one.value) == sent)
        return Message(NOT_OFFERED, {"found": next(labels, sent)})
    if error is not None and error.template == OWN_WORDS and component.rules.pattern_message:
        return own_words(component.rules)
    return error


def _control_text(node: Node) -> str:
    """Return date and time without offset, as the browser's own controls want them. They are in the city's zone unless kept in UTC."""
    text = str(node.value)
    if node.component.subtype == "date":
        return text
    end = 5 if node.component.subtype == "time" else 16
    return text[:end]


def _hints(node: Node, world: FeelWorld) -> dict[str, Any]:
    component, rules = node.component, node.component.rules
    if component.kind == "number":
        low, high = limit(rules.minimum, node.scope, world), limit(rules.maximum, node.scope, world)
        step = rules.increment or (Decimal(1).scaleb(-rules.decimal_digits) if rules.decimal_digits is not None else None)
        return {"low": _written(low), "high": _written(high), "step": _written(step) or "any"}
    if component.kind in ("textfield", "textarea"):
        longest = limit(rules.max_length, node.scope, world)
        return {"max_length": None if longest is None else int(longest), "step": rules.format or ""}
    if component.kind == "datetime":
        if component.subtype == "time":
            return {}
        first, last = first_day(rules, node.scope, world), last_day(rules, node.scope, world)
        begin, end = ("T00:00", "T23:59") if component.subtype == "datetime" else ("", "")
        return {
            "low": "" if first is None else first.isoformat() + begin,
            "high": "" if last is None else last.isoformat() + end,
        }
    if component.kind == "filepicker":
        return {
            "accept": written_endings(endings_of(shown(component.accept.value(node.scope, world)))),
            "multiple": component.multiple.value(node.scope, world) is True,
        }
    return {}


def _written(number: Decimal | None) -> str:
    return "" if number is None else number_text(number)


def _table_parts(component: Component, scope: Mapping[str, Any], world: FeelWorld) -> dict[str, Any]:
    columns = component.columns_shown
    if component.columns_from:
        found = computed(component.columns_from, scope, world)
        columns = tuple(_column(component, item) for item in found if isinstance(item, dict)) if isinstance(found, list) else ()
    source = computed_plain(component.options_from, scope, world) if component.options_from else None
    rows = source if isinstance(source, list) else []
    return {
        "table_columns": columns,
        "cells": tuple(tuple(_worded(component, get(row, tuple(column.key.split(".")))) for column in columns) for row in rows),
    }


def _column(component: Component, item: Mapping[str, Any]) -> Column:
    key = shown(item.get("key"))
    return Column(key, component.spoken.columns.get(key) or _worded(component, item.get("label")))
