"""Whether a computed value is the expected one."""

from decimal import Decimal
from typing import Any

from app.feel.compare import equal, has_zone
from app.feel.temporal import parts_of
from app.feel.values import CONTEXT, DATE_TIME, LIST, NUMBER, TIME, kind_of
from app.feel.zones import write_zone

# The test files round what has no end to eight places or more.
_TOLERANCE = Decimal("1e-8")


def agrees(found: Any, expected: Any) -> bool:
    """Compare as the TCK's own runner does: numbers to eight places, everything else exactly."""
    kind = kind_of(expected)
    if kind_of(found) != kind:
        return False
    if kind == NUMBER:
        return abs(Decimal(found) - Decimal(expected)) <= _TOLERANCE
    if kind == LIST:
        return len(found) == len(expected) and all(map(agrees, found, expected))
    if kind == CONTEXT:
        return found.keys() == expected.keys() and all(agrees(found[key], value) for key, value in expected.items())
    if kind in (TIME, DATE_TIME) and has_zone(found):
        zones = [write_zone(value.zone if kind == TIME else parts_of(value)[2]) for value in (found, expected)]
        return zones[0] == zones[1] and equal(found, expected) is True
    return equal(found, expected) is True
