"""What other languages write otherwise: each way of theirs, and what it is in FEEL."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

# A name, number, path or string (masked), with an argument list or a filter after it.
OPERAND: Final = r"[\w.?\ue000-\uf8ff]+(?:\([^()]*\)|\[[^\[\]]*\])*"
STRING: Final = r"[\ue000-\uf8ff]"
END: Final = r"-?(?:[\w?]+(?:\.\d+)?|[\ue000-\uf8ff])"
NUMBER: Final = r"\d+(?:\.\d+)?"
DATE: Final = r"\d{4}-[01]\d-[0-3]\d"
_UNITS: Final = {
    **dict.fromkeys(("day", "days", "天", "日"), "P{}D"), **dict.fromkeys(("hour", "hours", "小时"), "PT{}H"),
    **dict.fromkeys(("minute", "minutes", "分钟"), "PT{}M"), **dict.fromkeys(("month", "months", "个月"), "P{}M"),
    **dict.fromkeys(("year", "years", "年"), "P{}Y"),
}  # fmt: skip
# What a Chinese word for an operator stands behind: within a name it is a part of that.
_BEFORE: Final = rf"(?:\s+|(?<=[)\]}}])|(?<={STRING})|(?<![\w.])({NUMBER}))"
_DURATION: Final = r"P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
_TIMES: Final = {"万": 10_000, "亿": 100_000_000}

Way = tuple[str, str | Callable[[re.Match[str]], str]]
"""A pattern, which `re` compiles and keeps once somebody makes a slip: no start of the product waits for it; and what it becomes."""


def _percent(found: re.Match[str]) -> str:
    return format((Decimal(found[1]) / 100).normalize(), "f")


def _many(found: re.Match[str]) -> str:
    return format((Decimal(found[1]) * _TIMES[found[2]]).normalize(), "f")


def _span(found: re.Match[str]) -> str:
    return '@"' + _UNITS[found[2]].format(found[1]) + '"'


_WAYS: Final[tuple[Way, ...]] = (
    (r"\b(?:nil|none|None|NULL|undefined)\b", "null"),
    (r"\b(?:TRUE|True|FALSE|False|AND|OR|NOT|IN|IF|THEN|ELSE|BETWEEN)\b", lambda found: found[0].lower()),
    (r"[$#]\{([^{}]*)\}|\{\{([^{}]*)\}\}", lambda found: found[1] or found[2] or ""),
    (r"\$(?=\w)", ""),
    (r"!==|<>", "!="),
    (r"={2,3}", "="),
    (rf"{_BEFORE}(?:并且|而且|且)\s*(?=[\w(<>=!\ue000-\uf8ff])", r"\1 and "),
    (rf"{_BEFORE}(?:或者|或)\s*(?=[\w(<>=!\ue000-\uf8ff])", r"\1 or "),
    (r"=>", ">="),
    (r"=<", "<="),
    (rf"(?<={STRING})\s*(?:&|\.)\s*|\s*&\s*(?={STRING})", " + "),
    (r"\s*&&?\s*", " and "),
    (r"\s*\|\|?\s*", " or "),
    (r"\bis\s+not\s+null\b", "!= null"),
    (r"\bis\s+null\b", "= null"),
    (rf"({OPERAND})\s+not\s+in\s*(\([^()]*\)|\[[^\[\]]*\]|[\[(\]][^()\[\]]*[\])\[]|{OPERAND})", r"not(\1 in \2)"),
    (rf"({OPERAND})\s+not\s+between\s+(-?{OPERAND})\s+and\s+(-?{OPERAND})", r"not(\1 between \2 and \3)"),
    (rf"({OPERAND})\s+not\s*=\s*", r"\1 != "),
    (rf"\bnot\s+(?!in\b)({OPERAND}\s*(?:!=|[<>]=?|=)\s*{OPERAND})", r"not(\1)"),
    (rf"(?:\bnot\s+|!\s*)(?!in\b|=)({OPERAND})", r"not(\1)"),
    (r"!\s*\(", "not("),
    (r"\binstanceof\b", "instance of"),
    (rf"({NUMBER})\s*%(?!\s*[\w(])", _percent),
    (rf"({OPERAND})\s*(?:%|\bmod\b)\s*({OPERAND})", r"modulo(\1, \2)"),
    (r"\s*\^\s*", " ** "),
    (r"@\s*(\d{4}-\d\d-\d\d(?:T[\d:.]+)?)", r'@"\1"'),
    (rf"(?<![\w.@:\x22\-])({DATE})(?![\w.\x22\-])", r'@"\1"'),
    (rf"\bduration\(\s*({_DURATION})\s*\)", r'duration("\1")'),
    (rf"(?<![\w.@\x22])({_DURATION})(?![\w(])", r'@"\1"'),
    (rf"({NUMBER})\s*(万|亿)", _many),
    (rf"(?<![\w.\[(])(-?{NUMBER})\s*(?:~|至|到)\s*(-?{NUMBER})(?!\s*[\w.])", r"[\1..\2]"),
    (rf"\b(\d+)\s*({'|'.join(sorted(_UNITS, key=len, reverse=True))})(?!\w)", _span),
    (rf"({NUMBER})\s*元", r"\1"),
    (r"(?<![\w,.])\d{1,3}(?:[, ]\d{3})+(?![\d,])", lambda found: found[0].replace(",", "").replace(" ", "")),
    (rf"({OPERAND})\s+(contains|matches|starts with|ends with)\s+({OPERAND})", r"\2(\1, \3)"),
    (r"\b(?:elseif|elsif|elif)\b", "else if"),
    (r"[,;]\s*(?=(?:else|then)\b)", " "),
    (r"^\s*if\s*\(([^,()]*),([^,()]*),([^,()]*)\)\s*$", r"if \1 then \2 else \3"),
    (r"\bif\s*(\([^()]*\))\s*(?!\s|then\b)", r"if \1 then "),
    (r"^([^?:{}]+?)\s*\?\s*([^?:{}]+?)\s*:\s*([^?:{}]+)$", r"if \1 then \2 else \3"),
    (rf"\bbetween\s+({END})\s*(?:,|\.\.|\bto\b)\s*({END})", r"between \1 and \2"),
    (rf"({OPERAND})\s*([<>]=?)\s*({OPERAND})\s+(and|or)\s+([<>]=?)\s*({OPERAND})", r"\1 \2 \3 \4 \1 \5 \6"),
    (r"\b((?:some|every)\b[^:]*?)\s*:\s*", r"\1 satisfies "),
    (r"\?\.(?=\w)", "."),
    (r"^\s*return\s+|[,.]\s*$", ""),
    (rf"(?<![\[(\].\w\-])({END})\s*\.\.\s*({END})(?!\s*[\])\[.\w])|(?<=\w\()({END})\s*\.\.\s*({END})(?=\s*\))", lambda found:
        f"[{found[1] or found[3]}..{found[2] or found[4]}]"),
)  # fmt: skip


def in_feels_words(text: str) -> str:
    """Return a text, its strings masked, with what others write otherwise as FEEL has it."""
    for pattern, instead in _WAYS:
        text = re.sub(pattern, instead, text)
    return text


def with_else(text: str) -> str:
    """Return a text in which each `if` has its `else`."""
    ifs, elses = (len(re.findall(rf"\b{word}\b", text)) for word in ("if", "else"))
    return text if elses >= ifs else text.rstrip() + " else null" * (ifs - elses)
