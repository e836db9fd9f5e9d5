"""`duban backup FILE.tar`."""

import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from app import __version__
from app.assemble import Duban, assemble
from app.cli.backup_file import DATABASE, FORMAT, LIST, SECRET, digest_of, files_below
from app.domain.instant import instant_text
from app.domain.rejection import Rejection
from app.settings import read_settings
from app.store.copy_out import copy_out


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
def backup(file: Path, as_json: bool) -> None:
    """Write all that is worth keeping to FILE, a new tar file, while people work: database, documents, anchors, secret key.

    Whoever has the file has the city's secrets: it is readable by its owner alone, and belongs where the secrets may lie.
    """
    duban = assemble(read_settings())
    try:
        if not duban.database.is_sqlite:
            raise click.UsageError(_for_postgresql(duban))
        if not duban.database.exists():
            raise Rejection("not_found", "Expected a database in %(folder)s, but there is none yet", folder=str(duban.settings.data))
        said = _back_up(duban, file)
    finally:
        duban.database.close()
    click.echo(json.dumps(said) if as_json else f"{said['file']}: {said['bytes']} bytes, {said['documents']} documents.", err=not as_json)


def _for_postgresql(duban: Duban) -> str:
    said = urlsplit(duban.database.url)
    where = f"postgresql://{said.username or ''}@{said.hostname or ''}:{said.port or 5432}{said.path}"
    return (
        "Expected the embedded database; PostgreSQL is copied by its own means. Type, in this order:\n"
        f"  pg_dump --format=custom --file=duban.dump {where}\n"
        f"  tar --create --file=duban-files.tar --directory={duban.settings.data} .\n"
        f"and keep DUBAN_SECRET_KEY beside them. Documents lie in {duban.documents.folder}: include them where that is elsewhere."
    )


def _back_up(duban: Duban, file: Path) -> dict[str, Any]:
    if file.exists():
        raise Rejection("state_forbids", "Expected the name of a new file, but %(file)s is there already", file=str(file))
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as name:
        folder = Path(name)
        taken_at = datetime.now(UTC)
        copy_out(duban.database, folder / DATABASE)
        (folder / SECRET).write_text(duban.settings.secret_key)
        # The folders only after the database: see app/cli/backup_file.py.
        members = [(DATABASE, folder / DATABASE), (SECRET, folder / SECRET), *_folders(duban)]
        said = {"format": FORMAT, "product": f"duban {__version__}", "takenAt": instant_text(taken_at), "files": _digests(members)}
        partial = folder / "backup.tar"
        _write(partial, json.dumps(said).encode(), members)
        os.replace(partial, file)
    documents = sum(1 for name, _ in members if name.startswith("documents/"))
    return {"file": str(file), "bytes": file.stat().st_size, "documents": documents, "takenAt": said["takenAt"]}


def _folders(duban: Duban) -> Iterator[tuple[str, Path]]:
    yield from files_below(duban.settings.data / "anchors", "anchors")
    yield from files_below(duban.documents.folder, "documents")


def _digests(members: list[tuple[str, Path]]) -> dict[str, str]:
    found = {}
    for place, (name, path) in enumerate(members, 1):
        with path.open("rb") as file:
            found[name] = digest_of(file)
        if place % 1000 == 0:
            click.echo(f"{place} of {len(members)} files read", err=True)
    return found


def _write(partial: Path, said: bytes, members: list[tuple[str, Path]]) -> None:
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            tar.addfile(_entry(LIST, len(said)), io.BytesIO(said))
            for name, path in members:
                with path.open("rb") as content:
                    tar.addfile(_entry(name, os.fstat(content.fileno()).st_size), content)
        file.flush()
        os.fsync(file.fileno())


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry
