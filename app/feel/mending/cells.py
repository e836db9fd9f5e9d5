"""What belongs into an input entry of a decision table, which tests its input without naming it."""

import re
from typing import Final

from app.feel.mending.words import END, NUMBER, STRING, Way

_ABOVE: Final = (">", ">=")
_TEST: Final = rf"(?:[<>=]=?\s*|!=\s*)?{END}|[\[(\]]\s*{END}\s*\.\.\s*{END}\s*[\])\[]"
_FUNCTIONS: Final = {"contains": "contains", "matches": "matches", "startswith": "starts with", "endswith": "ends with"}


def _range(low: str, low_sign: str, high_sign: str, high: str) -> str:
    return f"{'[' if '=' in low_sign else '('}{low}..{high}{']' if '=' in high_sign else ')'}"


def _two_comparisons(found: re.Match[str]) -> str:
    one, first, other, second = found.groups()
    if (one in _ABOVE) == (other in _ABOVE):
        return found[0]
    return _range(first, one, other, second) if one in _ABOVE else _range(second, other, one, first)


def _between_two(found: re.Match[str]) -> str:
    first, one, other, second = found.groups()
    if (one in _ABOVE) != (other in _ABOVE):
        return found[0]
    return _range(second, other, one, first) if one in _ABOVE else _range(first, one, other, second)


def _alternatives(found: re.Match[str]) -> str:
    return ", ".join(part.strip() for part in re.split(r"\bor\b", found[0]))


def _none_of(found: re.Match[str]) -> str:
    return f"not({', '.join(each.strip() for each in re.split(r'!=|and', found[0]) if each.strip())})"


def _asked(found: re.Match[str]) -> str:
    name = _FUNCTIONS.get(found[1].replace(" ", "").lower(), found[1])
    return f"{name}(?, {found[2]})"


_WAYS: Final[tuple[Way, ...]] = (
    (rf"([<>]=?)\s*({END})\s*(?:and\b)?\s*([<>]=?)\s*({END})", _two_comparisons),
    (rf"({END})\s*([<>]=?)\s*[\w?]+\s*([<>]=?)\s*({END})", _between_two),
    (rf"!=\s*{END}(?:\s*and\s*!=\s*{END})+", _none_of),
    (rf"(?:{_TEST})(?:\s*\bor\s*(?:{_TEST}))+|{STRING}(?:\s*or\s*{STRING})+", _alternatives),
    (rf"{STRING}(?:\s*{STRING})+", lambda found: ", ".join(re.findall(STRING, found[0]))),
    (rf"=?\s*in\s*([\[(\]]\s*{END}\s*\.\.\s*{END}\s*[\])\[])", r"\1"),
    (r"=?\s*in\s*[(\[](.*)[)\]]", r"\1"),
    (r"not\s+in\s*[(\[](.*)[)\]]", r"not(\1)"),
    (rf"not\s+({END})", r"not(\1)"),
    (rf"(?:=\s*)?between\s+({END})\s*(?:and\b|,|\.\.)\s*({END})", r"[\1..\2]"),
    (rf"({NUMBER})\s*-\s*({NUMBER})", r"[\1..\2]"),
    (rf"({END})\s*(?:~|\.\.|\bto\b|至|到)\s*({END})", r"[\1..\2]"),
    (rf"([\[(\]])\s*({END})\s*(?:~|\bto\b)\s*({END})\s*([\])\[])", r"\1\2..\3\4"),
    (r"(?i:\*|any|else|otherwise|default|任意|其他|其它|所有|不限)", "-"),
    (rf"(?i)\.?(contains|matches|starts ?with|ends ?with)\(\s*({STRING})\s*\)", _asked),
    (r"=\s*null", "null"),
)  # fmt: skip


def as_a_cell(text: str) -> str:
    """Return an input entry, its strings masked, as FEEL has it: a list, a range, `not(...)`, or the dash for anything."""
    stripped = text.strip()
    for pattern, instead in _WAYS:
        found = re.fullmatch(pattern, stripped)
        if found is not None:
            return found.expand(instead) if isinstance(instead, str) else instead(found)
    return text
