"""Variables' values between FEEL, which works on them, and the snapshot, which keeps their JSON text."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from app.domain.canonical import canonical, parse
from app.domain.rejection import Rejection
from app.engine.failure import StepFailed
from app.engine.limits import MAX_VALUE_BYTES
from app.feel import FeelError
from app.feel.values import to_json

RESERVED: Final = frozenset({"deadline", "case", "now"})
NULL: Final = msgspec.Raw(b"null")


def written(value: Any) -> msgspec.Raw:
    """Return what a step worked out, as it is kept. Raises StepFailed where no JSON text stands for it, or where it is too long."""
    try:
        text = canonical(to_json(value))
    except (Rejection, FeelError) as problem:
        raise StepFailed("bad_value", "Expected a value that can be kept in a variable: %(problem)s", problem=str(problem)) from None
    raw = msgspec.Raw(text.encode())
    check_size(raw)
    return raw


def check_size(raw: msgspec.Raw) -> None:
    """Raise StepFailed("too_large") for a value that is longer than a variable may be."""
    found = len(bytes(raw))
    if found > MAX_VALUE_BYTES:
        raise StepFailed(
            "too_large", "Expected a value of at most %(limit)s bytes, but found %(found)s", limit=MAX_VALUE_BYTES, found=found
        )


def given(variables: Mapping[str, Any]) -> dict[str, msgspec.Raw]:
    """Return variables that came with a command, as they are kept, in the order of their names: the same however they were sent.

    Raises Rejection("bad_value") for reserved names and for values that no JSON text stands for; Rejection("too_large").
    """
    kept = {}
    for name, value in sorted(variables.items(), key=lambda item: str(item[0])):
        if not isinstance(name, str) or not name or name in RESERVED:
            raise Rejection("bad_value", "Expected another name than %(name)s for a variable: it is reserved", name=str(name))
        raw = canonical(value).encode()
        if len(raw) > MAX_VALUE_BYTES:
            raise Rejection(
                "too_large",
                "Expected at most %(limit)s bytes in %(name)s, but found %(found)s",
                limit=MAX_VALUE_BYTES,
                name=name,
                found=len(raw),
            )
        kept[name] = msgspec.Raw(raw)
    return kept


def text_of(raw: msgspec.Raw) -> str:
    """Return the canonical JSON text of a kept value."""
    return bytes(raw).decode()


def value_of(raw: msgspec.Raw) -> Any:
    """Return the value that FEEL works on: numbers as Decimal."""
    return parse(bytes(raw).decode())
