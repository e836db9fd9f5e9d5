"""The `like` of SQL: what it asks of a text, in FEEL."""

import re
from typing import Final

_LIKE: Final = r'(?:\b(?!not\b)([\w.]+(?:\([^()"]*\))?)\s+)?(?:(not)\s+)?\blike\s+"([^"\\]*)"'
_WILD: Final = {"%": ".*", "_": "."}


def without_likes(text: str, tested: str = "") -> str:
    """Return a text with each `x like "A%"` as FEEL has it: `starts with(x, "A")`. tested: what stands for x where none is written."""
    return re.sub(_LIKE, lambda found: _asked(found, tested), text, flags=re.IGNORECASE)


def _asked(found: re.Match[str], tested: str) -> str:
    value, negated, pattern = found[1] or tested, found[2], found[3]
    if not value:
        return found[0]
    test = _test(value, pattern)
    return f"not({test})" if negated else test


def _test(value: str, pattern: str) -> str:
    inner = pattern.strip("%")
    if not inner or set(inner) & set(_WILD):
        return f'matches({value}, "^{"".join(_WILD.get(each) or _literal(each) for each in pattern)}$")'
    begins, ends = not pattern.startswith("%"), not pattern.endswith("%")
    if begins and ends:
        return f'{value} = "{inner}"'
    return f'{"starts with" if begins else "ends with" if ends else "contains"}({value}, "{inner}")'


def _literal(character: str) -> str:
    """Return a character as a pattern has it; the class of one needs no backslash, which a text would have to double."""
    return f"[{character}]" if character in ".*+?(){}|$" else "" if character in "^[]" else character
