"""Which files may be attached to a case: by name and by what they begin with.

Source: security S6. A name alone proves nothing, and a browser must never be led to run what a citizen sent.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Final

from app.domain.rejection import Rejection

_ZIP: Final = (b"PK\x03\x04",)
_OLE: Final = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
ALLOWED: Final[dict[str, tuple[str, tuple[bytes, ...]]]] = {
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", (b"RIFF",)),
    "pdf": ("application/pdf", (b"%PDF-",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", _ZIP),
    "doc": ("application/msword", _OLE),
    "xls": ("application/vnd.ms-excel", _OLE),
    "wps": ("application/vnd.ms-works", _OLE),
    "ofd": ("application/ofd", _ZIP),
    "txt": ("text/plain", ()),
    "mp3": ("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "m4a": ("audio/mp4", ()),
    "mp4": ("video/mp4", ()),
}
"""Ending -> media type, and the bytes that such a file begins with."""


def endings_of(accept: str) -> tuple[str, ...]:
    """Return which of the allowed endings a form's `accept` names, as HTML writes it: `.pdf,image/*`; all of them where it is blank."""
    named = {part.strip().lower() for part in accept.split(",")} - {""}
    if not named:
        return tuple(ALLOWED)
    return tuple(ending for ending, (media, _) in ALLOWED.items() if named & {f".{ending}", media, f"{media.partition('/')[0]}/*"})


def written_endings(endings: Iterable[str]) -> str:
    """Return endings as `accept` and people write them: `.pdf, .png`."""
    return ", ".join(f".{ending}" for ending in endings)


def check_ending(name: str, endings: Collection[str]) -> None:
    """Raises Rejection("bad_file") where a file's name has none of the endings that its field takes."""
    if name.rpartition(".")[2].lower() not in endings:
        raise Rejection(
            "bad_file", "Expected a file that ends in one of %(kinds)s, but %(name)s does not", kinds=written_endings(endings), name=name
        )


def plain_name(name: str) -> str:
    """Return a file name as it is shown and sent: no path, no control characters, at most 150 characters."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\"<>|:*?]", "", last).strip(" .")
    if not kept:
        return "file"
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:140]}{dot}{ending[:10]}" if dot else kept[:150]


def media_type_of(name: str, head: bytes) -> str:
    """Return the media type under which a file is served.

    head: the first 4 KiB of the file.

    Raises Rejection("bad_file") for endings that are not allowed, for files that are not what their ending says, and for empty ones.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in ALLOWED:
        raise Rejection(
            "bad_file",
            "Expected a picture, PDF, office document, text, sound or film, but %(name)s is none of these",
            name=name,
        )
    if not head:
        raise Rejection("bad_file", "Expected a file with content, but %(name)s is empty", name=name)
    media_type, beginnings = ALLOWED[ending]
    if beginnings and not head.startswith(beginnings):
        raise Rejection(
            "bad_file", "Expected %(name)s to be a %(ending)s file, but its content is of another kind", name=name, ending=ending
        )
    if media_type in ("video/mp4", "audio/mp4") and head[4:8] != b"ftyp":
        raise Rejection(
            "bad_file", "Expected %(name)s to be a %(ending)s file, but its content is of another kind", name=name, ending=ending
        )
    if ending == "txt" and b"\x00" in head:
        raise Rejection(
            "bad_file", "Expected %(name)s to be a %(ending)s file, but its content is of another kind", name=name, ending=ending
        )
    return media_type
