"""`duban restore FILE.tar`, and `duban restore --release`."""

import json
import os
import shutil
import sys
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import click

from app.assemble import Duban, assemble, check_documents
from app.audit.anchor_batches import note_unwritten
from app.audit.verify_chains import verify_chains
from app.cli.backup_file import ANCHOR_KEY, DATABASE, FORMAT, LIST, SECRET, digest_of, is_ours
from app.cli.named_documents import named_documents
from app.cli.started import acting, opened
from app.domain.rejection import Rejection
from app.service.hold_deadlines import hold_deadlines
from app.service.release_deadlines import ReleaseDeadlines
from app.settings import read_settings
from app.store.upgrade import checkpoint, upgrade


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--release", is_flag=True, help="release the deadlines that a restored city holds")
@click.option("--reason", default="", help="why they are released now")
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
@click.option("--as", "as_user", metavar="USER", help="on whose behalf deadlines are released; needed outside demo mode")
def restore(file: Path | None, release: bool, reason: str, as_json: bool, as_user: str | None) -> None:
    """Put the backup FILE into an empty DUBAN_DATA, and check its chains.

    The city then starts with its deadlines held: nothing takes effect for the hours that it was away, until an operator has looked and
    types `duban restore --release`. Exit code 1 where the backup is refused, or its history was tampered with.
    """
    if (file is None) is not release:
        raise click.UsageError("Expected either the FILE to restore or --release")
    if file is None:
        duban = opened()
        answer = duban.door.execute(ReleaseDeadlines(reason), acting(duban, as_user)).answer
        click.echo(f"The deadlines run again; they were held since {answer['held_since']}.", err=True)
        return
    said = _restore(file)
    bad, missing = said["firstBad"], said["missingDocuments"]
    if as_json:
        click.echo(json.dumps(said))
    else:
        click.echo(f"Restored as of {said['takenAt']}: {said['events']} events in {said['chains']} chains. Deadlines are held.", err=True)
        if bad:
            click.echo(f"duban: case {bad['caseKey']}, event {bad['seq']}: {bad['reason']}", err=True)
        if missing:
            click.echo(f"duban: {missing} documents that the database names are not in the backup", err=True)
    sys.exit(1 if bad or missing else 0)


def _restore(file: Path) -> dict[str, Any]:
    duban = _empty()
    with tempfile.TemporaryDirectory(dir=duban.settings.data, prefix=".restore-") as name:
        folder = Path(name)
        said = _unpack(file, folder)
        _take_secret(duban, (folder / SECRET).read_text().strip())
        _move(folder, duban)
    try:
        upgrade(duban.database)
        duban.door.keep(hold_deadlines, datetime.now(UTC))
        # Batches of which the restored files do not have the line yet: the clock writes them again.
        duban.door.keep(note_unwritten, sum(1 for _ in duban.anchors.lines()))
        verdict, missing = duban.door.ask(verify_chains), _missing_documents(duban)
    finally:
        checkpoint(duban.database)
    bad = verdict.first_bad
    first = {"caseKey": bad.case_key, "seq": bad.seq, "reason": bad.reason} if bad else None
    return {
        "takenAt": said["takenAt"],
        "chains": verdict.chains,
        "events": verdict.events,
        "verified": bad is None,
        "firstBad": first,
        "missingDocuments": missing,
    }


def _empty() -> Duban:
    """Return the product on a store that is not there yet. Raises Rejection where something would be overwritten."""
    duban = assemble(read_settings())
    if not duban.database.is_sqlite:
        raise click.UsageError("Expected the embedded database; a PostgreSQL one is restored by pg_restore: see deploy/runbook.md")
    own = (duban.documents.folder,) if duban.documents.folder is not None else ()
    for path in (Path(str(duban.database.engine.url.database)), *own):
        if path.is_file() or (path.is_dir() and any(path.iterdir())):
            raise Rejection("state_forbids", "Expected an empty DUBAN_DATA to restore into, but found %(path)s", path=str(path))
    if duban.documents.folder is None:
        check_documents(duban)
    return duban


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    """Unpack a backup and return its list. Raises Rejection("bad_file") for what is none, or not whole; nothing is kept then."""
    try:
        with tarfile.open(file, "r:") as tar:
            first = tar.next()
            listed = tar.extractfile(first) if first is not None and first.name == LIST and first.isfile() else None
            said = json.load(listed) if listed is not None else None
            if not isinstance(said, dict) or said.get("format") != FORMAT:
                raise _bad(file, "a backup of this product that begins with backup.json")
            expected = dict(said["files"])
            for entry in tar:
                if entry.name == LIST:
                    continue
                content = tar.extractfile(entry) if entry.isfile() and is_ours(entry.name) and entry.name in expected else None
                if content is None or _keep(content, folder / entry.name) != expected.pop(entry.name):
                    raise _bad(file, f"{entry.name[:120]} as it was backed up")
    except (tarfile.TarError, ValueError, EOFError, KeyError) as error:
        raise _bad(file, f"a whole tar file ({type(error).__name__})") from error
    if expected or not (folder / DATABASE).exists() or not (folder / SECRET).exists():
        raise _bad(file, f"all that backup.json lists, {next(iter(expected), DATABASE)} too")
    return said


def _bad(file: Path, wanted: str) -> Rejection:
    return Rejection("bad_file", "%(file)s: expected %(wanted)s, but found something else", file=file.name, wanted=wanted)


def _keep(content: IO[bytes], path: Path) -> str:
    """Write a file and return its digest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        shutil.copyfileobj(content, file, 1024 * 1024)
        file.flush()
        os.fsync(file.fileno())
    with path.open("rb") as file:
        return digest_of(file)


def _take_secret(duban: Duban, secret: str) -> None:
    """Let the city have its old secret again. Raises Rejection where the environment gives another one."""
    own = duban.settings.data / SECRET
    if os.environ.get("DUBAN_SECRET_KEY"):
        if os.environ["DUBAN_SECRET_KEY"] != secret:
            raise Rejection("state_forbids", "Expected the DUBAN_SECRET_KEY of the backup, its member secret-key, but found another one")
        return
    own.unlink(missing_ok=True)
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)


def _move(folder: Path, duban: Duban) -> None:
    """Move what was unpacked to its place, the database last: without it no city starts on half a backup.

    Anchors that survived the database are newer than the backup's and stay: they tell what the restore cannot bring back.
    """
    target = Path(str(duban.database.engine.url.database))
    if duban.documents.folder is None:
        _send(folder / "documents", duban)
    own = (("documents", duban.documents.folder),) if duban.documents.folder is not None else ()
    if duban.anchors.folder is not None and not next(duban.anchors.lines(), None):
        own = (*own, ("anchors", duban.anchors.folder))
    for name, place in (*own, (ANCHOR_KEY, duban.settings.data / ANCHOR_KEY), (DATABASE, target)):
        if (folder / name).exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.is_dir():
                # Nothing lies there but, without any line, a key of anchors and a lock.
                (shutil.rmtree if name == "anchors" else os.rmdir)(place)
            shutil.move(folder / name, place)


def _send(folder: Path, duban: Duban) -> None:
    """Put the documents of a backup into the bucket: one that is there already stays, and one that was changed there is whole again."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    for place, path in enumerate(paths, 1):
        with path.open("rb") as content:
            duban.documents.put(content, path.stat().st_size)
        if place % 1000 == 0:
            click.echo(f"{place} of {len(paths)} documents sent", err=True)


def _missing_documents(duban: Duban) -> int:
    return len(named_documents(duban) - set(duban.documents.digests()))
