"""Where files lie, as a setting names it: `file:///srv/duban/documents` or `s3://bucket/prefix?endpoint=https://...`."""

import difflib
import re
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from msgspec import Struct

PARAMETERS: Final = ("addressing", "endpoint", "region")
_BUCKET: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]")
_PREFIX: Final = re.compile(r"[^\x00-\x1f\x7f]{0,500}")


class StoreRefused(Exception):
    """A store that cannot be worked with as it is named or as it is kept; the message says what was expected and what was found."""


class BucketAddress(Struct, frozen=True):
    """prefix: without slashes around it; empty for the bucket's root. endpoint, region: None where the environment says them.

    path_style: whether the bucket's name stands in the path instead of the host; None where the client decides.
    """

    bucket: str
    prefix: str = ""
    endpoint: str | None = None
    region: str | None = None
    path_style: bool | None = None

    def key(self, name: str) -> str:
        """Return the full name of an object below the prefix."""
        return f"{self.prefix}/{name}" if self.prefix else name

    def __str__(self) -> str:
        where = f" at {self.endpoint}" if self.endpoint else ""
        return f"s3://{self.bucket}/{self.prefix}{where}"


def read_address(url: str, setting: str) -> Path | BucketAddress:
    """Return what an address names. setting: its name, for the message. Raises StoreRefused."""
    try:
        parts = urlsplit(url)
        if parts.scheme == "file":
            return _folder(url, setting)
        if parts.scheme == "s3":
            return _bucket(url, setting)
    except ValueError:
        pass
    raise StoreRefused(f"Expected {setting} to begin with file: or s3:, but found {_without_secrets(url)!r}")


def _folder(url: str, setting: str) -> Path:
    parts = urlsplit(url)
    path = Path(unquote(parts.path))
    if parts.netloc not in ("", "localhost") or not path.is_absolute() or parts.query or parts.fragment:
        raise StoreRefused(f"Expected {setting} to name a folder of this machine, such as file:///srv/duban/documents, but found {url!r}")
    return path


def _bucket(url: str, setting: str) -> BucketAddress:
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise StoreRefused(
            f"Expected {setting} without credentials: they belong into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, not into an address"
        )
    if parts.netloc and not _BUCKET.fullmatch(parts.netloc):
        raise StoreRefused(
            f"Expected the bucket in {setting} to have a name of 3 to 63 letters, digits, dots, underscores and hyphens that begins and"
            f" ends with a letter or digit, but found {parts.netloc!r}"
        )
    if not parts.netloc:
        raise StoreRefused(f"Expected {setting} to name a bucket, such as s3://bucket/prefix, but found {url!r}")
    prefix = unquote(parts.path).strip("/")
    if not _PREFIX.fullmatch(prefix) or parts.fragment or any(part in ("", ".", "..") for part in prefix.split("/") if prefix):
        raise StoreRefused(f"Expected {setting} to name a prefix of plain parts, such as s3://bucket/city/documents, but found {url!r}")
    given = _parameters(parts.query, setting)
    endpoint, addressing = given.get("endpoint"), given.get("addressing")
    if endpoint is not None:
        host = urlsplit(endpoint)
        if host.scheme not in ("http", "https") or not host.hostname or "@" in host.netloc:
            raise StoreRefused(
                f"Expected endpoint in {setting} to be like https://minio.city.example:9000, but found {_without_secrets(endpoint)!r}"
            )
    if addressing not in (None, "path", "virtual"):
        raise StoreRefused(f"Expected addressing in {setting} to be path or virtual, but found {addressing!r}")
    return BucketAddress(parts.netloc, prefix, endpoint, given.get("region"), None if addressing is None else addressing == "path")


def _parameters(query: str, setting: str) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name not in PARAMETERS:
            nearest = difflib.get_close_matches(name, PARAMETERS, n=1)
            hint = f"; did you mean {nearest[0]}?" if nearest else ""
            raise StoreRefused(f"Expected only {', '.join(PARAMETERS)} after the ? of {setting}, but found {name}{hint}")
        if not value or name in given:
            raise StoreRefused(f"Expected one value of {name} in {setting}, but found {'several' if name in given else 'none'}")
        given[name] = value
    return given


def _without_secrets(url: str) -> str:
    """Return an address that may be shown: what stands before an @ may be a password."""
    return re.sub(r"//[^/?#]*@", "//...@", url)
