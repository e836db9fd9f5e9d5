"""The one written form of values: what is stored, chained and compared.

A variable's value is JSON text with keys sorted by code point and numbers as plain decimals, so that the same value always gives the
same bytes on
every database and every machine. Source: docs/decisions, "values in one form".
"""

import json
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation
from typing import Any

import msgspec

from app.domain.marked import marked
from app.domain.rejection import Rejection

MAX_DIGITS = 34
MAX_DEPTH = 64
_EXACT = Context(prec=MAX_DIGITS, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, Inexact], Emin=-6143, Emax=6144)
_PLAIN = 10**MAX_DIGITS
_quote = json.encoder.encode_basestring


def number_text(value: Decimal | int) -> str:
    """Return a number as a plain decimal: no exponent, no trailing zeros, no negative zero.

    Raises Rejection("bad_value") for NaN, infinity and more than 34 significant digits.
    """
    if type(value) is int and -_PLAIN < value < _PLAIN:
        return str(value)
    number = Decimal(value)
    if not number.is_finite():
        raise Rejection("bad_value", "Expected a number, but found %(found)s", found=str(number))
    if number == 0:
        return "0"
    try:
        number = _EXACT.plus(number)
    except (InvalidOperation, Inexact):
        raise Rejection("bad_value", "Expected a number of at most 34 digits, but found %(found)s", found=str(value)[:60]) from None
    text = format(number, "f")
    if len(text) > 400:
        raise Rejection("bad_value", "Expected a number of at most 34 digits, but found %(found)s", found=str(value)[:60])
    return text.rstrip("0").rstrip(".") if "." in text else text


def string_text(value: str) -> str:
    """Return a string as JSON. Raises Rejection("bad_value") for U+0000 and lone surrogates, which no database keeps."""
    if "\x00" in value:
        raise Rejection(
            "bad_value", "Expected text without the character U+0000, but found it at position %(position)s", position=value.index("\x00")
        )
    _refuse_half(value)
    return _quote(value)


def _refuse_half(value: str) -> None:
    if value.isascii():
        return
    try:
        value.encode()
    except UnicodeEncodeError as error:
        template = marked("Expected text, but found half a character (the lone surrogate %(found)s) at position %(position)s")
        raise Rejection("bad_value", template, found=f"U+{ord(value[error.start]):04X}", position=error.start) from None


def refuse_halves(value: Any) -> None:
    """Look through parsed JSON for lone surrogates, which no answer can repeat, however deep. Raises Rejection("bad_value") for one."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            _refuse_half(each)
        elif isinstance(each, Mapping):
            waiting.extend((*each.values(), *each))
        elif isinstance(each, list):
            waiting.extend(each)


def canonical(value: Any, depth: int = 0) -> str:
    """Return the canonical JSON text of null, booleans, numbers (Decimal or int), text, lists and objects of these.

    Raises Rejection("bad_value") for anything else, floats among them: a float has already lost its digits.
    """
    # Most of what is written is text and objects of it, thousands a second: their own types first, and no call for plain text.
    if type(value) is str:
        return _quote(value) if value.isascii() and "\x00" not in value else string_text(value)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return string_text(value)
    if isinstance(value, Decimal | int):
        return number_text(value)
    if depth > MAX_DEPTH:
        raise Rejection("bad_value", "Expected lists and objects nested at most %(limit)s deep", limit=MAX_DEPTH)
    if isinstance(value, list | tuple):
        return "[" + ",".join([canonical(item, depth + 1) for item in value]) + "]"
    if isinstance(value, Mapping):
        return _object_text(value, depth + 1)
    raise Rejection(
        "bad_value", "Expected null, true, false, a number, text, a list or an object, but found %(found)s", found=type(value).__name__
    )


def _object_text(value: Mapping[Any, Any], depth: int) -> str:
    for key in value:
        if not isinstance(key, str):
            raise Rejection("bad_value", "Expected text as the name of a value, but found %(found)s", found=type(key).__name__)
    parts = []
    for key in sorted(value):
        name = _quote(key) if key.isascii() and "\x00" not in key else string_text(key)
        parts.append(f"{name}:{canonical(value[key], depth)}")
    return "{" + ",".join(parts) + "}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise Rejection(
            "bad_value", "Expected each name once in an object, but found %(name)s twice", name=doubled.encode("utf-8", "replace").decode()
        )
    return found


def _refuse_constant(text: str) -> Any:
    raise Rejection("bad_value", "Expected a number, but found %(found)s", found=text)


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_object)


# By how the library's own sentence begins; nobody but programmers knows what it "expects".
_MISTAKES = {
    "Expecting value": marked("a value is missing"),
    "Expecting property name": marked("a name in double quotes is missing"),
    "Expecting ':'": marked("a colon is missing"),
    "Expecting ','": marked("a comma is missing"),
    "Unterminated string": marked("a text begins that does not end"),
    "Invalid control character": marked("a text has a line break or another control character in it"),
    "Invalid \\": marked("a backslash stands before what it cannot stand before"),
    "Extra data": marked("something follows after the end"),
    "Illegal trailing comma": marked("a comma stands before the end"),
}
_OTHER_MISTAKE = marked("something stands that JSON does not know")


def parse(text: str) -> Any:
    """Return the value that JSON text stands for, numbers as Decimal.

    Raises Rejection("bad_value") for text that is no JSON, for NaN and infinity, and for an object that has one name twice.
    """
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise Rejection(
            "bad_value",
            "Expected JSON, but at line %(line)s, column %(column)s %(problem)s",
            problem=next((words for begins, words in _MISTAKES.items() if error.msg.startswith(begins)), _OTHER_MISTAKE),
            line=error.lineno,
            column=error.colno,
        ) from None
    except RecursionError:
        raise Rejection("bad_value", "Expected lists and objects nested at most %(limit)s deep", limit=MAX_DEPTH) from None


def is_canonical(text: str) -> bool:
    """Say whether text is the canonical form of the value it stands for: each name and each value is written in the one way by which it
    is looked for in it. Text that is no JSON is none."""
    try:
        # A library that reads and writes at twenty times the speed agrees with us in all but fractions and U+0000.
        if "\\u0000" not in text and msgspec.json.encode(_WHOLE.decode(text), order="sorted") == text.encode():
            return True
    except (ValueError, RecursionError):
        pass
    try:
        return canonical(parse(text)) == text
    except Rejection:
        return False


def _refuse_fraction(text: str) -> Any:
    raise ValueError(text)


_WHOLE = msgspec.json.Decoder(float_hook=_refuse_fraction)
