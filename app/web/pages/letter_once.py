"""A letter sent twice, by a double click or after a lost answer, is one case."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from app.domain.canonical import canonical
from app.domain.rejection import Rejection


class LetterOnce(Struct):
    """The same words from the same person, within the days for which the door keeps answers.

    Only the case's key is kept: the query code is worked out again from the city's secret.
    """

    account: str
    key: str
    request_digest: str

    def answer(self, outcome: Any) -> tuple[int, str]:
        return 201, json.dumps({"key": outcome["key"], "receipt_number": outcome["receipt_number"]})

    def refusal(self, rejection: Rejection) -> tuple[int, str]:
        return 409, json.dumps({"detail": str(rejection)})


def letter_once(variables: Mapping[str, Any], photos: list[str]) -> LetterOnce:
    """Return what tells one letter from another: its words, its sender and the digests of its photos."""
    digest = hashlib.sha256(canonical({"letter": dict(variables), "photos": photos}).encode()).hexdigest()
    return LetterOnce("public", f"letter {digest}", digest)
