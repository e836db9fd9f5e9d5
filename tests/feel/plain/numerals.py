"""Numbers as exact fractions, brought to the 34 digits that decimal128 has (DMN 1.5 section 10.3.2.3.1)."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from math import isqrt

DIGITS = 34
LEAST_PLACE = -6176
LIMIT = Fraction(10) ** 6145
# Far more digits than a result keeps, for the functions that no fraction gives.
_LONG = Context(prec=90, rounding=ROUND_HALF_EVEN, Emin=-999_999, Emax=999_999)


def magnitude(number: Fraction) -> int:
    """Return the place of a number's first digit: 0 for 1 to 9, -1 for tenths."""
    bits = number.numerator.bit_length() - number.denominator.bit_length()
    place = int(bits * 0.30103)
    number = abs(number)
    while number >= Fraction(10) ** (place + 1):
        place += 1
    while number < Fraction(10) ** place:
        place -= 1
    return place


def rounded(exact: Fraction) -> Fraction | None:
    """Return the nearest number of 34 digits, the even one of two; None where it is too large."""
    if exact == 0:
        return exact
    unit = Fraction(10) ** max(magnitude(exact) - DIGITS + 1, LEAST_PLACE)
    number = round(exact / unit) * unit
    return number if abs(number) < LIMIT else None


def long_decimal(number: Fraction) -> Decimal:
    return _LONG.divide(Decimal(number.numerator), Decimal(number.denominator))


def power(left: Fraction, right: Fraction) -> Fraction | None:
    """Return a power; null for 0 to a negative one, for roots of negative numbers and for what is too large."""
    if right == 0:
        return Fraction(1)
    if left == 0:
        return Fraction(0) if right > 0 else None
    if right.denominator == 1 and abs(right) <= 200:
        return rounded(left ** int(right))
    if left < 0 and right.denominator != 1:
        return None
    try:
        size = _LONG.multiply(long_decimal(right), _LONG.ln(long_decimal(abs(left))))
        if abs(size) > 15_000:
            return None if size > 0 else Fraction(0)
        found = rounded(Fraction(_LONG.exp(size)))
    except ArithmeticError:
        return None
    return -found if found is not None and left < 0 and right % 2 else found


def exponential(number: Fraction) -> Fraction | None:
    if abs(number) > 15_000:
        return None if number > 0 else Fraction(0)
    return rounded(Fraction(_LONG.exp(long_decimal(number))))


def logarithm(number: Fraction) -> Fraction | None:
    return rounded(Fraction(_LONG.ln(long_decimal(number)))) if number > 0 else None


def root(number: Fraction) -> Fraction | None:
    """Return the square root: the whole root of the number times 10**200, cut exactly, then rounded."""
    if number < 0:
        return None
    shift = 10 ** (2 * (100 + max(0, -magnitude(number)))) if number else 1
    scaled = number * shift
    found = isqrt(int(scaled))
    exact = Fraction(found, isqrt(shift))
    # A root that was cut lies a little above what was found; half of the last place tells a tie from that.
    return rounded(exact if exact**2 == number else exact + Fraction(1, 2 * isqrt(shift)))


def written(number: Fraction) -> str:
    """Return the plain numeral: every number here is a whole one over a power of ten."""
    places = 0
    while number.denominator != 1:
        number *= 10
        places += 1
    digits = str(Decimal(abs(number.numerator)).__format__("f")).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if number < 0 else text
