"""The code with which a citizen reads the progress of a letter."""

import hashlib
import hmac
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
"""Without 0 O 1 I l, which people mistake for each other."""

LENGTH: Final = 8


def query_code(secret: str, case_key: int, issue: int = 0) -> str:
    """Return the code of a case. secret: the city's own, outside the database, so that who reads the tables knows no code. issue: which
    of its codes; 0 for the one that came with the receipt."""
    said = f"query code {case_key} {issue}" if issue else f"query code {case_key}"
    number = int.from_bytes(hmac.new(secret.encode(), said.encode(), hashlib.sha256).digest(), "big")
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def code_hash(secret: str, case_key: int, code: str) -> str:
    """Return what is kept of a code."""
    return hmac.new(secret.encode(), f"hash {case_key} {code}".encode(), hashlib.sha256).hexdigest()
