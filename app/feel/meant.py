"""What somebody means who writes a sign or a function as other languages do, or as a Chinese keyboard gives it."""

import unicodedata
from typing import Final

_SIGNS: Final = {
    **dict.fromkeys("“”„‟‘’＂'", '"'),
    "≥": ">=", "≦": "<=", "≤": "<=", "≧": ">=", "≠": "!=", "×": "*", "÷": "/", "−": "-", "、": ",", "。": ".", "【": "[", "】": "]",
    "&": "and", "|": "or", "!": "not(...)", "==": "=", "<>": "!=", "..": "[..]",
}  # fmt: skip
_FUNCTIONS: Final = {
    "len": "string length", "length": "string length", "size": "count", "strlen": "string length", "avg": "mean", "average": "mean",
    "substr": "substring", "mid": "substring", "toupper": "upper case", "touppercase": "upper case", "ucase": "upper case",
    "tolower": "lower case", "tolowercase": "lower case", "lcase": "lower case", "indexof": "index of", "concat": "concatenate",
    "join": "string join", "startswith": "starts with", "endswith": "ends with", "includes": "list contains", "isnull": "is defined",
    "isempty": "is empty", "nvl": "get or else", "coalesce": "get or else", "ifnull": "get or else", "ceil": "ceiling", "pow": "**",
    "mod": "modulo", "str": "string", "tostring": "string", "parseint": "number", "tonumber": "number", "datediff": "-",
}  # fmt: skip


def meant_sign(text: str) -> str:
    """Return the sign of FEEL that the beginning of a text probably stands for, "" where it is none such."""
    first = text[:1]
    if text[:2] == "!=":
        return ""
    if text[:2] in _SIGNS:
        return _SIGNS[text[:2]]
    if first in _SIGNS:
        return _SIGNS[first]
    plain = unicodedata.normalize("NFKC", first)
    return plain if plain != first and plain.isascii() and not plain.isalnum() else ""


def meant_name(name: str) -> str:
    """Return what a name would be with the signs that a Latin keyboard gives, "" where it holds no other."""
    plain = "".join(character if character.isascii() else meant_sign(character) or character for character in name)
    return plain if plain != name else ""


def meant_function(name: str) -> str:
    """Return the function of FEEL that others know by a name, "" where none is."""
    return _FUNCTIONS.get(name.replace(" ", "").replace("_", "").lower(), "")
