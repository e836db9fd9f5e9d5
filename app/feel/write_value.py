"""Writing any value as text, as the built-in function string() does."""

from typing import Any, Final

from app.feel.values import BOOLEAN, CONTEXT, FUNCTION, LIST, NULL, RANGE, STRING, kind_of, write_scalar

_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'


def write_value(value: Any, *, inner: bool = False) -> str:
    """Return a value as text. A string stands for itself, but inside a list, context or range it is written in quotes."""
    kind = kind_of(value)
    if kind == STRING:
        return quoted(value) if inner else str(value)
    if kind == NULL:
        return "null"
    if kind == BOOLEAN:
        return "true" if value else "false"
    if kind == LIST:
        return "[" + ", ".join(write_value(item, inner=True) for item in value) + "]"
    if kind == CONTEXT:
        return "{" + ", ".join(f"{_key(key)}: {write_value(item, inner=True)}" for key, item in value.items()) + "}"
    if kind == RANGE:
        return _range(value)
    if kind == FUNCTION:
        return f"function {getattr(value, 'name', '')}".rstrip()
    text = write_scalar(value)
    return repr(value) if text is None else text


def _key(key: str) -> str:
    return key if key.replace(" ", "").replace("_", "").isalnum() and not key[:1].isdigit() else quoted(key)


def _range(value: Any) -> str:
    if value.low is None and value.high is not None:
        return ("<=" if value.high_included else "<") + write_value(value.high, inner=True)
    if value.high is None and value.low is not None:
        return (">=" if value.low_included else ">") + write_value(value.low, inner=True)
    opening, closing = "[" if value.low_included else "(", "]" if value.high_included else ")"
    return f"{opening}{write_value(value.low, inner=True)}..{write_value(value.high, inner=True)}{closing}"
