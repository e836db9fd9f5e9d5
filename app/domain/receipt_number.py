"""Receipt numbers: `QZ-2026-003187-4`."""

import re
import unicodedata
from typing import Final

from app.domain.rejection import Rejection

DEFAULT_CODE: Final = "AJ"
"""Of a procedure that names no letters of its own."""

_SHAPE: Final = re.compile(r"([A-Z]{2})-(\d{4})-(\d{4,9})(?:-(\d))?")
_WITHOUT_DASHES: Final = re.compile(r"([A-Z]{2})(\d{4})(\d{6})(\d)?")
_LONGEST: Final = 60


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
    """Return a number as it is kept, from what a person typed: small or wide letters, spaces, other or missing dashes
    and a forgotten check digit are mended.

    Raises Rejection("not_found") where it cannot be one of ours, a wrong check digit included, with what is wrong.
    """
    plain = _plain(text)
    found = _parts(plain)
    if found is None:
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
    found = _parts(_plain(text))
    return found is not None and found[4] is not None


def _plain(text: str) -> str:
    return re.sub(r"[\s\-‐‑‒–—−_]+", "-", unicodedata.normalize("NFKC", text[:_LONGEST]).strip().upper())


def _parts(plain: str) -> re.Match[str] | None:
    """Return code, year, running number and check digit. Where dashes are missing, the running number has six digits, as it is printed."""
    return _SHAPE.fullmatch(plain) or _WITHOUT_DASHES.fullmatch(plain.replace("-", ""))
