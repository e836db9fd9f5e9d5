"""Numbers: decimals of 34 digits in one context of our own."""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Final

# One explicit context, never the thread's: the same expression gives the same number wherever it runs.
# IEEE 754 decimal128, DMN 1.5 section 10.3.2.3.1.
CONTEXT: Final = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, capitals=1, clamp=0, traps=[InvalidOperation, DivisionByZero, Overflow]
)

# For exact sums of whole numbers, where 34 digits could round.
WIDE: Final = Context(
    prec=100, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, capitals=1, clamp=0, traps=[InvalidOperation, DivisionByZero, Overflow]
)

# For sums that must be exact before they are rounded once: room for the digits of any two numbers, and of their squares.
EXACT: Final = Context(
    prec=30_000,
    rounding=ROUND_HALF_EVEN,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    capitals=1,
    clamp=0,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)

# For what has no exact value in decimals: more digits than are kept, and no bounds on the way, so that it is rounded once.
LONG: Final = Context(
    prec=100,
    rounding=ROUND_HALF_EVEN,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    capitals=1,
    clamp=0,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)

ZERO: Final = Decimal(0)


def read_number(text: str) -> Decimal:
    """Return the decimal nearest to a numeral. Raises decimal.DecimalException where it is none or is too large."""
    return CONTEXT.create_decimal(text)


def write_number(value: Decimal | int) -> str:
    """Return the plain numeral of a number: no exponent, no trailing zeros, no negative zero.

    Source: DMN 1.5, table 79 (string); architecture, "Values".
    """
    if type(value) is int:
        return str(value)
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain


def whole(value: Decimal | int) -> int | None:
    """Return a number as an int where it is whole, else None."""
    if type(value) is int:
        return value
    number = int(value)
    return number if number == value else None
