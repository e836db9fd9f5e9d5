"""What the pages and the REST surface need to know of the settings."""

from typing import IO, Protocol
from zoneinfo import ZoneInfo

from msgspec import Struct


class WebConfiguration(Struct, frozen=True):
    """language: of those who have not chosen one. test_clock: the time may be set. demo: shows the demo people and takes HTTP Basic.

    mail: notices go by mail as well, to who has an address. public_url: where people find the product, without a slash at its end; None:
    where the request at hand found it.
    """

    demo: bool
    test_clock: bool
    language: str
    zone: ZoneInfo
    upload_max_bytes: int
    host: str = "127.0.0.1"
    port: int = 8000
    mail: bool = False
    public_url: str | None = None


class Documents(Protocol):
    """Where attached files lie; see app/gateways/documents.py and documents_in_bucket.py."""

    def put(self, stream: IO[bytes], limit_bytes: int) -> tuple[str, int, bytes]: ...

    def open(self, digest: str) -> IO[bytes]: ...

    def is_there(self) -> bool: ...
