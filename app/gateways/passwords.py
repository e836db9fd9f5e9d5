"""Passwords: hashed with argon2id, checked against the common ones."""

from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from app.domain.rejection import Rejection

LEAST_CHARACTERS: Final = 12
_COMMON: Final = ("password", "123456", "qwerty", "abc123", "111111", "admin", "letmein", "iloveyou", "woaini", "5201314")


class Passwords:
    """argon2id with the library's defaults (RFC 9106, low memory): some 50 ms of one core for each check."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        # Checked when there is no such account, so that the answer takes as long as for a wrong password.
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Return what is kept of a password. Raises Rejection("bad_value") for short and for common ones (security S11)."""
        if len(password) < LEAST_CHARACTERS:
            raise Rejection(
                "bad_value",
                "Expected a password of at least %(least)s characters, but found %(found)s",
                least=LEAST_CHARACTERS,
                found=len(password),
            )
        plain = password.lower()
        for word in _COMMON:
            plain = plain.replace(word, "")
        if len(set(plain)) < 4:
            raise Rejection("bad_value", "Expected a password that is not among the common ones")
        return self._hasher.hash(password)

    def fits(self, kept: str | None, password: str) -> bool:
        """Say whether a password is the one kept; takes equally long where nothing is kept."""
        try:
            return self._hasher.verify(kept or self._nobody, password) and kept is not None
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False
