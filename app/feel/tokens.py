"""Cutting a text into tokens."""

import re
from typing import Final, NamedTuple

from app.feel.errors import FeelError
from app.feel.meant import meant_sign

MAX_TEXT: Final = 65_536

# DMN 1.5 section 10.3.1.2, rules 28 and 29. Letters of every script may start a name.
_START: Final = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART: Final = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_SPACE: Final = "\\s\u0085\u180e\u200b\ufeff"

_TOKEN: Final = re.compile(
    rf"""(?P<space>[{_SPACE}]+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)
    |(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<name>[{_START}][{_PART}]*)
    |(?P<symbol>\.\.|\*\*|<=|>=|!=|->|/(?!\*)|[-+*=<>(){{}}\[\],.:@'])""",
    re.VERBOSE | re.DOTALL,
)

NUMBER: Final = "number"
STRING: Final = "string"
NAME: Final = "name"
SYMBOL: Final = "symbol"
END: Final = "end"


class Token(NamedTuple):
    """kind: one of the constants above. start, end: 0-based characters of the whole text."""

    kind: str
    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text, the last of kind END. Raises FeelError at a character that can start none, and at half of one."""
    if len(text) > MAX_TEXT:
        raise FeelError("Expected an expression of at most %(limit)s characters, but found %(found)s", limit=MAX_TEXT, found=str(len(text)))
    half = None if text.isascii() else _HALF.search(text)
    if half is not None:
        raise _halved(_HALF.sub("\ufffd", text), half.start(), half.group())
    found: list[Token] = []
    position, end = 0, len(text)
    match = _TOKEN.match
    while position < end:
        at = match(text, position)
        if at is None:
            raise _unreadable(text, position)
        kind = at.lastgroup
        if kind != "space" and kind is not None:
            token = Token(kind, at.group(), position, at.end())
            half = _HALF.search(string_value(token)) if kind == STRING and "\\u" in token.text.lower() else None
            if half is not None:
                raise _halved(text, position, half.group())
            found.append(token)
        position = at.end()
    found.append(Token(END, "", end, end))
    return found


def _unreadable(text: str, position: int) -> FeelError:
    if text[position] == '"':
        return FeelError('Expected a closing " for the string that starts here', text, position, expected='"', found="the end of the text")
    if text.startswith("/*", position):
        return FeelError("Expected */ for the comment that starts here", text, position, expected="*/", found="the end of the text")
    found = text[position]
    template, nearest = "Expected an expression, but found the character %(character)s", meant_sign(text[position : position + 2])
    if nearest:
        template += "; the nearest is %(nearest)s"
    facts = {"character": repr(found), "nearest": nearest}
    return FeelError(template, text, position, expected="an expression", found=found, **facts)


def _halved(text: str, position: int, half: str) -> FeelError:
    """Return what is said of half a character, which is none (DMN 1.5 section 10.3.2.2: strings are of characters)."""
    found = f"U+{ord(half):04X}"
    return FeelError(
        "Expected whole characters, but found %(found)s, half of one (a lone surrogate)",
        text,
        position,
        expected="a character",
        found=found,
    )


_ESCAPE: Final = re.compile(r"\\(?:U([0-9A-Fa-f]{6})|u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_PAIR: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALF: Final = re.compile("[\ud800-\udfff]")
_PLAIN: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


def string_value(token: Token) -> str:
    """Return what a string token stands for, its escapes resolved (DMN 1.5 section 10.3.1.2, rules 35 and 64)."""
    inner = token.text[1:-1]
    if "\\" not in inner:
        return inner
    text = _ESCAPE.sub(_unescape, inner)
    return _PAIR.sub(lambda pair: chr(0x10000 + ((ord(pair[0][0]) - 0xD800) << 10) + ord(pair[0][1]) - 0xDC00), text)


def _unescape(match: re.Match[str]) -> str:
    six, four, one = match.groups()
    if six is not None:
        point = int(six, 16)
        return chr(point) if point <= 0x10FFFF else match.group()
    if four is not None:
        return chr(int(four, 16))
    # An unknown escape stays as written: patterns such as "\s" need it.
    return _PLAIN.get(one, "\\" + one)
