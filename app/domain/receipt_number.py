"""Receipt numbers: `QZ-2026-003187-4`."""

import re
from typing import Final

from app.domain.rejection import Rejection

_SHAPE: Final = re.compile(r"([A-Z]{2})-(\d{4})-(\d{4,9})(?:-(\d))?")


def check_digit(digits: str) -> int:
    """Return the check digit of a row of digits. Source: ISO/IEC 7064, MOD 11,10."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10


def receipt_number(code: str, year: int, running: int) -> str:
    """Return the number printed on receipts. code: two letters of the procedure; running: from 1 within code and year."""
    digits = f"{year:04d}{running:06d}"
    return f"{code}-{digits[:4]}-{digits[4:]}-{check_digit(digits)}"


def read_receipt_number(text: str) -> str:
    """Return a number as it is kept, from what a person typed: small letters, spaces and a forgotten check digit are mended.

    Raises Rejection("not_found") where it cannot be one of ours, a wrong check digit included, with what is wrong.
    """
    plain = _plain(text)
    found = _SHAPE.fullmatch(plain)
    if not found:
        raise Rejection("not_found", "Expected a receipt number such as QZ-2026-003187-4, but found %(found)s", found=text.strip()[:40])
    code, year, running, digit = found.groups()
    number = receipt_number(code, int(year), int(running))
    if digit is not None and not number.endswith(f"-{digit}"):
        raise Rejection(
            "not_found", "The receipt number %(found)s has a typing mistake: its last digit does not fit the others", found=plain
        )
    return number


def is_whole(text: str) -> bool:
    """Say whether a text has all the parts of a receipt number, so that nothing is left to be typed."""
    found = _SHAPE.fullmatch(_plain(text))
    return found is not None and found[4] is not None


def _plain(text: str) -> str:
    return re.sub(r"[\s–—_]+", "-", text.strip().upper())
