"""Naming a value in a sentence for people."""

from typing import Any, Final

from app.feel.values import CONTEXT, FUNCTION, LIST, NULL, RANGE, STRING, kind_of
from app.feel.write_value import quoted, write_value

LONGEST: Final = 60
_MOST_NAMED: Final = 10


def shown(value: Any, *, with_kind: bool = True) -> str:
    """Return a value as a reason names it: short, and never walked through where it is large. with_kind: whether its type is added."""
    kind = kind_of(value)
    if kind == NULL:
        return "null"
    if kind == LIST:
        return f"a list of {counted(len(value), 'item')}"
    if kind == CONTEXT:
        names = ", ".join(list(value)[:_MOST_NAMED])[:LONGEST]
        return f"a context with {names}" if names else "an empty context"
    if kind in (RANGE, FUNCTION):
        return f"a {kind}"
    text = quoted(value[:LONGEST]) if kind == STRING else write_value(value)[:LONGEST]
    return f"{text}, a {kind}" if with_kind else text


def counted(count: int, thing: str) -> str:
    """Return a number with the word for what is counted."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
