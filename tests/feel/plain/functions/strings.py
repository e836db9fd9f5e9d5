"""Functions on strings (DMN 1.5, table 75); patterns by Python's own expressions, which agree on the plain ones that tests use."""

import re
from fractions import Fraction
from typing import Any

from tests.feel.plain.functions.registry import native


@native("substring", "string: string", "start position: number", "length?: number")
def substring(string: str, start: Fraction, length: Fraction | None = None) -> Any:
    first = int(start)
    if not 0 < abs(first) <= len(string) or (length is not None and int(length) < 1):
        return None
    rest = list(string)[first - 1 :] if first > 0 else list(string)[first:]
    return "".join(rest if length is None else rest[: int(length)])


native("string length", "string: string")(lambda string: Fraction(sum(1 for _ in string)))
native("upper case", "string: string")(lambda string: "".join(letter.upper() for letter in string))
native("lower case", "string: string")(lambda string: string.lower())
native("contains", "string: string", "match: string")(lambda string, match: string.find(match) >= 0)
native("trim", "string: string")(lambda string: re.sub(r"^\s+|\s+$", "", string))
native("is blank", "string: string")(lambda string: all(letter.isspace() for letter in string))
native("starts with", "string: string", "match: string")(lambda string, match: string[: len(match)] == match)
native("ends with", "string: string", "match: string")(lambda string, match: not match or string[-len(match) :] == match)


@native("substring before", "string: string", "match: string")
def before(string: str, match: str) -> str:
    return string[: max(string.find(match), 0)]


@native("substring after", "string: string", "match: string")
def after(string: str, match: str) -> str:
    place = string.find(match)
    return "" if place < 0 else string[place + len(match) :]


@native("string join", "list: list", "delimiter?: string or null")
def join(items: list[Any], delimiter: str | None = None) -> Any:
    kept = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in kept):
        return None
    made = ""
    for place, item in enumerate(kept):
        made += (delimiter or "" if place else "") + item
    return made


@native("matches", "input: string", "pattern: string", "flags?: string or null")
def matches(text: str, pattern: str, flags: str | None = None) -> Any:
    found = _compiled(pattern, flags)
    return None if found is None else found.search(text) is not None


@native("replace", "input: string", "pattern: string", "replacement: string", "flags?: string or null")
def replace(text: str, pattern: str, replacement: str, flags: str | None = None) -> Any:
    found = _compiled(pattern, flags)
    if found is None or found.search("") is not None or not re.fullmatch(r"(?:[^\\$]|\\[\\$]|\$\d)*", replacement, re.DOTALL):
        return None
    return found.sub(lambda match: re.sub(r"\\(.)|\$(\d)", lambda mark: mark[1] or _group(match, int(mark[2])), replacement), text)


def _group(match: re.Match[str], number: int) -> str:
    return (match[number] or "") if number <= len(match.groups()) else ""


@native("split", "string: string", "delimiter: string")
def split(text: str, delimiter: str) -> Any:
    found = _compiled(delimiter, None)
    if found is None or found.search("") is not None:
        return None
    pieces, at = [], 0
    for match in found.finditer(text):
        pieces.append(text[at : match.start()])
        at = match.end()
    return [*pieces, text[at:]]


@native("extract", "string: string", "pattern: string")
def extract(text: str, pattern: str) -> Any:
    found = _compiled(pattern, None)
    return None if found is None or found.search("") is not None else [match[0] for match in found.finditer(text)]


def _compiled(pattern: str, flags: str | None) -> re.Pattern[str] | None:
    """Return a plain pattern; null for none at all. The tests hand in no construct that the two languages read apart."""
    options = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "": re.NOFLAG}
    try:
        return re.compile(pattern, options[flags or ""])
    except (re.error, KeyError):
        return None
