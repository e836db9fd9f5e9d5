"""Passwords: hashed with argon2id, refused where they are short or easily guessed. Source: security S11."""

import base64
import secrets
from collections.abc import Iterable
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from app.domain.rejection import Rejection

LEAST_CHARACTERS: Final = 12
MOST_CHARACTERS: Final = 256
RATED_CHARACTERS: Final = 72
"""What the estimate looks at: its work grows with the square of the length, and a guess of the rest makes none of these easier."""

LEAST_SCORE: Final = 3
"""Of 0 to 4: at least 100 million guesses, whose words, names, dates, keyboard rows and repetitions are counted as one guess each."""

COMMON_HERE: Final = ("woaini", "woaiwojia", "5201314", "1314520", "zhongguo", "qwerty", "mima", "admin")
"""What the lists of the estimate, made from leaks elsewhere, do not know as common."""


class Passwords:
    """argon2id with the library's defaults (RFC 9106, low memory): some 50 ms of one core for each check."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._nobody = _fits_nothing(self._hasher)

    def hash(self, password: str, about: Iterable[str] = ()) -> str:
        """Return what is kept of a password. about: names of the account, which no password may be made of.

        Raises Rejection("bad_value") for a short, an endless and a common one.
        """
        if not LEAST_CHARACTERS <= len(password) <= MOST_CHARACTERS:
            raise Rejection(
                "bad_value",
                "Expected a password of %(least)s to %(most)s characters, but found %(found)s",
                least=LEAST_CHARACTERS,
                most=MOST_CHARACTERS,
                found=len(password),
            )
        if _score(password[:RATED_CHARACTERS], about) < LEAST_SCORE:
            raise Rejection(
                "bad_value",
                "Expected a password that is not easily guessed: not a common one, a row of keys, a date or a name with little more",
            )
        return self._hasher.hash(password)

    def fits(self, kept: str | None, password: str) -> bool:
        """Say whether a password is the one kept; takes equally long where nothing is kept."""
        if len(password) > MOST_CHARACTERS:
            return False
        try:
            return self._hasher.verify(kept or self._nobody, password) and kept is not None
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False


def _fits_nothing(hasher: PasswordHasher) -> str:
    """Return a hash to check when there is no such account, so that the answer takes as long as for a wrong password.

    It is random and not made from a password, which would cost each start of the product a check.
    """
    salt, digest = (base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (hasher.salt_len, hasher.hash_len))
    return f"$argon2id$v=19$m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}${salt}${digest}"


def _score(password: str, about: Iterable[str]) -> int:
    # Imported here: its lists take a quarter of a second and some megabytes, and a server hashes passwords rarely.
    from zxcvbn import zxcvbn

    return int(zxcvbn(password, user_inputs=[*COMMON_HERE, *filter(None, about)])["score"])
