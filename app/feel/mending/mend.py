"""Finding out what somebody meant: a text is rewritten as FEEL has it, and told where that can be read."""

from collections.abc import Callable, Iterator
from typing import Final

from app.feel.mending.cells import as_a_cell
from app.feel.mending.likes import without_likes
from app.feel.mending.signs import in_plain_signs, masked, unmasked
from app.feel.mending.words import in_feels_words, with_else

# What a person could have written by a slip, and read again in one sentence.
_LONGEST: Final = 200
_LONGEST_TOLD: Final = 120
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}

Reads = Callable[[str], bool]


def mended(text: str, reads: Reads, *, tests: bool = False) -> str:
    """Return what a text probably was to be, "" where nothing that could be read is like it.

    Of a text of several lines, the one line that is another. reads: whether a text can be read. tests: it is an input entry of a table.
    """
    if len(text) > _LONGEST:
        return ""
    found = next((each for each in _rewritten(text, tests) if each != text and reads(each)), "")
    return _told(text, found)


def _rewritten(text: str, tests: bool) -> Iterator[str]:
    plain = without_likes(in_plain_signs(text), "?" if tests else "")
    inner, strings = masked(plain)
    said = with_else(in_feels_words(inner))
    if tests:
        yield unmasked(as_a_cell(inner), strings)
        yield unmasked(as_a_cell(said), strings)
    elif inner.strip() == "-":
        yield "null"
    elif said.lstrip().startswith("="):
        yield unmasked(said.lstrip(" ="), strings)
    yield unmasked(said, strings)
    yield plain
    yield unmasked(_closed(said), strings)
    yield plain + '"'


def _closed(text: str) -> str:
    """Return a text with the brackets closed that it leaves open."""
    waiting: list[str] = []
    for each in text:
        if each in _CLOSING:
            waiting.append(_CLOSING[each])
        elif waiting and each in ")]}":
            waiting.pop()
    return text.rstrip() + "".join(reversed(waiting))


def _told(text: str, found: str) -> str:
    before, after = text.split("\n"), found.strip().split("\n")
    if len(after) > 1:
        others = [new for old, new in zip(before, after, strict=False) if old != new]
        found = others[0] if len(before) == len(after) and len(others) == 1 else ""
    return found.strip() if len(found) <= _LONGEST_TOLD else ""
