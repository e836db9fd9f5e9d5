"""The values of the language, and what kind each is.

null is None; booleans, strings and lists are Python's; numbers are Decimal (int is taken too, float never); contexts are dicts;
dates, times and durations as app.feel.temporal says.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from app.feel.dates import WideDate, write_date
from app.feel.errors import FeelError
from app.feel.numbers import write_number
from app.feel.temporal import Time, WideDateTime, WideDuration, YearsMonths
from app.feel.write_temporal import write_date_time, write_duration, write_time, write_years_months

NULL: Final = "null"
NUMBER: Final = "number"
STRING: Final = "string"
BOOLEAN: Final = "boolean"
DATE: Final = "date"
TIME: Final = "time"
DATE_TIME: Final = "date and time"
DURATION: Final = "days and time duration"
YEARS_MONTHS: Final = "years and months duration"
LIST: Final = "list"
CONTEXT: Final = "context"
RANGE: Final = "range"
FUNCTION: Final = "function"
FOREIGN: Final = "a value of no type that FEEL knows"


class Range(Struct, frozen=True):
    """A range of values; an end that is None is open to that side."""

    low: Any
    high: Any
    low_included: bool = True
    high_included: bool = True


class Function:
    """A function of the language: written in an expression, built in, handed in, or a business knowledge model."""

    __slots__ = ()

    @property
    def arities(self) -> frozenset[int] | None:
        """How many arguments it takes; None for any number."""
        raise NotImplementedError("each kind of function says it")

    def call(self, run: Any, arguments: list[Any], names: tuple[str, ...] | None = None) -> Any:
        """Return the value for arguments by position, or by `names` where given.

        run: the evaluation (app.feel.run.Run) that calls. Raises NullResult where the arguments do not fit.
        """
        raise NotImplementedError("each kind of function does it")


_KINDS: Final[dict[type, str]] = {
    **{type(None): NULL, Decimal: NUMBER, int: NUMBER, str: STRING, bool: BOOLEAN, list: LIST, dict: CONTEXT, Range: RANGE},
    **{date: DATE, WideDate: DATE, Time: TIME, datetime: DATE_TIME, WideDateTime: DATE_TIME},
    **{timedelta: DURATION, WideDuration: DURATION, YearsMonths: YEARS_MONTHS},
}
_SUBCLASSES: Final[tuple[tuple[type, str], ...]] = (
    (Function, FUNCTION),
    *((bool, BOOLEAN), (str, STRING), (Decimal, NUMBER), (int, NUMBER), (list, LIST), (tuple, LIST), (Mapping, CONTEXT)),
    *((datetime, DATE_TIME), (date, DATE), (timedelta, DURATION)),
)


def kind_of(value: Any) -> str:
    """Return the name of a value's type, as the standard spells it."""
    kind = _KINDS.get(type(value))
    if kind is not None:
        return kind
    for parent, name in _SUBCLASSES:
        if isinstance(value, parent):
            return name
    return FOREIGN


def types_of(kind: str) -> frozenset[type]:
    """Return Python's types whose values are of that kind without a closer look."""
    return frozenset(each for each, name in _KINDS.items() if name == kind)


_WRITERS: Final[dict[str, Callable[[Any], str]]] = {
    **{NUMBER: write_number, DATE: write_date, TIME: write_time, DATE_TIME: write_date_time},
    **{DURATION: write_duration, YEARS_MONTHS: write_years_months},
}


def write_scalar(value: Any) -> str | None:
    """Return a number, date, time or duration as text; None for every other kind."""
    writer = _WRITERS.get(kind_of(value))
    return writer(value) if writer else None


def to_json(value: Any) -> Any:
    """Return a value as JSON can hold it: dates, times and durations as ISO 8601 strings, ranges as text, numbers as they are.

    Raises FeelError for a function and for what is no value of the language.
    """
    kind = kind_of(value)
    if kind in (NULL, BOOLEAN, STRING, NUMBER):
        return value
    if kind == LIST:
        return [to_json(item) for item in value]
    if kind == CONTEXT:
        return {key: to_json(item) for key, item in value.items()}
    if kind == RANGE:
        from app.feel.write_value import write_value

        return write_value(value)
    text = write_scalar(value)
    if text is None:
        raise FeelError(
            "Expected a value that can be kept, but found %(found)s", found="a function" if kind == FUNCTION else type(value).__name__
        )
    return text
