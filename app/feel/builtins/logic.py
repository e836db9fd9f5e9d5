"""Built-in functions on truth and absence."""

from typing import Any

from app.feel.builtins.signature import builtin
from app.feel.compare import has_zone
from app.feel.compare import same as equal_values
from app.feel.run import Run
from app.feel.size import spend_walk
from app.feel.temporal import parts_of
from app.feel.values import DATE_TIME, TIME, kind_of
from app.feel.zones import write_zone


@builtin("not(negand: boolean?)")
def not_(run: Run, negand: bool | None) -> bool | None:
    return None if negand is None else not negand


@builtin("is(value1?: Any, value2?: Any)")
def is_(run: Run, left: Any = None, right: Any = None) -> bool:
    """Whether two values are the same element of the semantic domain: equal, and where they have zones, in the same one (table 78)."""
    kind = kind_of(left)
    if kind != kind_of(right):
        return False
    if kind in (TIME, DATE_TIME):
        zones = [value.zone if kind == TIME else parts_of(value)[2] for value in (left, right)]
        if has_zone(left) != has_zone(right) or write_zone(zones[0]) != write_zone(zones[1]):
            return False
    spend_walk(run, left)
    return equal_values(left, right)


@builtin("is defined(value: Any)")
def is_defined(run: Run, value: Any) -> bool:
    return value is not None


@builtin("get or else(value: Any, default: Any)")
def get_or_else(run: Run, value: Any, default: Any) -> Any:
    return default if value is None else value
