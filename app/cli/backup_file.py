"""What a backup is: a tar file of the database, the secret key, the anchors and the documents, and a list of what is in it.

backup.json           {"format": 1, "product": ..., "takenAt": ..., "files": {name: SHA-256}}; first
database.db           the embedded database, as it was at one moment
secret-key            DUBAN_SECRET_KEY
anchor-key            what anchors are signed with, once something was anchored
anchors/...           as they lie in their folder; copied before the database, so it holds every batch that they name
documents/ab/abcd...  each under its own digest; copied after the database, so none that it names is missing
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

FORMAT: Final = 1
LIST: Final = "backup.json"
DATABASE: Final = "database.db"
ANCHOR_KEY: Final = "anchor-key"
SECRET: Final = "secret-key"  # noqa: S105  # the name of a file
DOCUMENT: Final = re.compile(r"documents/[0-9a-f]{2}/[0-9a-f]{64}")
ANCHOR: Final = re.compile(r"anchors/[A-Za-z0-9][A-Za-z0-9._-]{0,100}")
PIECE: Final = 1024 * 1024


def is_ours(name: str) -> bool:
    """Say whether a name may stand in a backup: nothing else is ever written to disk from one."""
    return name in (LIST, DATABASE, SECRET, ANCHOR_KEY) or bool(DOCUMENT.fullmatch(name) or ANCHOR.fullmatch(name))


def document_name(digest: str) -> str:
    """Return a document's name in a backup."""
    return f"documents/{digest[:2]}/{digest}"


def digest_of(file: IO[bytes]) -> str:
    """Return the SHA-256, in hex, of what is left to read of a file."""
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def files_below(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Give the files of a folder with their names in a backup, in order; what is just coming in is left out."""
    for path in sorted(folder.rglob("*")):
        found = f"{name}/{path.relative_to(folder).as_posix()}"
        if path.is_file() and is_ours(found):
            yield found, path
