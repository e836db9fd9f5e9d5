"""Finds what was sent under names that a form does not have."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.rejection import Message
from app.form.form import Component
from app.form.nested import MAX_ROWS, ORIGIN, Place, field_name

Unknown = tuple[str, Message]
_Known = dict[str, list[tuple[Component, tuple[str, ...]]]]


def unknown_names(components: tuple[Component, ...], sent: Mapping[str, Any], place: Place) -> Iterator[Unknown]:
    """Yield a field name and what to say for everything sent that has no component, at whatever depth."""
    known: _Known = {}
    for component, path in with_paths(components, ()):
        known.setdefault(path[0], []).append((component, path[1:]))
    yield from _unknown_in(known, sent, place)


def _unknown(place: Place) -> Unknown:
    name = field_name(place)
    return name, Message("This form has no field named %(name)s", {"name": name})


def _unknown_in(known: _Known, sent: Mapping[str, Any], place: Place) -> Iterator[Unknown]:
    for name, value in sent.items():
        here = (*place, name)
        if name == ORIGIN and place:
            continue
        found = known.get(name)
        if found is None:
            yield _unknown(here)
            continue
        component, rest = found[0]
        if rest and isinstance(value, Mapping):
            below: _Known = {}
            for inner, path in found:
                below.setdefault(path[0], []).append((inner, path[1:]))
            yield from _unknown_in(below, value, here)
        elif rest and value is not None:
            yield field_name(here), Message("Expected an object with the names of this group", {})
        elif not rest and component.kind == "dynamiclist" and value is not None:
            yield from _unknown_in_rows(component, value, here)


def _unknown_in_rows(component: Component, value: Any, place: Place) -> Iterator[Unknown]:
    if not isinstance(value, list):
        yield field_name(place), Message("Expected a list of rows", {})
        return
    if len(value) > MAX_ROWS:
        yield field_name(place), Message("Write at most %(limit)s rows. Found: %(found)s", {"limit": MAX_ROWS, "found": len(value)})
        return
    for number, row in enumerate(value):
        if isinstance(row, Mapping):
            yield from unknown_names(component.children, row, (*place, number))
        else:
            yield field_name((*place, number)), Message("Expected a row with the names of this list", {})


def with_paths(components: tuple[Component, ...], above: tuple[str, ...]) -> Iterator[tuple[Component, tuple[str, ...]]]:
    """Yield every component that has a value, groups opened, with the names under which the value lies."""
    for component in components:
        if component.kind == "group":
            yield from with_paths(component.children, above + component.path)
        elif component.path:
            yield component, above + component.path
