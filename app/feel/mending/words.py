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
_TIMES: Final = {"万": 10_000, "亿": 100_000_000}

Way = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def _percent(found: re.Match[str]) -> str:
    return format((Decimal(found[1]) / 100).normalize(), "f")


def _many(found: re.Match[str]) -> str:
    return format((Decimal(found[1]) * _TIMES[found[2]]).normalize(), "f")


def _span(found: re.Match[str]) -> str:
    return '@"' + _UNITS[found[2]].format(found[1]) + '"'


_WAYS: Final[tuple[Way, ...]] = (
    (re.compile(r"\b(?:nil|none|None|NULL|undefined)\b"), "null"),
    (re.compile(r"\b(?:TRUE|True|FALSE|False|AND|OR|NOT|IN|IF|THEN|ELSE|BETWEEN)\b"), lambda found: found[0].lower()),
    (re.compile(r"[$#]\{([^{}]*)\}|\{\{([^{}]*)\}\}"), lambda found: found[1] or found[2] or ""),
    (re.compile(r"\$(?=\w)"), ""),
    (re.compile(r"!==|<>"), "!="),
    (re.compile(r"={2,3}"), "="),
    (re.compile(rf"{_BEFORE}(?:并且|而且|且)\s*(?=[\w(<>=!\ue000-\uf8ff])"), r"\1 and "),
    (re.compile(rf"{_BEFORE}(?:或者|或)\s*(?=[\w(<>=!\ue000-\uf8ff])"), r"\1 or "),
    (re.compile(r"=>"), ">="),
    (re.compile(r"=<"), "<="),
    (re.compile(rf"(?<={STRING})\s*(?:&|\.)\s*|\s*&\s*(?={STRING})"), " + "),
    (re.compile(r"\s*&&?\s*"), " and "),
    (re.compile(r"\s*\|\|?\s*"), " or "),
    (re.compile(r"\bis\s+not\s+null\b"), "!= null"),
    (re.compile(r"\bis\s+null\b"), "= null"),
    (re.compile(rf"({OPERAND})\s+not\s+in\s*(\([^()]*\)|\[[^\[\]]*\])"), r"not(\1 in \2)"),
    (re.compile(rf"\bnot\s+(?!in\b)({OPERAND}\s*(?:!=|[<>]=?|=)\s*{OPERAND})"), r"not(\1)"),
    (re.compile(rf"(?:\bnot\s+|!\s*)(?!in\b|=)({OPERAND})"), r"not(\1)"),
    (re.compile(r"!\s*\("), "not("),
    (re.compile(r"\binstanceof\b"), "instance of"),
    (re.compile(rf"({NUMBER})\s*%(?!\s*[\w(])"), _percent),
    (re.compile(rf"({OPERAND})\s*(?:%|\bmod\b)\s*({OPERAND})"), r"modulo(\1, \2)"),
    (re.compile(r"\s*\^\s*"), " ** "),
    (re.compile(r"@\s*(\d{4}-\d\d-\d\d(?:T[\d:.]+)?)"), r'@"\1"'),
    (re.compile(rf"(?<![\w.@:\x22\-])({DATE})(?![\w.\x22\-])"), r'@"\1"'),
    (re.compile(rf"({NUMBER})\s*(万|亿)"), _many),
    (re.compile(rf"(?<![\w.\[(])(-?{NUMBER})\s*(?:~|至|到)\s*(-?{NUMBER})(?!\s*[\w.])"), r"[\1..\2]"),
    (re.compile(rf"\b(\d+)\s*({'|'.join(sorted(_UNITS, key=len, reverse=True))})(?!\w)"), _span),
    (re.compile(rf"({NUMBER})\s*元"), r"\1"),
    (re.compile(r"(?<![\w,.])\d{1,3}(?:[, ]\d{3})+(?![\d,])"), lambda found: found[0].replace(",", "").replace(" ", "")),
    (re.compile(rf"({OPERAND})\s+(contains|matches|starts with|ends with)\s+({OPERAND})"), r"\2(\1, \3)"),
    (re.compile(r"\b(?:elseif|elsif|elif)\b"), "else if"),
    (re.compile(r"[,;]\s*(?=(?:else|then)\b)"), " "),
    (re.compile(r"^\s*if\s*\(([^,()]*),([^,()]*),([^,()]*)\)\s*$"), r"if \1 then \2 else \3"),
    (re.compile(r"\bif\s*(\([^()]*\))\s*(?!\s|then\b)"), r"if \1 then "),
    (re.compile(r"^([^?:{}]+?)\s*\?\s*([^?:{}]+?)\s*:\s*([^?:{}]+)$"), r"if \1 then \2 else \3"),
    (re.compile(rf"\bbetween\s+({END})\s*(?:,|\.\.|\bto\b)\s*({END})"), r"between \1 and \2"),
    (re.compile(rf"({OPERAND})\s*([<>]=?)\s*({OPERAND})\s+(and|or)\s+([<>]=?)\s*({OPERAND})"), r"\1 \2 \3 \4 \1 \5 \6"),
    (re.compile(r"\b((?:some|every)\b[^:]*?)\s*:\s*"), r"\1 satisfies "),
    (re.compile(r"\?\.(?=\w)"), "."),
    (re.compile(r"^\s*return\s+|[,.]\s*$"), ""),
    (re.compile(rf"(?<![\[(\].\w\-])({END})\s*\.\.\s*({END})(?!\s*[\])\[.\w])|(?<=\w\()({END})\s*\.\.\s*({END})(?=\s*\))"), lambda found:
        f"[{found[1] or found[3]}..{found[2] or found[4]}]"),
)  # fmt: skip


def in_feels_words(text: str) -> str:
    """Return a text, its strings masked, with what others write otherwise as FEEL has it."""
    for pattern, instead in _WAYS:
        text = pattern.sub(instead, text)
    return text


def with_else(text: str) -> str:
    """Return a text in which each `if` has its `else`."""
    ifs, elses = (len(re.findall(rf"\b{word}\b", text)) for word in ("if", "else"))
    return text if elses >= ifs else text.rstrip() + " else null" * (ifs - elses)
