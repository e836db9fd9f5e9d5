"""A zip of files that comes with a sheet: looked at before anything of it is unpacked, and unpacked no further than is wanted."""

import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Final

from msgspec import Struct

from app.domain.rejection import Rejection

MOST_FILES: Final = 2_000
MOST_UNPACKED_BYTES: Final = 2 * 1024 * 1024 * 1024
MOST_NAME: Final = 200
_UTF8: Final = 0x800
_ENCRYPTED: Final = 0x1
_LEFT_BY_SYSTEMS: Final = re.compile(r"^__MACOSX/|(^|/)(\.DS_Store|Thumbs\.db|desktop\.ini)$")
_CHUNK: Final = 1024 * 1024


class PackedFile(Struct, frozen=True):
    """name: with its folders, / between them, as people read it. size: that the zip says of it. packed: how the zip calls it."""

    name: str
    size: int
    packed: str

    @property
    def last(self) -> str:
        """The name without its folders."""
        return self.name.rpartition("/")[2]


class PackedFiles:
    """The files of a zip. Nothing is written anywhere: each is read from the zip itself, by whoever wants it."""

    def __init__(self, stream: IO[bytes], most_unpacked: int = MOST_UNPACKED_BYTES) -> None:
        """most_unpacked: bytes that all of it may have, by what the zip says; no file gives more than it says.

        Raises Rejection("bad_file") or ("too_large") for what is no zip, or one that no person would have packed."""
        try:
            self._zip = zipfile.ZipFile(stream)
            entries = [one for one in self._zip.infolist() if not one.is_dir() and not _LEFT_BY_SYSTEMS.search(one.filename)]
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, RuntimeError) as problem:
            raise Rejection("bad_file", "Expected a zip of files, but it cannot be read") from problem
        if len(entries) > MOST_FILES:
            raise Rejection(
                "too_large", "Expected at most %(most)s files in the zip, but found %(found)s", most=MOST_FILES, found=len(entries)
            )
        if sum(one.file_size for one in entries) > most_unpacked:
            raise Rejection("too_large", "Expected at most %(most)s bytes in the zip unpacked, but found more", most=most_unpacked)
        self._entries = {one.filename: one for one in entries}
        self.files = [PackedFile(_readable(one), one.file_size, one.filename) for one in entries]
        seen: set[str] = set()
        for file, entry in zip(self.files, entries, strict=True):
            _check(file, entry)
            if file.name.casefold() in seen:
                raise Rejection("bad_file", "Expected each file once in the zip, but found %(name)s twice", name=file.name)
            seen.add(file.name.casefold())

    def named(self, said: str) -> PackedFile | None:
        """Return the file that a row names: with its folders, or without them where only one is called so."""
        wanted = _plain(said).casefold()
        whole = [file for file in self.files if file.name.casefold() == wanted]
        found = whole or [file for file in self.files if file.last.casefold() == wanted]
        return found[0] if len(found) == 1 else None

    @contextmanager
    def opened(self, file: PackedFile) -> Iterator[IO[bytes]]:
        """Give a file as a stream. Raises Rejection("bad_file") where it turns out not to be what the zip says."""
        try:
            with self._zip.open(self._entries[file.packed]) as stream:
                yield stream
        except Rejection:
            raise
        except Exception as problem:  # whatever the library stumbles over, it is this file that cannot be unpacked
            raise Rejection("bad_file", "Expected %(name)s to be whole in the zip, but it is damaged", name=file.name) from problem

    def head_of(self, file: PackedFile, most_bytes: int) -> bytes:
        """Return the first 4 KiB of a file after all of it was read: its sum is right, and it is not larger than it says or may be.

        Raises Rejection("too_large") for more than most_bytes, however small it was packed; Rejection("bad_file").
        """
        with self.opened(file) as stream:
            head = stream.read(4096)
            length = len(head)
            while length <= most_bytes and (chunk := stream.read(_CHUNK)):
                length += len(chunk)
        if length > most_bytes:
            template = "Expected files of at most %(limit)s bytes in the zip, but %(name)s is larger"
            raise Rejection("too_large", template, limit=most_bytes, name=file.name)
        return head


def _check(file: PackedFile, entry: Any) -> None:
    """Refuse what leads out of the zip, is no file, or cannot be opened."""
    parts = file.name.split("/")
    leads_out = file.name.startswith("/") or ":" in file.name or any(part in ("", ".", "..") for part in parts)
    if leads_out or not file.name.isprintable():
        raise Rejection("bad_file", "Expected files of plain names in the zip, but found %(name)s", name=ascii(file.name)[1:80])
    if len(file.name) > MOST_NAME:
        raise Rejection(
            "bad_file", "Expected names of at most %(most)s characters in the zip, but found %(name)s", most=MOST_NAME, name=file.name[:60]
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Rejection("bad_file", "Expected only files in the zip, but %(name)s is a link", name=file.name)
    if entry.flag_bits & _ENCRYPTED:
        raise Rejection("bad_file", "Expected a zip without a password, but %(name)s has one", name=file.name)


def _readable(entry: Any) -> str:
    """Return the name as people read it: on Chinese Windows a zip keeps names in GB 18030 and does not say so."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        raw = name.encode("cp437", "ignore")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return _plain(name)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip().replace("\\", "/"))
