"""Regular expressions that a form may bring along: compiled, and refused where they could run for ever."""

import re
import warnings
from collections.abc import Iterator

from app.domain.rejection import Message

MAX_PATTERN = 500
MAX_TEXT = 1_000
MAX_REPEATS = 2
_REPEAT = re.compile(r"[*+?]|\{(\d*)(,?)(\d*)\}")
_WIDE = {".", r"\w", r"\W", r"\S", r"\D"}
_NOT_FIXED = {"(", ")", "|", "^", "$", r"\b", r"\B"}


def _atoms(pattern: str) -> Iterator[str]:
    """Yield the pattern piece by piece: an escape, a whole character class, a repeat, or one character."""
    position = 0
    while position < len(pattern):
        end = position + 1
        if pattern[position] == "\\":
            end = position + 2
        elif pattern[position] == "[":
            end = _class_end(pattern, position)
        elif repeat := _REPEAT.match(pattern, position):
            end = repeat.end()
        yield pattern[position:end]
        position = end


def _class_end(pattern: str, start: int) -> int:
    position = start + 1
    if pattern[position : position + 1] == "^":
        position += 1
    if pattern[position : position + 1] == "]":
        position += 1
    while position < len(pattern) and pattern[position] != "]":
        position += 2 if pattern[position] == "\\" else 1
    return position + 1


def _unbounded(atom: str) -> bool:
    """Say whether a repeat lets its piece occur many times (a `?` or `{1}` does not)."""
    found = _REPEAT.fullmatch(atom)
    if not found or atom == "?":
        return False
    if atom in "*+":
        return True
    low, comma, high = found.groups()
    return int(high or low or 0) > 1 if high or not comma else True


def danger_of(pattern: str) -> Message | None:
    """Return why a pattern cannot be used, or None where it can.

    Refused: what Python cannot compile, repeats inside repeats and choices inside repeats (their time doubles with every further
    character), more than two wide repeats such as `.*`, and more than two repeats with nothing fixed between them.
    """
    if len(pattern) > MAX_PATTERN:
        return Message(
            "Expected a pattern of at most %(limit)s characters, but found %(found)s", {"limit": MAX_PATTERN, "found": len(pattern)}
        )
    try:
        with warnings.catch_warnings():
            # A pattern that Python warns of is one that JavaScript, which the form was written for, reads otherwise.
            warnings.simplefilter("error", FutureWarning)
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, FutureWarning) as error:
        return Message("Expected a regular expression, but found %(problem)s", {"problem": str(error)})
    atoms = list(_atoms(pattern))
    if _repeats_in_repeats(atoms):
        return Message("Expected no repeat or choice inside a repeated group, but found it in %(pattern)s", {"pattern": pattern})
    wide, chained = _count_repeats(atoms)
    if wide > MAX_REPEATS or chained > MAX_REPEATS:
        return Message(
            "Expected at most %(limit)s repeats such as .* that could share the same characters, but found more in %(pattern)s",
            {"limit": MAX_REPEATS, "pattern": pattern},
        )
    return None


def _repeats_in_repeats(atoms: list[str]) -> bool:
    open_groups: list[bool] = []
    closed_risky = False
    previous = ""
    for atom in atoms:
        if atom == "(":
            open_groups.append(False)
        elif atom == ")":
            closed_risky = open_groups.pop()
            if closed_risky and open_groups:
                open_groups[-1] = True
        elif (atom == "|" or _REPEAT.fullmatch(atom)) and open_groups:
            open_groups[-1] = True
        if _unbounded(atom) and previous == ")" and closed_risky:
            return True
        previous = atom
    return False


def _count_repeats(atoms: list[str]) -> tuple[int, int]:
    """Return how many wide repeats there are, and the longest run of repeats with nothing fixed between them."""
    wide = chain = longest = 0
    previous = ""
    for atom, following in zip(atoms, [*atoms[1:], ""], strict=False):
        if _unbounded(atom):
            wide += previous in _WIDE or previous.startswith("[^")
            chain += 1
            longest = max(longest, chain)
        elif atom not in _NOT_FIXED and not _REPEAT.fullmatch(atom) and not _REPEAT.fullmatch(following):
            chain = 0
        previous = atom
    return wide, longest
