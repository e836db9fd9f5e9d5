"""A document as an answer, the same on the pages and on the REST surface."""

from collections.abc import Iterator, Mapping
from typing import IO, Any, Final
from urllib.parse import quote

from flask import Response

from app.web.surface import surface

_PIECE: Final = 256 * 1024


class Pieces:
    """A file's bytes in pieces, and the file closed after them, or when nobody wants them."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        with self._file as file:
            while piece := file.read(_PIECE):
                yield piece

    def close(self) -> None:
        self._file.close()


def send_document(row: Mapping[str, Any]) -> Response:
    """Send a document: always as an attachment, so that no browser runs what a citizen sent (security S6).

    row: its name, digest, size and media type. The whole file was compared with its digest before the first byte goes out. One that fits
    into a piece is read at once: nothing stays open for an answer that nobody reads or that goes wrong on its way out.
    """
    file = surface().documents.open(row["digest"])
    if row["size_bytes"] <= _PIECE:
        with file:
            response = Response(file.read(), content_type=row["media_type"])
    else:
        response = Response(Pieces(file), content_type=row["media_type"])
    response.headers["Content-Length"] = str(row["size_bytes"])
    response.headers["Content-Disposition"] = f"attachment; filename=\"document\"; filename*=UTF-8''{quote(row['name'])}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
