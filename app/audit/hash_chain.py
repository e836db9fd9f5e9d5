"""The hash chain of one case: each event holds the digest of the one before, so that none can be changed, dropped or put in unnoticed."""

import hashlib
import hmac
import platform
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any, Final

from app import __version__
from app.domain.canonical import canonical

FIRST_DIGEST: Final = "0" * 64
COLUMNS: Final = (
    "case_key",
    "seq",
    "kind",
    "command",
    "effective_at",
    "recorded_at",
    "actor",
    "acting_for",
    "element_id",
    "definition_digest",
    "engine_version",
    "calendar_version",
    "snapshot_digest",
    "content_digest",
    "body",
    "previous_digest",
)


@cache
def engine_version() -> str:
    """Return what a recorded outcome may depend on: the product, Python, Unicode and time zone data."""
    return f"duban {__version__}; python {platform.python_version()}; unicode {unicodedata.unidata_version}; tzdata {version('tzdata')}"


def recorded_by_newer(recorded: str) -> bool:
    """Say whether a newer release than ours has recorded an event. recorded: its `engine_version`."""
    product = recorded.partition(";")[0].removeprefix("duban ").split(".")
    return product[-1].isdecimal() and [int(part) for part in product if part.isdecimal()] > [int(part) for part in __version__.split(".")]


def event_digest(event: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hex, of the RFC 8785 JSON object of all columns but `digest`; body is the text it is."""
    return hashlib.sha256(canonical({name: event[name] for name in COLUMNS}).encode()).hexdigest()


def secret_bytes(kept: bytes | str) -> bytes:
    """Return a case's secret as the store keeps it; text, which nobody but a tamperer puts there, as its bytes: it fits nothing."""
    return kept.encode() if isinstance(kept, str) else bytes(kept)


def keyed_digest(secret: bytes, content: bytes) -> str:
    """Return the HMAC-SHA-256, in hex: without the case's secret, erased words cannot be guessed from their digest."""
    return hmac.new(secret, content, hashlib.sha256).hexdigest()
