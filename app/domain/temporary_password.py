"""A password that somebody else hands over, to be changed at once: random, and easily read out."""

import secrets
from typing import Final

ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without 0 o 1 i l, which people mistake for each other."""

GROUPS: Final = 4
"""Of four characters each: some 79 bits."""


def temporary_password() -> str:
    """Return a new password, such as `k7pm-3hxd-9qwt-r2vn`."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(GROUPS))
