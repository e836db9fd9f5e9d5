"""Regular expressions, flags and replacements written out that a function can never use: its value is null, whatever the case is."""

from typing import Final

from app.dmn.judging.problem import EMPTY_MATCH, FLAGS, NULL, REPLACEMENT, UNREAD
from app.dmn.judging.reading import shown_text
from app.dmn.judging.sight import Sight
from app.dmn.judging.written_values import arguments_by_name
from app.feel import syntax
from app.feel.builtins.patterns import replacement_parts
from app.feel.errors import NullResult
from app.feel.pattern.match import ANCHOR, Pattern, known_flags, pattern_of
from app.feel.pattern.parts import PatternError

_PATTERN: Final = {"matches": "pattern", "replace": "pattern", "split": "delimiter", "extract": "pattern"}


def note_patterns(node: syntax.Call, called: str, sight: Sight) -> None:
    """Note what is written in a call of a function that takes a pattern."""
    if called not in _PATTERN:
        return
    given = arguments_by_name(node, called)
    flags = _text(given["flags"], null="") if "flags" in given else ""
    if flags is not None and not known_flags(flags):
        sight.find(given["flags"].at, FLAGS, node, NULL, found=shown_text(flags))
        return
    _note_pattern(node, called, given, flags, sight)
    replacement = _text(given.get("replacement"))
    if replacement is not None and flags is not None and not _is_replacement(replacement, flags):
        sight.find(given["replacement"].at, REPLACEMENT, node, NULL, found=shown_text(replacement))


def _note_pattern(node: syntax.Call, called: str, given: dict[str, syntax.Node], flags: str | None, sight: Sight) -> None:
    """Note a pattern that nothing can be found by. flags: None where they are not written, so that it may be any text (flag q)."""
    place = given.get(_PATTERN[called])
    text = _text(place)
    if place is None or text is None or flags is None:
        return
    try:
        found = pattern_of(text, flags)
    except PatternError:
        sight.find(place.at, UNREAD, node, NULL, function=called, found=shown_text(text))
        return
    if called != "matches" and _takes_nothing(found):
        sight.find(place.at, EMPTY_MATCH, node, NULL, found=shown_text(text))


def _text(node: syntax.Node | None, null: str | None = None) -> str | None:
    """Return a text that is written out; None for anything else. null: what stands for a null."""
    if not isinstance(node, syntax.Literal):
        return None
    return null if node.value is None else node.value if isinstance(node.value, str) else None


def _takes_nothing(pattern: Pattern) -> bool:
    """Whether a pattern matches an empty stretch at the end of every text; that is sure only of one that asks for no place in it.

    One with back-references is not tried: it could take for ever.
    """
    placed = pattern.remembers or any(step[0] == ANCHOR for step in pattern.program)
    return not placed and pattern.search("", 0, lambda steps: None) is not None


def _is_replacement(text: str, flags: str) -> bool:
    if "q" in flags:
        return True
    try:
        replacement_parts(text, 0)
    except NullResult:
        return False
    return True
