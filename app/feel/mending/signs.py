"""Signs that a Chinese keyboard gives, and those of books: the same text in the signs of FEEL."""

import re
from typing import Final

# Each full-width sign, letter and digit has its own at the same distance.
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS: Final = str.maketrans({
    **{chr(code): chr(plain) for code, plain in _FULL_WIDTH.items()},
    "；": ",", ";": ",", "、": ",", "。": ".", "｡": ".", "､": ",", "\u3000": " ", "￥": "", "¥": "",
    "【": "[", "】": "]", "〔": "[", "〕": "]", "〈": "<", "〉": ">", "≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=", "≠": "!=",
    "×": "*", "÷": "/", "−": "-", "〜": "~", "∼": "~", "“": '"', "”": '"', "‘": '"', "’": '"', "＂": '"', "＇": '"',
})  # fmt: skip

_PIECE: Final = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<comment>//[^\n]*|/\*.*?\*/)
    |["“”„‟＂](?P<double>[^"“”„‟＂\n]*)["“”„‟＂]
    |['‘’＇`](?P<single>[^'‘’＇`"\n]*)['‘’＇`]
    |(?P<dots>…+)|(?P<dashes>[–—]+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
# Characters for private use, which no name may hold: each stands for a text in quotes while the rest is rewritten.
_FIRST_MASK: Final = 0xE000


def in_plain_signs(text: str) -> str:
    """Return a text with the signs that FEEL has; what stands in quotes stays as it is, the quotes become those of FEEL."""
    return _PIECE.sub(_plain, text)


def _plain(piece: re.Match[str]) -> str:
    if piece["string"] is not None or piece["comment"] is not None:
        return piece[0]
    if piece["dots"] is not None or piece["dashes"] is not None:
        return ".." if piece["dots"] else "-"
    inner = piece["double"] if piece["double"] is not None else piece["single"]
    return f'"{inner}"' if inner is not None else piece["other"].translate(_SIGNS)


def masked(text: str) -> tuple[str, list[str]]:
    """Return a text with a mark in place of each string, and the strings."""
    strings: list[str] = []

    def mask(piece: re.Match[str]) -> str:
        if piece["string"] is None:
            return piece[0]
        strings.append(piece[0])
        return chr(_FIRST_MASK + len(strings) - 1)

    return _PIECE.sub(mask, text), strings


def unmasked(text: str, strings: list[str]) -> str:
    return "".join(strings[ord(each) - _FIRST_MASK] if 0 <= ord(each) - _FIRST_MASK < len(strings) else each for each in text)
