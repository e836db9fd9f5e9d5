"""Periods: a length and the unit in which it is counted."""

from decimal import Decimal
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import force_setattr

from app.domain.rejection import Rejection


class Unit(StrEnum):
    """The units a diagram may name in `deadline.unit`."""

    WORKING_DAY = "working day"
    HALF_WORKING_DAY = "half working day"
    OFFICE_HOUR = "office hour"
    CALENDAR_DAY = "calendar day"
    MONTH = "month"
    YEAR = "year"
    CLOCK_MINUTE = "clock minute"
    AT_ONCE = "at once"


CALENDAR_UNITS: Final = frozenset({Unit.CALENDAR_DAY, Unit.MONTH, Unit.YEAR})
DAY_UNITS: Final = CALENDAR_UNITS | {Unit.WORKING_DAY}

# About a hundred years each: beyond, a length is a slip of the pen, and counting it would only cost time.
_LONGEST: Final = {
    Unit.WORKING_DAY: 25_000,
    Unit.HALF_WORKING_DAY: 50_000,
    Unit.OFFICE_HOUR: 200_000,
    Unit.CALENDAR_DAY: 36_525,
    Unit.MONTH: 1_200,
    Unit.YEAR: 100,
    Unit.CLOCK_MINUTE: 52_596_000,
}
_WHOLE: Final = frozenset({Unit.WORKING_DAY, Unit.HALF_WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH, Unit.YEAR})


class Period(Struct, frozen=True):
    """A length in a unit: whole and above 0; office hours and clock minutes may be broken, at once has length 0."""

    length: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        length, unit = self.length, self.unit
        if unit is Unit.AT_ONCE:
            force_setattr(self, "length", Decimal(0))
            return
        if not length.is_finite() or length <= 0 or (unit in _WHOLE and length != length.to_integral_value()):
            template = (
                "Expected the length of a period in %(unit)s as a whole number above 0, but found %(found)s"
                if unit in _WHOLE
                else "Expected the length of a period in %(unit)s as a number above 0, but found %(found)s"
            )
            raise Rejection("bad_value", template, unit=unit.value, found=str(length)[:40])
        if length > _LONGEST[unit]:
            raise Rejection(
                "bad_value",
                "Expected at most %(longest)s as the length of a period in %(unit)s, but found %(found)s",
                longest=_LONGEST[unit],
                unit=unit.value,
                found=str(length)[:40],
            )

    @property
    def count(self) -> int:
        """The length of a period in whole units."""
        return int(self.length)


def read_unit(text: str) -> Unit:
    """Return the unit that a diagram or a question names. Raises Rejection("bad_value")."""
    try:
        return Unit(text)
    except ValueError:
        raise Rejection(
            "bad_value",
            "Expected a unit of time (%(expected)s), but found %(found)s",
            expected=", ".join(unit.value for unit in Unit),
            found=str(text)[:40],
        ) from None


def read_period(length: Decimal | int | str | None, unit: str = Unit.WORKING_DAY) -> Period:
    """Return a period from its written parts; the length of `at once` is ignored.

    Raises Rejection("bad_value").
    """
    known = read_unit(unit)
    if known is Unit.AT_ONCE:
        return Period(Decimal(0), known)
    if isinstance(length, bool) or not isinstance(length, Decimal | int | str):
        raise Rejection("bad_value", "Expected the length of a period as a number, but found %(found)s", found=str(length)[:40])
    try:
        return Period(Decimal(length), known)
    except ArithmeticError:
        raise Rejection("bad_value", "Expected the length of a period as a number, but found %(found)s", found=str(length)[:40]) from None
