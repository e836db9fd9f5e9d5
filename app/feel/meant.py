"""What somebody means who writes a sign, a name or a function as other languages do, or as a Chinese keyboard gives it."""

from collections.abc import Iterable
from typing import Final

from app.feel.mending.signs import in_plain_signs
from app.feel.mending.words import in_feels_words

_SIGNS: Final = {"&": "and", "|": "or", "!": "not(...)", "==": "=", "<>": "!=", "..": "[..]", "'": '"'}
_FUNCTIONS: Final = {
    "len": "string length", "length": "string length", "size": "count", "strlen": "string length", "avg": "mean", "average": "mean",
    "substr": "substring", "mid": "substring", "toupper": "upper case", "touppercase": "upper case", "ucase": "upper case",
    "tolower": "lower case", "tolowercase": "lower case", "lcase": "lower case", "indexof": "index of", "concat": "concatenate",
    "join": "string join", "startswith": "starts with", "endswith": "ends with", "includes": "list contains", "isnull": "is defined",
    "isempty": "is empty", "nvl": "get or else", "coalesce": "get or else", "ifnull": "get or else", "ceil": "ceiling", "pow": "**",
    "mod": "modulo", "str": "string", "tostring": "string", "parseint": "number", "tonumber": "number", "datediff": "-",
    "if": "if ... then ... else ...", "iif": "if ... then ... else ...", "vlookup": "list[key = x].value", "xlookup": "list[key = x].value",
    "sumif": "sum(list[condition])", "countif": "count(list[condition])", "round": "decimal", "int": "floor", "rounddown": "round down",
    "roundup": "round up", "left": "substring", "right": "substring", "unique": "distinct values", "networkdays": "working days between",
    "workday": "add working days", "iserror": "is defined", "isblank": "is blank", "text": "string", "value": "number",
}  # fmt: skip

# A name that is longer is nobody's slip, and rewriting takes time by the square of its length.
_LONGEST: Final = 200


def meant_sign(text: str) -> str:
    """Return the sign of FEEL that the beginning of a text probably stands for, "" where it is none such."""
    first = text[:1]
    if text[:2] == "!=":
        return ""
    known = _SIGNS.get(text[:2]) or _SIGNS.get(first)
    if known:
        return known
    plain = in_plain_signs(first)
    return plain if plain != first and plain.isascii() and not plain.isalnum() else ""


def meant_name(name: str) -> str:
    """Return what a name would be that holds signs of a Chinese keyboard or words of another language, "" where it holds none.

    One that ends in `not` swallowed that of `x not in [1, 2]`.
    """
    if len(name) > _LONGEST:
        return ""
    plain = in_feels_words(in_plain_signs(name)).removesuffix(" not")
    return plain if plain != name else ""


def meant_function(name: str, known: Iterable[str] = ()) -> str:
    """Return the function of FEEL that others know by a name, or among those known the one that is written otherwise; "" where none is."""
    short = _short(name)
    return _FUNCTIONS.get(short) or next((each for each in known if _short(each) == short and each != name), "")


def _short(name: str) -> str:
    return name.replace(" ", "").replace("_", "").lower()
