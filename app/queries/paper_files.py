"""The files that come with a sheet of paper cases: each row names its own, and every one is looked at before anything is changed."""

import re
from collections.abc import Callable
from typing import IO, Final

from app.domain.attached_file import Attachment
from app.domain.attachment import media_type_of, plain_name
from app.domain.marked import marked
from app.domain.paper_sheet import ATTACHED, MOST_ATTACHED, CellError
from app.domain.rejection import Message, Rejection
from app.markup.packed_files import PackedFile, PackedFiles
from app.queries.paper_sheet import PaperSheet, SheetLine

Put = Callable[[IO[bytes]], tuple[str, int, bytes]]
"""Keeps a stream in the store of documents: digest, size, and the first 4 KiB."""

_NOT_THERE: Final = marked("expected the file in the zip, but it is not there: %(found)s")
_NO_ZIP: Final = marked("expected a zip beside the sheet with the file %(found)s, but none came")
_APART: Final = re.compile(r"[、,，;；\n]+")


def named_files(line: SheetLine) -> list[str]:
    """Return the files that a row names, in their order."""
    return [name for part in _APART.split(line.paper.cells.get(ATTACHED, "")) if (name := part.strip())]


def check_packed(sheet: PaperSheet, packed: PackedFiles | None, most_bytes: int) -> list[CellError]:
    """Note at each row what is wrong with its files, and return what is wrong with the zip itself: files that no row names.

    packed: None: no zip came. most_bytes: of one file. Rows whose case is here already are passed over, so that the same sheet and zip
    again bring what is missing.
    """
    used: set[str] = set()
    for line in sheet.lines:
        for error in _of_row(line, packed, most_bytes, used):
            if line.taken is None:
                line.landing.wrong(ATTACHED, error)
    left = [file.name for file in packed.files if file.packed not in used] if packed is not None else []
    if not left:
        return []
    said = {"names": "、".join(left[:10]), "count": len(left)}
    return [CellError(ATTACHED, Message("expected each file of the zip to be named by a row, but %(count)s are not: %(names)s", said))]


def _of_row(line: SheetLine, packed: PackedFiles | None, most_bytes: int, used: set[str]) -> list[Message]:
    names, wrong = named_files(line), list[Message]()
    if len(names) > MOST_ATTACHED:
        return [Message("expected at most %(most)s files, found %(found)s", {"most": MOST_ATTACHED, "found": len(names)})]
    for name in names:
        file = packed.named(name) if packed is not None else None
        if packed is None or file is None:
            wrong.append(Message(_NOT_THERE if packed is not None else _NO_ZIP, {"found": name[:60]}))
            continue
        if file.packed in used:
            wrong.append(Message("expected each file in one row, but %(found)s stands in another too", {"found": name[:60]}))
        used.add(file.packed)
        if line.taken is None:
            wrong += _looked_at(packed, file, most_bytes)
    return wrong


def _looked_at(packed: PackedFiles, file: PackedFile, most_bytes: int) -> list[Message]:
    try:
        media_type_of(plain_name(file.last), packed.head_of(file, most_bytes))
    except Rejection as rejection:
        return [rejection.message]
    return []


def attachments_of(line: SheetLine, packed: PackedFiles | None, put: Put) -> tuple[Attachment, ...]:
    """Keep the files of a row that was found to be right, and return them as they come with the command that takes its case over."""
    found = []
    for name in named_files(line):
        file = packed.named(name) if packed is not None else None
        if packed is not None and file is not None:
            with packed.opened(file) as stream:
                found.append(Attachment("paper", file.last, *put(stream)))
    return tuple(found)
