"""Checks the answers sent to a form, on the server, by the rules the form names."""

from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from typing import Any

from msgspec import Struct, field

from app.domain.rejection import Message
from app.feel import FeelWorld
from app.form.check_value import check_value
from app.form.fill_form import Node, fill_form
from app.form.form import INPUTS, Form
from app.form.hidden_names import hidden_names
from app.form.nested import field_name, get, put
from app.form.unknown_names import unknown_names


class Checked(Struct):
    """values: what to write, by variable. errors: what to say, by the field's name (rows with their number: `items.0.amount`)."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, Message] = field(default_factory=dict)


def check_answers(
    form: Form,
    sent: Mapping[str, Any],
    variables: Mapping[str, Any],
    world: FeelWorld,
    documents: Collection[str] | None = None,
    *,
    only_visible: bool = False,
) -> Checked:
    """Return what the answers write, and what is wrong with them.

    sent: answers by name; texts as pages send them, or JSON values. variables: what the case knows. world.zone: the city's, for dates.
    documents: ids of the documents that may be attached; None where the caller checks that himself. only_visible: what was sent for a
    hidden field is an error too, not only passed over.

    Hidden fields are neither checked nor written, read-only ones keep what is stored, expressions are computed anew, options are those
    of now, and names that the form does not have are errors. A required field that was not sent is missing, whatever is stored.
    """
    checked = Checked()
    checked.errors.update(unknown_names(form.components, sent, ()))
    nodes = fill_form(form, sent, variables, world)
    if only_visible:
        checked.errors.update(hidden_names(form.components, nodes, sent))
    _Check(checked.errors, world, documents).write(nodes, checked.values, variables, 0)
    return checked


class _Check:
    def __init__(self, errors: dict[str, Message], world: FeelWorld, documents: Collection[str] | None) -> None:
        self.errors = errors
        self.world = world
        self.documents = documents

    def write(self, nodes: Iterable[Node], values: dict[str, Any], stored: Mapping[str, Any], depth: int) -> None:
        """Check the nodes of one level and put their values where they belong; depth: how much of their place leads to the level."""
        for node in nodes:
            kind = node.component.kind
            path = tuple(str(part) for part in node.place[depth:])
            if kind == "group":
                self.write(node.children, values, stored, depth)
            elif kind == "expression":
                put(values, stored, path, node.value)
            elif kind == "dynamiclist" and not node.readonly:
                if node.component.rules.required and not node.rows:
                    self.errors[field_name(node.place)] = Message("Add at least one row", {})
                rows = self._rows(node)
                self._tell_rows_apart(node, rows)
                put(values, stored, path, rows)
            elif kind in INPUTS and not node.readonly:
                problem = self._problem(node)
                if problem:
                    self.errors[field_name(node.place)] = problem
                elif node.sent:
                    put(values, stored, path, node.value)

    def _problem(self, node: Node) -> Message | None:
        if node.problem:
            return node.problem
        value = node.value if node.sent else None
        if node.component.kind == "filepicker" and value:
            return self._document_problem(node, value)
        return check_value(node.component, value, node.scope, self.world)

    def _document_problem(self, node: Node, value: list[str]) -> Message | None:
        if len(value) > 1 and node.component.multiple.value(node.scope, self.world) is not True:
            return Message("Attach one file only. Found: %(found)s", {"found": len(value)})
        unknown = [document for document in value if self.documents is not None and document not in self.documents]
        return (
            Message("Attach the file again. %(found)s is not among the documents of this case", {"found": unknown[0][:60]})
            if unknown
            else None
        )

    def _rows(self, node: Node) -> list[dict[str, Any]]:
        """Names that the form does not have stay with their row where the page said which row it was."""
        written = []
        for row in node.rows:
            values: dict[str, Any] = (
                deepcopy(dict(row.stored)) if row.origin_was_sent else _kept(row.nodes, row.stored, len(node.place) + 1)
            )
            self.write(row.nodes, values, row.stored, len(node.place) + 1)
            written.append(values)
        return written

    def _tell_rows_apart(self, node: Node, rows: list[dict[str, Any]]) -> None:
        """Refuse a row that has what names it in common with one before; what is missing in it is told of by itself."""
        names, seen = node.component.rules.distinct_by, dict[tuple[str, ...], int]()
        for number, row in enumerate(rows if names else ()):
            said = tuple(str(row.get(name) or "").strip() for name in names)
            if all(said) and seen.setdefault(said, number) != number:
                self.errors[field_name((*node.place, number, names[-1]))] = Message(
                    "Row %(number)s has this already", {"number": seen[said] + 1}
                )


def _kept(nodes: Iterable[Node], stored: Mapping[str, Any], depth: int) -> dict[str, Any]:
    """Return what the read-only parts of a row keep."""
    values: dict[str, Any] = {}
    for node in nodes:
        path = tuple(str(part) for part in node.place[depth:])
        if node.component.kind == "group":
            values |= _kept(node.children, stored, depth)
        elif node.readonly and path and node.component.kind != "expression":
            kept = get(stored, path)
            if kept is not None:
                put(values, {}, path, deepcopy(kept))
    return values
