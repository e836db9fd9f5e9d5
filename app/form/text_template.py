"""Texts with live parts, as form-js writes them: `{{value}}`, `{{#if test}}...{{else}}...{{/if}}`, `{{#loop list}}...{{/loop}}`."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

from app.domain.canonical import number_text
from app.feel import Expression, FeelWorld, parse_expression
from app.form.computed import computed
from app.form.overlay import Overlay
from app.form.told_dates import told

MAX_LENGTH = 20_000
MAX_REPEATS = 500
_TAG = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


class Value(Struct, frozen=True):
    expression: Expression


class Choice(Struct, frozen=True):
    test: Expression
    then: "tuple[Part, ...]"
    otherwise: "tuple[Part, ...]"


class Loop(Struct, frozen=True):
    items: Expression
    body: "tuple[Part, ...]"


Part = str | Value | Choice | Loop


class Text(Struct, frozen=True):
    """A text of a form; parts are plain text and what is computed when it is shown."""

    parts: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)

    def fill(self, variables: Mapping[str, Any], world: FeelWorld) -> str:
        """Return the text as it reads now. A null shows as nothing."""
        return _fill(self.parts, variables, world)[:MAX_LENGTH]

    def reads(self, name: str) -> bool:
        """Say whether an expression of the text reads a variable."""
        return _reads(self.parts, name)

    def worded(self, otherwise: Callable[[str], str]) -> "Text":
        """Return the text with its plain parts as otherwise() words them; what is computed stays as it is."""
        return Text(_worded(self.parts, otherwise))


NOTHING = Text()


def read_text(source: str) -> Text:
    """Return a text whose live parts are parsed. A text that begins with `=` is one expression.

    Raises FeelError for a broken expression and ValueError for tags that do not pair up.
    """
    if source.startswith("="):
        return Text((Value(parse_expression(source[1:])),))
    tokens = _TAG.split(source)
    parts, rest, closed = _read(tokens, 0, "")
    if rest < len(tokens) or closed:
        raise ValueError(f"Expected every opened {{{{#...}}}} to be closed once, but found {{{{{closed}}}}}")
    return Text(parts)


def _read(tokens: list[str], position: int, until: str) -> tuple[tuple[Part, ...], int, str]:
    """Read parts up to the closing tag; tokens alternate between text and the inside of a tag."""
    parts: list[Part] = []
    while position < len(tokens):
        token = tokens[position]
        is_tag = position % 2 == 1
        position += 1
        if not is_tag:
            if token:
                parts.append(token)
            continue
        inside = token.strip()
        if inside.startswith("/") or inside == "else":
            return tuple(parts), position, inside
        if inside.startswith("#if "):
            part, position = _read_choice(tokens, position, inside[4:])
        elif inside.startswith("#loop "):
            body, position, closed = _read(tokens, position, "/loop")
            _expect(closed, "/loop")
            part = Loop(parse_expression(inside[6:].strip()), body)
        else:
            part = Value(parse_expression(inside.removeprefix("=").strip()))
        parts.append(part)
    return tuple(parts), position, ""


def _read_choice(tokens: list[str], position: int, test: str) -> tuple[Part, int]:
    then, position, closed = _read(tokens, position, "/if")
    otherwise: tuple[Part, ...] = ()
    if closed == "else":
        otherwise, position, closed = _read(tokens, position, "/if")
    _expect(closed, "/if")
    return Choice(parse_expression(test.strip()), then, otherwise), position


def _expect(closed: str, wanted: str) -> None:
    if closed != wanted:
        raise ValueError(
            f"Expected {{{{{wanted}}}}}, but found {{{{{closed}}}}}" if closed else f"Expected {{{{{wanted}}}}}, but the text ends"
        )


def _fill(parts: tuple[Part, ...], variables: Mapping[str, Any], world: FeelWorld) -> str:
    written: list[str] = []
    for part in parts:
        if isinstance(part, str):
            written.append(part)
        elif isinstance(part, Value):
            written.append(told(shown(computed(part.expression, variables, world))))
        elif isinstance(part, Choice):
            met = computed(part.test, variables, world) is True
            written.append(_fill(part.then if met else part.otherwise, variables, world))
        else:
            written.append(_fill_loop(part, variables, world))
    return "".join(written)


def _reads(parts: tuple[Part, ...], name: str) -> bool:
    for part in parts:
        if isinstance(part, str):
            continue
        if isinstance(part, Value):
            found = name in part.expression.names
        elif isinstance(part, Choice):
            found = name in part.test.names or _reads((*part.then, *part.otherwise), name)
        else:
            found = name in part.items.names or _reads(part.body, name)
        if found:
            return True
    return False


def _worded(parts: tuple[Part, ...], otherwise: Callable[[str], str]) -> tuple[Part, ...]:
    return tuple(
        otherwise(part)
        if isinstance(part, str)
        else Choice(part.test, _worded(part.then, otherwise), _worded(part.otherwise, otherwise))
        if isinstance(part, Choice)
        else Loop(part.items, _worded(part.body, otherwise))
        if isinstance(part, Loop)
        else part
        for part in parts
    )


def _fill_loop(loop: Loop, variables: Mapping[str, Any], world: FeelWorld) -> str:
    items = computed(loop.items, variables, world)
    if not isinstance(items, list):
        return ""
    written = []
    for item in items[:MAX_REPEATS]:
        own: dict[str, Any] = {"this": item, "parent": variables}
        if isinstance(item, dict):
            own |= item
        written.append(_fill(loop.body, Overlay(own, variables), world))
    return "".join(written)


def shown(value: Any) -> str:
    """Return a value as people read it in a text: nothing for null, plain digits for numbers, lists with commas between."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | int):
        return number_text(value)
    if isinstance(value, list):
        return ", ".join(shown(item) for item in value)
    return str(value)
