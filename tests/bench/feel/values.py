"""Our values and the form in which values travel between the sides."""

from decimal import Decimal
from typing import Any

from app.feel.read_temporal import read_date, read_date_time, read_duration, read_time
from app.feel.values import (
    BOOLEAN,
    CONTEXT,
    DATE,
    DATE_TIME,
    DURATION,
    LIST,
    NULL,
    NUMBER,
    RANGE,
    STRING,
    TIME,
    YEARS_MONTHS,
    Range,
    kind_of,
    write_scalar,
)  # fmt: skip

_READERS = {DATE: read_date, TIME: read_time, DATE_TIME: read_date_time, "duration": read_duration}
_TEMPORALS = {DATE: DATE, TIME: TIME, DATE_TIME: DATE_TIME, DURATION: "duration", YEARS_MONTHS: "duration"}


class Foreign:
    """A value that no expression of ours gives: what a side calls it, or a text that reads as no date. Equal to nothing."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __repr__(self) -> str:
        return f"<{self.what}>"


def value_of(plain: Any) -> Any:
    """Return our value for one that travelled."""
    if isinstance(plain, list):
        return [value_of(item) for item in plain]
    if not isinstance(plain, dict):
        return plain
    [(kind, written)] = plain.items()
    if kind == NUMBER:
        return _number(written)
    if kind == CONTEXT:
        return {key: value_of(item) for key, item in written.items()}
    if kind == RANGE:
        return Range(value_of(written[0]), value_of(written[1]), written[2], written[3])
    value = _READERS[kind](written) if kind in _READERS else None
    return Foreign(f"{kind} {written}") if value is None else value


def _number(written: str) -> Any:
    number = Decimal(written)
    return number if number.is_finite() else Foreign(written)


def plain_of(value: Any) -> Any:
    """Return one of our values in the form that travels."""
    kind = kind_of(value)
    if kind in (NULL, BOOLEAN, STRING):
        return value
    if kind == LIST:
        return [plain_of(item) for item in value]
    if kind == CONTEXT:
        return {CONTEXT: {key: plain_of(item) for key, item in value.items()}}
    if kind == RANGE:
        return {RANGE: [plain_of(value.low), plain_of(value.high), value.low_included, value.high_included]}
    if kind == NUMBER:
        return {NUMBER: str(value)}
    return {_TEMPORALS[kind]: write_scalar(value)} if kind in _TEMPORALS else {"other": kind}
