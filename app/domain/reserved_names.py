"""Names that the product gives a meaning: no variable may have one of them, since it could never be read."""

from collections.abc import Iterable
from typing import Final

from app.domain.rejection import Message, Rejection

RESERVED: Final = ("deadline", "case", "now")


def refuse_reserved(names: Iterable[str]) -> None:
    """Raise Rejection("bad_answers") that names the reserved ones among the names of variables."""
    found = [name for name in names if name in RESERVED]
    if found:
        errors = {name: Message("Expected another name than the reserved %(name)s", {"name": name}) for name in found}
        raise Rejection(
            "bad_answers", "Expected no variable with a reserved name, but found %(found)s", field_errors=errors, found=", ".join(found)
        )
