"""`duban paper-cases template|check|take-over`: cases that run on paper, at the change to this system."""

import hashlib
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from app.assemble import Duban
from app.cli.started import acting, opened
from app.domain.actor import Actor
from app.domain.attached_file import Attachment
from app.domain.instant import instant_text
from app.domain.paper_sheet import COLUMNS, MOST_COLUMNS, MOST_TEXT, NUMBER, PART_COLUMNS, PARTS, SHEET, CellError, column_of
from app.markup.packed_files import PackedFiles
from app.markup.read_sheets import Shape, read_sheets
from app.queries.holder_names import holder_names
from app.queries.paper_files import attachments_of, check_packed
from app.queries.paper_sheet import PaperSheet, SheetLine, paper_sheet, procedure_on_paper
from app.queries.paper_workbook import paper_workbook
from app.service.keep_paper_sheet import KeepPaperSheet
from app.service.take_over_case import TakeOverCase

MOST_BYTES = 5 * 1024 * 1024
FilesOf = Callable[[SheetLine], tuple[Attachment, ...]]
with_files = click.option(
    "--files", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="a zip of the files that the rows name"
)
on_behalf = click.option("--as", "as_user", metavar="USER", help="on whose behalf; needed outside demo mode")


@click.group(name="paper-cases")
def paper_cases() -> None:
    """Take over cases that run on paper, at the step where each stands."""


@paper_cases.command()
@click.argument("process")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@on_behalf
def template(process: str, file: Path, as_user: str | None) -> None:
    """Write the workbook for the cases of the procedure PROCESS to FILE (.xlsx)."""
    duban = opened()
    around, now = duban.door.surroundings, duban.door.now()
    procedure = duban.door.ask(procedure_on_paper, around, acting(duban, as_user), process)
    file.write_bytes(paper_workbook(procedure, duban.door.ask(around.feel_world, now), duban.door.ask(holder_names)))
    click.echo(f"{file}: the cases of {procedure.detail.name}, one a row.", err=True)


@paper_cases.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_files
@click.option("--json", "as_json", is_flag=True, help="a line a row")
@on_behalf
def check(file: Path, files: Path | None, as_json: bool, as_user: str | None) -> None:
    """Show what is wrong with the rows of FILE, and how each case would come out. Nothing is changed."""
    duban = opened()
    sheet = _checked(duban, file.read_bytes(), acting(duban, as_user))
    with _packed(files) as packed:
        unnamed = check_packed(sheet, packed, duban.settings.upload_max_bytes)
    _show(sheet, unnamed, as_json)
    sys.exit(1 if sheet.errors or unnamed else 0)


@paper_cases.command(name="take-over")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_files
@click.option("--reason", required=True, help="why they are taken over; it stands in each case")
@click.option("--silence-seen", is_flag=True, help="take over also cases in which silence took effect meanwhile")
@click.option("--json", "as_json", is_flag=True, help="a line a row")
@on_behalf
def take_over(file: Path, files: Path | None, reason: str, silence_seen: bool, as_json: bool, as_user: str | None) -> None:
    """Take over the cases of FILE, all rows or none. The same file again takes over what is not here yet."""
    duban, content = opened(), file.read_bytes()
    actor = acting(duban, as_user)
    sheet, most = _checked(duban, content, actor), duban.settings.upload_max_bytes
    with _packed(files) as packed:
        unnamed = check_packed(sheet, packed, most)
        _show(sheet, unnamed, as_json)
        if sheet.errors or unnamed:
            sys.exit(1)
        if sheet.silent and not silence_seen:
            click.echo(f"Silence took effect in {len(sheet.silent)} of them: look at them, then add --silence-seen.", err=True)
            sys.exit(1)
        cases = cases_of(
            sheet, reason, lambda line: attachments_of(line, packed, lambda stream: duban.documents.put(stream, most)), silence_seen
        )
    digest, size, head = duban.documents.put(io.BytesIO(content), MOST_BYTES)
    kept = KeepPaperSheet(sheet.process_id, file.name, digest, size, head, len(sheet.lines))
    numbers = duban.door.take_over(kept, cases, actor)
    click.echo(
        f"Taken over: {len(numbers)} cases" + (f", {numbers[0]} to {numbers[-1]}." if numbers else "; all of them were here."), err=True
    )


def cases_of(sheet: PaperSheet, reason: str, files_of: FilesOf, silence_seen: bool) -> list[TakeOverCase]:
    return [
        TakeOverCase(
            sheet.process_id, line.paper, 0, line.landing.entered_at, reason, silence_seen and bool(line.outlook.lapsed), files_of(line)
        )
        for line in sheet.new
    ]


@contextmanager
def _packed(files: Path | None) -> Iterator[PackedFiles | None]:
    """Give the files of a zip for as long as it is open; None where none came."""
    if files is None:
        yield None
        return
    with files.open("rb") as stream:
        yield PackedFiles(stream)


def _checked(duban: Duban, content: bytes, actor: Actor) -> PaperSheet:
    rows = read_sheets(content, {SHEET: COLUMNS, PARTS: PART_COLUMNS}, Shape(column_of, True, MOST_COLUMNS, MOST_TEXT))
    digest = hashlib.sha256(content).hexdigest()
    return duban.door.ask(paper_sheet, duban.door.surroundings, actor, rows, digest, duban.door.now())


def _show(sheet: PaperSheet, unnamed: Sequence[CellError], as_json: bool) -> None:
    for line in sheet.lines:
        said = _said(line)
        if as_json:
            click.echo(json.dumps(said, ensure_ascii=False))
            continue
        errors = "".join(f"\n  {error.where}: {error.message}" for error in line.landing.errors)
        click.echo(f"{line.paper.line} {line.paper.cells[NUMBER]}: {_in_words(said)}{errors}")
    for error in (*sheet.loose_errors, *unnamed):
        click.echo(f"{error.where}: {error.message}", err=as_json)
    click.echo(f"Rows: {len(sheet.lines)}. Errors: {len(sheet.errors) + len(unnamed)}.", err=True)


def _said(line: SheetLine) -> dict[str, object]:
    deadline = line.outlook.deadline
    return {
        "row": line.paper.line,
        "number": line.paper.cells[NUMBER],
        "taken": line.taken,
        "errors": [{"column": error.where, "problem": str(error.message)} for error in line.landing.errors],
        "step": line.landing.way.step.id if line.landing.way is not None else None,
        "open": list(line.outlook.open),
        "deadlineAt": instant_text(deadline.deadline_at) if deadline is not None else None,
        "light": deadline.light.value if deadline is not None and deadline.light is not None else None,
        "happened": [{"fact": fact.kind, "element": fact.element_id, "at": instant_text(at)} for at, fact in line.outlook.happened],
        "silence": bool(line.outlook.lapsed),
    }


def _in_words(said: dict[str, object]) -> str:
    if said["taken"] is not None:
        return f"taken over already as {said['taken']}" if said["taken"] else "taken over already"
    if said["errors"]:
        return "cannot be taken over"
    stands = ", ".join(map(str, said["open"])) if isinstance(said["open"], list) and said["open"] else "nothing open"
    silence = "; silence took effect" if said["silence"] else ""
    return f"{said['step']} -> {stands}; deadline {said['deadlineAt'] or '-'} {said['light'] or ''}{silence}"
