"""Built-in functions on strings (DMN 1.5, table 75). Lengths and places count code points."""

from decimal import Decimal
from typing import Any

from app.feel.builtins.signature import builtin
from app.feel.errors import NullResult
from app.feel.run import Run
from app.feel.shown import shown


@builtin("substring(string: string, start position: number, length?: number)")
def substring(run: Run, string: str, start: Decimal, length: Decimal | None = None) -> str:
    first = int(start)
    if first == 0 or abs(first) > len(string):
        raise NullResult(f"Expected a start position within the string, but found {start}")
    begin = first - 1 if first > 0 else len(string) + first
    if length is None:
        return string[begin:]
    if int(length) < 1:
        raise NullResult(f"Expected a length of at least 1, but found {length}")
    return string[begin : begin + int(length)]


@builtin("string length(string: string)")
def string_length(run: Run, string: str) -> Decimal:
    return Decimal(len(string))


@builtin("upper case(string: string)")
def upper_case(run: Run, string: str) -> str:
    run.spend_text(len(string))
    return string.upper()


@builtin("lower case(string: string)")
def lower_case(run: Run, string: str) -> str:
    run.spend_text(len(string))
    return string.lower()


@builtin("substring before(string: string, match: string)")
def substring_before(run: Run, string: str, match: str) -> str:
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after(string: string, match: string)")
def substring_after(run: Run, string: str, match: str) -> str:
    return string.partition(match)[2] if match else string


@builtin("contains(string: string, match: string)")
def contains(run: Run, string: str, match: str) -> bool:
    return match in string


@builtin("starts with(string: string, match: string)")
def starts_with(run: Run, string: str, match: str) -> bool:
    return string.startswith(match)


@builtin("ends with(string: string, match: string)")
def ends_with(run: Run, string: str, match: str) -> bool:
    return string.endswith(match)


@builtin("string join(list: list, delimiter?: string?)")
def string_join(run: Run, items: list[Any], delimiter: str | None = None) -> str:
    texts = [item for item in items if item is not None]
    stray = next((text for text in texts if not isinstance(text, str)), None)
    if stray is not None:
        raise NullResult(lambda: f"Expected a list of strings for string join, but found {shown(stray)}, in it")
    mark = delimiter or ""
    run.spend_text(sum(map(len, texts)) + len(mark) * len(texts))
    return mark.join(texts)


@builtin("trim(string: string)")
def trim(run: Run, string: str) -> str:
    return string.strip()


@builtin("is blank(string: string)")
def is_blank(run: Run, string: str) -> bool:
    return not string.strip()
