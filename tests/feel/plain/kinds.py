"""Which values are of a type, and what a value becomes where one is asked for (DMN 1.5 section 10.3.2.9)."""

from datetime import UTC
from typing import Any

from app.feel.syntax import TypeName
from tests.feel.plain.values import Day, Moment, Span, kind

UNKNOWN = object()
OTHER_NAMES = {"dateTime": "date and time", "date_time": "date and time", "dayTimeDuration": "days and time duration"}
OTHER_NAMES |= {"yearMonthDuration": "years and months duration", "any": "Any"}
SIMPLE = {"number", "string", "boolean", "date", "time", "date and time", "days and time duration", "years and months duration"}
SIMPLE |= {"Null"}
WHOLE = {"list", "context", "function", "range", "Any"}


def of_type(value: Any, wanted: TypeName, arities: Any = None) -> Any:
    """Whether a value is of a type, null being of every one; UNKNOWN where the type is not known. arities: tells those of a function."""
    name = OTHER_NAMES.get(wanted.name, wanted.name)
    if not known(wanted):
        return UNKNOWN
    if value is None or name == "Any":
        return True
    if wanted.result is not None:
        return kind(value) == "function" and (arities is None or len(wanted.arguments) in arities(value))
    if kind(value) != name:
        return False
    if wanted.fields:
        return all(key in value and of_type(value[key], each, arities) for key, each in wanted.fields)
    if wanted.arguments:
        parts = [value.low, value.high] if isinstance(value, Span) else value
        return all(of_type(part, wanted.arguments[0], arities) for part in parts)
    return True


def known(wanted: TypeName) -> bool:
    name = OTHER_NAMES.get(wanted.name, wanted.name)
    inner = [*wanted.arguments, *(each for _, each in wanted.fields), *([wanted.result] if wanted.result else [])]
    return (name in SIMPLE or name in WHOLE) and all(map(known, inner))


def become(value: Any, wanted: TypeName, arities: Any = None) -> Any:
    """Return what a value becomes where a type is asked for, UNKNOWN where it fits in no way."""
    if of_type(value, wanted, arities) is True:
        return value
    if isinstance(value, list):
        single = len(value) == 1 and wanted.name != "list" and value[0] is not None
        return value[0] if single and of_type(value[0], wanted, arities) is True else UNKNOWN
    if wanted.name == "list" and of_type([value], wanted, arities) is True:
        return [value]
    if isinstance(value, Day) and OTHER_NAMES.get(wanted.name, wanted.name) == "date and time":
        return Moment(value.number, 0, UTC)
    return UNKNOWN
