"""Writing values as text, as the function string() does (DMN 1.5, table 71; XML Schema Datatypes)."""

import json
import re
from datetime import timedelta
from typing import Any

from tests.feel.plain import numerals
from tests.feel.plain.values import SECOND, Clock, Day, Length, Moment, Months, Span, civil, kind


def text_of(value: Any) -> str:
    return value if isinstance(value, str) else _inner(value)


def _inner(value: Any) -> str:
    """Return a value as it would be written in an expression."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return re.sub('["\\\\]', r"\\\g<0>", value).replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t").join('""')
    if isinstance(value, list):
        return f"[{', '.join(map(_inner, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_inner(part)}" for key, part in value.items()) + "}"
    if isinstance(value, Span):
        return _span(value)
    if kind(value) == "function":
        return f"function {getattr(value, 'name', '')}".rstrip()
    return numerals.written(value) if kind(value) == "number" else _temporal(value)


def _key(key: str) -> str:
    plain = all(letter.isalnum() or letter in " _" for letter in key) and any(letter.isalnum() for letter in key)
    return key if plain and not key[0].isdigit() else _inner(key)


def _span(value: Span) -> str:
    if value.low is None:
        return ("<=" if value.high_in else "<") + _inner(value.high)
    if value.high is None:
        return (">=" if value.low_in else ">") + _inner(value.low)
    return f"{'[' if value.low_in else '('}{_inner(value.low)}..{_inner(value.high)}{']' if value.high_in else ')'}"


def _temporal(value: Any) -> str:
    if isinstance(value, Day):
        return _day(value.number)
    if isinstance(value, Clock):
        return _clock(value)
    if isinstance(value, Moment):
        return f"{_day(value.day)}T{_clock(Clock(value.nanos, value.zone))}"
    if isinstance(value, Months):
        parts = ((abs(value.count) // 12, "Y"), (abs(value.count) % 12, "M"))
        return ("-" if value.count < 0 else "") + "P" + ("".join(f"{size}{unit}" for size, unit in parts if size) or "0M")
    return _length(value)


def _day(number: int) -> str:
    year, month, day = civil(number)
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{day:02d}"


def _seconds(nanos: int) -> str:
    """Return the fraction of a second, without zeros at its end."""
    return f"{nanos / SECOND:.9f}"[1:].rstrip("0").rstrip(".")


def _clock(value: Clock) -> str:
    seconds, nanos = divmod(value.nanos, SECOND)
    return f"{timedelta(seconds=seconds)}".rjust(8, "0") + _seconds(nanos) + _zone(value.zone)


def _zone(zone: Any) -> str:
    if zone is None:
        return ""
    if getattr(zone, "key", None):
        return f"@{zone.key}"
    seconds = round(zone.utcoffset(None).total_seconds())
    if seconds == 0:
        return "Z"
    text = f"{timedelta(seconds=abs(seconds))}".rjust(8, "0")
    return ("-" if seconds < 0 else "+") + text.removesuffix(":00" if seconds % 60 == 0 else "")


def _length(value: Length) -> str:
    seconds, nanos = divmod(abs(value.nanos), SECOND)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    of_second = f"{seconds}{_seconds(nanos)}S" if seconds or nanos else ""
    clock = "".join(f"{size}{unit}" for size, unit in ((hours, "H"), (minutes, "M")) if size) + of_second
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return ("-" if value.nanos < 0 else "") + "P" + (text or "T0S")
