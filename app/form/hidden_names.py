"""Finds what was sent for fields that the form hides now."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.domain.rejection import Message
from app.form.fill_form import Node
from app.form.form import Component
from app.form.nested import Place, field_name, has
from app.form.unknown_names import with_paths


def hidden_names(
    components: tuple[Component, ...], nodes: Iterable[Node], sent: Mapping[str, Any], place: Place = ()
) -> Iterator[tuple[str, Message]]:
    """Yield a field name and what to say for every known field that was sent and is not visible. nodes: the visible components."""
    visible = {node.place: node for node in _flat(nodes)}
    for component, path in with_paths(components, ()):
        if not has(sent, path):
            continue
        here = (*place, *path)
        node = visible.get(here)
        if node is None:
            yield field_name(here), Message("This form hides the field %(name)s at present", {"name": field_name(here)})
            continue
        for number, (row, given) in enumerate(zip(node.rows, _at(sent, path), strict=False)):
            if isinstance(given, Mapping):
                yield from hidden_names(component.children, row.nodes, given, (*here, number))


def _flat(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.component.kind == "group":
            yield from _flat(node.children)
        elif node.place:
            yield node


def _at(sent: Mapping[str, Any], path: tuple[str, ...]) -> list[Any]:
    value: Any = sent
    for name in path:
        value = value[name]
    return value if isinstance(value, list) else []
