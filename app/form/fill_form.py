"""Lays answers into a form: what is hidden, what may be chosen, and what each expression gives, now."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from msgspec import Struct, field

from app.domain.rejection import Message
from app.feel import FeelWorld
from app.form.computed import computed, computed_plain
from app.form.form import CHOICES, INPUTS, Component, Form, Option
from app.form.nested import MAX_ROWS, ORIGIN, Place, get, has, put
from app.form.overlay import Overlay
from app.form.read_component import options_of
from app.form.read_value import Unreadable, read_value

# Conditions may hang on one another; a form whose conditions still change after this many rounds is read as it then stands.
MAX_ROUNDS = 8


class Node(Struct, frozen=True):
    """A visible component with its answer.

    place: the names and row numbers under which its value lies; empty for what has no value.
    sent: whether an answer was sent. raw: as it was sent, else the stored value. value: as read; None where problem says why it cannot
    be read. scope: the names that its expressions see.
    """

    component: Component
    place: Place
    readonly: bool
    scope: Mapping[str, Any]
    sent: bool = False
    raw: Any = None
    value: Any = None
    problem: Message | None = None
    options: tuple[Option, ...] = ()
    children: "tuple[Node, ...]" = ()
    rows: "tuple[Row, ...]" = ()


class Row(Struct, frozen=True):
    """origin: the number of the stored row it was made from, None for a new one."""

    nodes: tuple[Node, ...]
    stored: Mapping[str, Any]
    origin: int | None
    origin_was_sent: bool


class _Level(Struct):
    """The form itself, or one row of a list: the names known there."""

    place: Place
    sent: Mapping[str, Any]
    stored: Mapping[str, Any]
    scope: Mapping[str, Any]
    answers: dict[str, Any] = field(default_factory=dict)


class _RowNames(Mapping[str, Any]):
    """The names `this`, `parent` and `i` of a row. What they hold is put together only when asked for."""

    def __init__(self, this: dict[str, Any], parent: Mapping[str, Any], numbers: list[int]) -> None:
        self.this, self.parent, self.numbers = this, parent, numbers

    def __getitem__(self, name: str) -> Any:
        if name in ("this", "_this_"):
            return self.this
        if name in ("parent", "_parent_"):
            return {key: self.parent[key] for key in self.parent}
        if name in ("i", "_i_"):
            return list(self.numbers)
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return name in ("this", "parent", "i", "_this_", "_parent_", "_i_")

    def __iter__(self) -> Iterator[str]:
        return iter(("this", "parent", "i"))

    def __len__(self) -> int:
        return 3


def fill_form(
    form: Form, sent: Mapping[str, Any], variables: Mapping[str, Any], world: FeelWorld, drawing: bool = False
) -> tuple[Node, ...]:
    """Return the visible components with their answers.

    drawing: the form is shown, not submitted; what was not sent then shows its stored or default value.
    """
    hidden: frozenset[Place] = frozenset()
    readonly: frozenset[Place] = frozenset()
    nodes: tuple[Node, ...] = ()
    for _ in range(MAX_ROUNDS):
        round_ = _Round(world, hidden, readonly, drawing)
        answers: dict[str, Any] = {}
        top = _Level((), sent, variables, Overlay(answers, variables), answers)
        round_.seed(form.components, top, ())
        nodes = round_.walk(form.components, top, ())
        if round_.found_hidden == hidden and round_.found_readonly == readonly:
            break
        hidden, readonly = frozenset(round_.found_hidden), frozenset(round_.found_readonly)
    return nodes


class _Round:
    """One reading of the whole form, given what the rounds before found hidden and read-only.

    What was once read-only stays so: else an answer that nobody may send could open its own field.
    """

    def __init__(self, world: FeelWorld, hidden: frozenset[Place], readonly: frozenset[Place], drawing: bool) -> None:
        self.world = world
        self.hidden = hidden
        self.drawing = drawing
        self.found_hidden: set[Place] = set()
        self.found_readonly: set[Place] = set(readonly)

    def seed(self, components: tuple[Component, ...], level: _Level, above: tuple[str, ...]) -> None:
        """Make every answer known before the first condition is asked, since a condition may name a later field."""
        for component in components:
            path = above + component.path
            if component.kind == "group":
                self.seed(component.children, level, path)
            elif component.kind in INPUTS:
                value = self._answer(component, level, path, None, level.place + path in self.found_readonly)[1]
                put(level.answers, level.stored, path, None if level.place + path in self.hidden else value)
            elif component.kind == "dynamiclist":
                rows = self._rows_sent(component, level, path)
                put(level.answers, level.stored, path, None if level.place + path in self.hidden else [_plain(row) for row, _, _ in rows])

    def walk(self, components: tuple[Component, ...], level: _Level, above: tuple[str, ...]) -> tuple[Node, ...]:
        nodes = []
        for component in components:
            path = above + component.path
            if component.hide and computed(component.hide, level.scope, self.world) is True:
                self._hide(component, level, path)
                continue
            nodes.append(self._node(component, level, path))
        return tuple(nodes)

    def _hide(self, component: Component, level: _Level, path: tuple[str, ...]) -> None:
        if component.kind == "group":
            for child in component.children:
                self._hide(child, level, path + child.path)
        elif component.path:
            self.found_hidden.add(level.place + path)
            put(level.answers, level.stored, path, None)

    def _node(self, component: Component, level: _Level, path: tuple[str, ...]) -> Node:
        place = level.place + path if component.path else ()
        readonly = component.disabled or place in self.found_readonly or component.readonly.value(level.scope, self.world) is True
        if readonly and place:
            self.found_readonly.add(place)
        if component.kind == "group":
            return Node(component, place, readonly, level.scope, children=self.walk(component.children, level, path))
        if component.kind == "dynamiclist":
            rows = tuple(
                self._row(component, level, path, number, found) for number, found in enumerate(self._rows_sent(component, level, path))
            )
            return Node(component, place, readonly, level.scope, sent=has(level.sent, path), rows=rows)
        if component.kind == "expression" and component.expression:
            value = computed_plain(component.expression, level.scope, self.world)
            put(level.answers, level.stored, path, value)
            return Node(component, place, True, level.scope, value=value)
        if component.kind not in INPUTS:
            return Node(component, place, readonly, level.scope)
        options = self._options(component, level) if component.kind in CHOICES else None
        sent, value, raw, problem = self._answer(component, level, path, options, readonly)
        put(level.answers, level.stored, path, value)
        return Node(component, place, readonly, level.scope, sent, raw, value, problem, options or ())

    def _options(self, component: Component, level: _Level) -> tuple[Option, ...]:
        if component.options_from is None:
            return component.options
        found = computed_plain(component.options_from, level.scope, self.world)
        return options_of(found) if isinstance(found, list) else ()

    def _answer(
        self, component: Component, level: _Level, path: tuple[str, ...], options: tuple[Option, ...] | None, readonly: bool = False
    ) -> tuple[bool, Any, Any, Message | None]:
        """Return whether an answer was sent, its value, how it was written, and what is wrong with it."""
        sent = not readonly and not component.disabled and has(level.sent, path)
        raw = get(level.sent if sent else level.stored, path)
        if not sent and raw is None and self.drawing:
            raw = component.default
        try:
            return sent, read_value(component, raw, self.world.zone, options if sent else None), raw, None
        except Unreadable as problem:
            return sent, None, raw, problem.message if sent else None

    def _rows_sent(self, component: Component, level: _Level, path: tuple[str, ...]) -> list[tuple[Mapping[str, Any], int | None, bool]]:
        """Return the rows as sent, each with the stored row it was made from and whether that was said."""
        stored = get(level.stored, path)
        count = len(stored) if isinstance(stored, list) else 0
        rows = get(level.sent, path) or [] if has(level.sent, path) else None
        fixed = component.disabled or component.readonly.value(level.scope, self.world) is True
        if fixed or not isinstance(rows, list):
            rows = [{} for _ in range(count)]
            if not rows and self.drawing and not fixed:
                rows = [{} for _ in range(component.first_rows)]
        found: list[tuple[Mapping[str, Any], int | None, bool]] = []
        used: set[int] = set()
        for number, row in enumerate(rows[:MAX_ROWS]):
            fields = row if isinstance(row, dict) else {}
            origin = _origin(fields.get(ORIGIN, number), count)
            origin = None if origin in used else origin
            used.update(() if origin is None else (origin,))
            found.append((fields, origin, ORIGIN in fields))
        return found

    def _row(
        self, component: Component, level: _Level, path: tuple[str, ...], number: int, found: tuple[Mapping[str, Any], int | None, bool]
    ) -> Row:
        sent, origin, said = found
        rows_stored = get(level.stored, path)
        stored = rows_stored[origin] if origin is not None and isinstance(rows_stored[origin], dict) else {}
        answers: dict[str, Any] = deepcopy(dict(stored))
        numbers = [*(level.scope["i"] if level.place else []), number + 1]
        names = _RowNames(answers, level.scope, numbers)
        inner = _Level((*level.place, *path, number), sent, stored, Overlay(names, Overlay(answers, level.scope)), answers)
        self.seed(component.children, inner, ())
        nodes = self.walk(component.children, inner, ())
        rows_seen = get(level.answers, path)
        if isinstance(rows_seen, list) and number < len(rows_seen):
            rows_seen[number] = answers
        return Row(nodes, stored, origin, said)


def _origin(found: Any, count: int) -> int | None:
    try:
        number = int(found)
    except (TypeError, ValueError):
        return None
    return number if 0 <= number < count else None


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != ORIGIN}
