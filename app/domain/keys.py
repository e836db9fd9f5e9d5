"""Keys: 64-bit numbers, unique in the city. A case takes a block of 2**20; the process instance has the first, element instances those
after it."""

from decimal import Decimal
from typing import Final

from app.domain.rejection import Rejection

BLOCK: Final = 1 << 20
CITY_CHAIN: Final = 0
"""The chain of definitions, people, registers and calendars."""


def case_key_of(key: int) -> int:
    """Return the key of the case that an element instance, task, scope or called process belongs to."""
    return key & ~(BLOCK - 1)


def read_key(text: object, name: str) -> int:
    """Return a key that came from outside as text. Raises Rejection("bad_request") for anything else than its digits."""
    if isinstance(text, Decimal | int) and not isinstance(text, bool) and 0 <= text < 2**63 and text == int(text):
        return int(text)
    if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= 19 and int(text) < 2**63:
        return int(text)
    raise Rejection("bad_request", "Expected a key, digits in a string, as %(name)s, but found %(found)s", name=name, found=repr(text)[:40])
