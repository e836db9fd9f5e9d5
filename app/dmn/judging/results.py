"""What built-in functions give, where that can be told from what they are given."""

from collections.abc import Sequence
from typing import Final

from app.dmn.judging.kinds import bare, common
from app.feel.types import ANY, SIMPLE, ContextType, FeelType, ListType, RangeType
from app.feel.values import BOOLEAN, DATE, DATE_TIME, NUMBER, STRING, TIME, YEARS_MONTHS

_OF: Final = {
    NUMBER: (
        *("number", "count", "string length", "decimal", "floor", "ceiling", "round up", "round down", "round half up", "round half down"),
        *("modulo", "sqrt", "log", "exp", "sum", "mean", "product", "median", "stddev", "day of year", "week of year"),
        *("working days between", "office hours between"),
    ),
    STRING: (
        *("string", "upper case", "lower case", "substring", "substring before", "substring after", "replace", "string join", "trim"),
        *("day of week", "month of year"),
    ),
    BOOLEAN: (
        *("matches", "not", "is", "is defined", "list contains", "is empty", "all", "any", "odd", "even", "contains", "starts with"),
        *("ends with", "is blank", "before", "after", "meets", "met by", "overlaps", "overlaps before", "overlaps after", "finishes"),
        *("finished by", "includes", "during", "starts", "started by", "coincides", "is working day", "is provisional"),
    ),
    DATE: ("date", "today", "last day of month"),
    TIME: ("time",),
    DATE_TIME: ("date and time", "now", "close of business"),
    YEARS_MONTHS: ("years and months duration",),
}
_ALWAYS: Final[dict[str, FeelType]] = {
    **{name: SIMPLE[kind] for kind, names in _OF.items() for name in names},
    **dict.fromkeys(("context", "context put", "context merge"), ContextType({})),
    **dict.fromkeys(("split", "extract"), ListType(SIMPLE[STRING])),
    **dict.fromkeys(("append", "concatenate", "insert before", "list replace", "union", "flatten", "partition", "mode"), ListType(ANY)),
    **dict.fromkeys(("get entries", "duplicate values"), ListType(ANY)),
    "index of": ListType(SIMPLE[NUMBER]),
    "range": RangeType(ANY),
}
_SAME_LIST: Final = ("sublist", "remove", "reverse", "distinct values", "sort")
_SAME: Final = ("abs", "add working days")


def result_of(name: str, arguments: Sequence[FeelType], *, named: bool) -> FeelType:
    """Return the type of what a function of FEEL or of the calendar gives, where it gives anything. named: arguments come by name."""
    if name in _ALWAYS:
        return _ALWAYS[name]
    first = bare(arguments[0]) if arguments and not named else ANY
    if name in _SAME_LIST:
        return first if isinstance(first, ListType) else ListType(ANY)
    if name in _SAME:
        return ANY if isinstance(first, ListType) else first
    if name in ("min", "max"):
        if len(arguments) == 1:
            return bare(first.item) if isinstance(first, ListType) else first
        return common([bare(each) for each in arguments])
    return ANY
