"""`duban paper-cases template|check|take-over`: cases that run on paper, at the change to this system."""

import hashlib
import io
import json
import sys
from pathlib import Path

import click

from app.assemble import Duban
from app.cli.started import acting, opened
from app.domain.actor import Actor
from app.domain.instant import instant_text
from app.domain.paper_sheet import COLUMNS, MOST_COLUMNS, MOST_TEXT, NUMBER, PART_COLUMNS, PARTS, SHEET, column_of
from app.markup.read_sheets import Shape, read_sheets
from app.queries.paper_sheet import PaperSheet, SheetLine, paper_sheet, procedure_on_paper
from app.queries.paper_workbook import paper_workbook
from app.service.keep_paper_sheet import KeepPaperSheet
from app.service.take_over_case import TakeOverCase

MOST_BYTES = 5 * 1024 * 1024
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
    file.write_bytes(paper_workbook(procedure, duban.door.ask(around.feel_world, now)))
    click.echo(f"{file}: the cases of {procedure.detail.name}, one a row.", err=True)


@paper_cases.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="a line a row")
@on_behalf
def check(file: Path, as_json: bool, as_user: str | None) -> None:
    """Show what is wrong with the rows of FILE, and how each case would come out. Nothing is changed."""
    duban = opened()
    sheet = _checked(duban, file.read_bytes(), acting(duban, as_user))
    _show(sheet, as_json)
    sys.exit(1 if sheet.errors else 0)


@paper_cases.command(name="take-over")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--reason", required=True, help="why they are taken over; it stands in each case")
@click.option("--silence-seen", is_flag=True, help="take over also cases in which silence took effect meanwhile")
@click.option("--json", "as_json", is_flag=True, help="a line a row")
@on_behalf
def take_over(file: Path, reason: str, silence_seen: bool, as_json: bool, as_user: str | None) -> None:
    """Take over the cases of FILE, all rows or none. The same file again takes over what is not here yet."""
    duban, content = opened(), file.read_bytes()
    actor = acting(duban, as_user)
    sheet = _checked(duban, content, actor)
    _show(sheet, as_json)
    if sheet.errors:
        sys.exit(1)
    if sheet.silent and not silence_seen:
        click.echo(f"Silence took effect in {len(sheet.silent)} of them: look at them, then add --silence-seen.", err=True)
        sys.exit(1)
    digest, size, head = duban.documents.put(io.BytesIO(content), MOST_BYTES)
    kept = KeepPaperSheet(sheet.process_id, file.name, digest, size, head, len(sheet.lines))
    numbers = duban.door.take_over(kept, cases_of(sheet, reason, silence_seen), actor)
    click.echo(
        f"Taken over: {len(numbers)} cases" + (f", {numbers[0]} to {numbers[-1]}." if numbers else "; all of them were here."), err=True
    )


def cases_of(sheet: PaperSheet, reason: str, silence_seen: bool) -> list[TakeOverCase]:
    return [
        TakeOverCase(sheet.process_id, line.paper, 0, line.landing.entered_at, reason, silence_seen and bool(line.outlook.lapsed))
        for line in sheet.new
    ]


def _checked(duban: Duban, content: bytes, actor: Actor) -> PaperSheet:
    rows = read_sheets(content, {SHEET: COLUMNS, PARTS: PART_COLUMNS}, Shape(column_of, True, MOST_COLUMNS, MOST_TEXT))
    digest = hashlib.sha256(content).hexdigest()
    return duban.door.ask(paper_sheet, duban.door.surroundings, actor, rows, digest, duban.door.now())


def _show(sheet: PaperSheet, as_json: bool) -> None:
    for line in sheet.lines:
        said = _said(line)
        if as_json:
            click.echo(json.dumps(said, ensure_ascii=False))
            continue
        errors = "".join(f"\n  {error.where}: {error.message}" for error in line.landing.errors)
        click.echo(f"{line.paper.line} {line.paper.cells[NUMBER]}: {_in_words(said)}{errors}")
    for error in sheet.loose_errors:
        click.echo(f"{error.where}: {error.message}", err=as_json)
    click.echo(f"Rows: {len(sheet.lines)}. Errors: {len(sheet.errors)}.", err=True)


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
