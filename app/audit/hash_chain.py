"""The hash chain of one case: each event holds the digest of the one before, so that none can be changed, dropped or put in unnoticed."""

import hashlib
import hmac
import platform
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
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


def event_digest(event: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hex, of the RFC 8785 JSON object of all columns but `digest`; body is the text it is."""
    return hashlib.sha256(canonical({name: event[name] for name in COLUMNS}).encode()).hexdigest()


def keyed_digest(secret: bytes, content: bytes) -> str:
    """Return the HMAC-SHA-256, in hex: without the case's secret, erased words cannot be guessed from their digest."""
    return hmac.new(secret, content, hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Break:
    """The first event that does not fit its chain. reason: edited, missing or inserted."""

    case_key: str
    seq: int
    reason: str


def first_break(events: list[Mapping[str, Any]]) -> Break | None:
    """Return the first place where a chain, given in order of seq, is broken; None where it holds."""
    previous, expected = FIRST_DIGEST, 1
    for event in events:
        if event["seq"] != expected:
            return Break(event["case_key"], expected, "missing" if event["seq"] > expected else "inserted")
        if event["digest"] != event_digest(event):
            return Break(event["case_key"], event["seq"], "edited")
        if event["previous_digest"] != previous:
            return Break(event["case_key"], event["seq"], "edited" if expected == 1 else "inserted")
        previous, expected = event["digest"], expected + 1
    return None
