"""Character classes: escapes, categories and blocks (XML Schema Datatypes, appendix G; XPath functions 3.1, section 5.6.1)."""

import unicodedata
from functools import lru_cache
from typing import Final

from app.feel.pattern.parts import PatternError, Test

_NAME_START: Final = (
    *((0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF), (0x370, 0x37D)),
    *((0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF), (0x3001, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFFD)),
    (0x10000, 0xEFFFF),
)
_NAME: Final = (*_NAME_START, (0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040))
_CATEGORIES: Final = frozenset(
    [group + letter for group, letters in (("L", "ultmo"), ("M", "nce"), ("N", "dlo"), ("P", "cdseifo"), ("Z", "slp"), ("S", "mcko"))
     for letter in ("", *letters)] + ["C", "Cc", "Cf", "Co", "Cn"]
)  # fmt: skip
# The blocks that forms and tables of this field could ask for. Unicode names; spaces are left out in a pattern.
BLOCKS: Final = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "IPAExtensions": (0x0250, 0x02AF),
    "SpacingModifierLetters": (0x02B0, 0x02FF),
    "CombiningDiacriticalMarks": (0x0300, 0x036F),
    "GreekandCoptic": (0x0370, 0x03FF),
    "Greek": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Armenian": (0x0530, 0x058F),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "Devanagari": (0x0900, 0x097F),
    "Thai": (0x0E00, 0x0E7F),
    "Tibetan": (0x0F00, 0x0FFF),
    "Mongolian": (0x1800, 0x18AF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "SuperscriptsandSubscripts": (0x2070, 0x209F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "LetterlikeSymbols": (0x2100, 0x214F),
    "NumberForms": (0x2150, 0x218F),
    "Arrows": (0x2190, 0x21FF),
    "MathematicalOperators": (0x2200, 0x22FF),
    "MiscellaneousTechnical": (0x2300, 0x23FF),
    "EnclosedAlphanumerics": (0x2460, 0x24FF),
    "BoxDrawing": (0x2500, 0x257F),
    "GeometricShapes": (0x25A0, 0x25FF),
    "CJKRadicalsSupplement": (0x2E80, 0x2EFF),
    "KangxiRadicals": (0x2F00, 0x2FDF),
    "CJKSymbolsandPunctuation": (0x3000, 0x303F),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "Bopomofo": (0x3100, 0x312F),
    "CJKCompatibility": (0x3300, 0x33FF),
    "CJKUnifiedIdeographsExtensionA": (0x3400, 0x4DBF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "YiSyllables": (0xA000, 0xA48F),
    "HangulSyllables": (0xAC00, 0xD7AF),
    "PrivateUseArea": (0xE000, 0xF8FF),
    "CJKCompatibilityIdeographs": (0xF900, 0xFAFF),
    "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
    "CJKUnifiedIdeographsExtensionB": (0x20000, 0x2A6DF),
}


def _between(ranges: tuple[tuple[int, int], ...]) -> Test:
    return lambda character: any(low <= ord(character) <= high for low, high in ranges)


def negated(test: Test) -> Test:
    return lambda character: not test(character)


def _word(character: str) -> bool:
    return unicodedata.category(character)[0] not in "PZC"


_ESCAPES: Final[dict[str, Test]] = {
    "s": lambda character: character in " \t\n\r",
    "d": lambda character: unicodedata.category(character) == "Nd",
    "w": _word,
    "i": _between(_NAME_START),
    "c": _between(_NAME),
}
_SINGLE: Final = {"n": "\n", "r": "\r", "t": "\t"}
_SELF: Final = "\\|.-^?*+{}()[]$"


def class_escape(letter: str) -> Test | None:
    """Return the class that `\\d` and its kin stand for, None for any other letter."""
    test = _ESCAPES.get(letter.lower())
    if test is None:
        return None
    return test if letter.islower() else negated(test)


def single_escape(letter: str) -> str:
    """Return the one character that an escape stands for. Raises PatternError where it stands for none."""
    if letter in _SINGLE:
        return _SINGLE[letter]
    if letter in _SELF:
        return letter
    raise PatternError(f"Expected a known escape, but found \\{letter}")


@lru_cache(maxsize=256)
def category(name: str, complement: bool) -> Test:
    """Return the class of `\\p{name}`, or of `\\P{name}`. Raises PatternError for a name that is not known."""
    if name.startswith("Is"):
        block = BLOCKS.get(name[2:])
        if block is None:
            raise PatternError(f"Expected the name of a Unicode block, but found {name}")
        test = _between((block,))
    elif name in _CATEGORIES:

        def test(character: str) -> bool:
            return unicodedata.category(character).startswith(name)
    else:
        raise PatternError(f"Expected a Unicode category, but found {name}")
    return negated(test) if complement else test


@lru_cache(maxsize=4096)
def variants(character: str) -> frozenset[str]:
    """Return the characters that differ from one by case alone, itself among them."""
    found = {character}
    for _ in range(2):
        found |= {form for each in found for form in (each.lower(), each.upper(), each.casefold()) if len(form) == 1}
    return frozenset(found)


def any_case(test: Test) -> Test:
    """Return a test that a character passes where one of its case variants does."""
    return lambda character: any(test(variant) for variant in variants(character))
