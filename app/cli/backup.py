"""`duban backup FILE.tar`."""

import hashlib
import io
import json
import os
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import click

from app import __version__
from app.assemble import Duban, assemble, check_documents
from app.cli.backup_file import ANCHOR_KEY, DATABASE, FORMAT, LIST, SECRET, document_name, files_below
from app.cli.named_documents import named_documents
from app.domain.instant import instant_text
from app.domain.rejection import Rejection
from app.settings import read_settings
from app.store.copy_out import copy_out


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
def backup(file: Path, as_json: bool) -> None:
    """Write all that is worth keeping to FILE, a new tar file, while people work: database, documents, anchors, secret key.

    Documents are copied from wherever they lie, a folder or a bucket. Exit code 1 where one that the database names is not there as it was
    attached: the file holds all the others.

    Whoever has the file has the city's secrets: it is readable by its owner alone, and belongs where the secrets may lie.
    """
    duban = assemble(read_settings())
    try:
        if not duban.database.is_sqlite:
            raise click.UsageError(_for_postgresql(duban))
        if not duban.database.exists():
            raise Rejection("not_found", "Expected a database in %(folder)s, but there is none yet", folder=str(duban.settings.data))
        check_documents(duban)
        said = _back_up(duban, file)
    finally:
        duban.database.close()
    click.echo(json.dumps(said) if as_json else f"{said['file']}: {said['bytes']} bytes, {said['documents']} documents.", err=not as_json)
    if said["missingDocuments"]:
        click.echo(f"duban: {said['missingDocuments']} documents that the database names are not there as they were: not in it", err=True)
        sys.exit(1)


def _for_postgresql(duban: Duban) -> str:
    said = urlsplit(duban.database.url)
    where = f"postgresql://{said.username or ''}@{said.hostname or ''}:{said.port or 5432}{said.path}"
    return (
        "Expected the embedded database; PostgreSQL is copied by its own means. Type, in this order:\n"
        f"  pg_dump --format=custom --file=duban.dump {where}\n"
        f"  tar --create --file=duban-files.tar --directory={duban.settings.data} .\n"
        f"and keep DUBAN_SECRET_KEY beside them. Documents lie in {duban.documents}: include them where that is elsewhere."
    )


def _back_up(duban: Duban, file: Path) -> dict[str, Any]:
    if file.exists():
        raise Rejection("state_forbids", "Expected the name of a new file, but %(file)s is there already", file=str(file))
    if not (file.parent.is_dir() and os.access(file.parent, os.W_OK)):
        raise Rejection("state_forbids", "Expected a folder that may be written to, but found %(folder)s", folder=str(file.parent))
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as name:
        folder = Path(name)
        taken_at = datetime.now(UTC)
        # Before the copy: what is attached while it is made may lie in the store only after the store is listed.
        named = named_documents(duban)
        # Before it too: a batch that is anchored outside is in the database already, so the copy holds each that is in these files.
        _copy_anchors(duban, folder / "anchors")
        copy_out(duban.database, folder / DATABASE)
        (folder / SECRET).write_text(duban.settings.secret_key)
        # The folders only after the database: see app/cli/backup_file.py.
        members = [(DATABASE, folder / DATABASE), (SECRET, folder / SECRET), *files_below(folder / "anchors", "anchors")]
        if (key := duban.settings.data / ANCHOR_KEY).exists():
            members.append((ANCHOR_KEY, key))
        digests = list(duban.documents.digests())
        said = {"format": FORMAT, "product": f"duban {__version__}", "takenAt": instant_text(taken_at)}
        partial = folder / "backup.tar"
        kept = _write(partial, said, members, digests, duban)
        os.replace(partial, file)
    found = {"file": str(file), "bytes": file.stat().st_size, "documents": len(kept), "missingDocuments": len(named - kept)}
    return {**found, "takenAt": said["takenAt"]}


def _copy_anchors(duban: Duban, target: Path) -> None:
    """Copy the anchors of a folder as they are now; those of a bucket stay where they are, out of the database's reach."""
    if duban.anchors.folder is not None and duban.anchors.folder.is_dir():
        shutil.copytree(duban.anchors.folder, target, ignore=shutil.ignore_patterns(".*"))


def _write(partial: Path, said: Mapping[str, Any], members: list[tuple[str, Path]], digests: list[str], duban: Duban) -> set[str]:
    """Write the file and return the digests of the documents in it: all but those whose content is not what was attached."""
    files = {**{name: "0" * 64 for name, _ in members}, **{document_name(digest): digest for digest in digests}}
    # The list comes first but is known last, so its place is kept: without what is left out it is never longer.
    room = len(_listed(said, files))
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            tar.addfile(_entry(LIST, room), io.BytesIO(b" " * room))
            for name, path in members:
                with path.open("rb") as content:
                    files[name] = _add(tar, name, content)
            for place, digest in enumerate(digests, 1):
                if not _add_document(tar, duban, digest):
                    del files[document_name(digest)]
                if place % 1000 == 0:
                    click.echo(f"{place} of {len(digests)} documents copied", err=True)
        file.seek(tarfile.BLOCKSIZE)
        file.write(_listed(said, files).ljust(room))
        file.flush()
        os.fsync(file.fileno())
    return {digest for digest in digests if document_name(digest) in files}


def _listed(said: Mapping[str, Any], files: Mapping[str, str]) -> bytes:
    return json.dumps({**said, "files": files}).encode()


def _add_document(tar: tarfile.TarFile, duban: Duban, digest: str) -> bool:
    """Add a document; False where it is not what was attached, which the log says. Raises Rejection where the store is away."""
    try:
        with duban.documents.open(digest) as content:
            _add(tar, document_name(digest), content)
    except Rejection as rejection:
        if rejection.code != "not_found":
            raise
        click.echo(f"duban: document {digest}: {rejection}", err=True)
        return False
    return True


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes]) -> str:
    """Add a file and return its digest. What it grows by meanwhile is left for the next backup."""
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    counted = _Counted(content)
    tar.addfile(_entry(name, size), counted)  # type: ignore[arg-type]  # all that is asked of it is to read
    return counted.digest.hexdigest()


class _Counted:
    """A file that is read through, and the digest of what was read."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content, self.digest = content, hashlib.sha256()

    def read(self, size: int) -> bytes:
        piece = self._content.read(size)
        self.digest.update(piece)
        return piece


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry
