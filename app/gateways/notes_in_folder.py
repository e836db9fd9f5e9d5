"""Small notes in DUBAN_DATA, which every process of a node reads, and every node that shares the folder."""

import logging
import os
from contextlib import suppress
from pathlib import Path
from threading import get_ident
from typing import Final

NAME: Final = "verdicts"
LOG: Final = logging.getLogger("duban.notes")


class NotesInFolder:
    """Keeps each note in a file of its own, whole or not at all. A note that is lost costs a check made again, so no disk is waited for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / NAME
        self._read: dict[str, tuple[int, bytes]] = {}

    def keep(self, name: str, note: bytes) -> None:
        """See KeptNotes."""
        draft = self._folder / f"{name}.{os.getpid()}.{get_ident()}"
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            draft.write_bytes(note)
            draft.replace(self._folder / name)
        except OSError as away:
            LOG.warning("a verdict could not be kept for other processes: %s", away.strerror)
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def kept(self, name: str) -> bytes | None:
        """See KeptNotes. A large note is read again only where it was written anew."""
        path = self._folder / name
        try:
            written = path.stat().st_mtime_ns
            known = self._read.get(name)
            if known is not None and known[0] == written:
                return known[1]
            note = path.read_bytes()
        except OSError:
            return None
        if name.isalpha():
            self._read[name] = written, note
        return note
