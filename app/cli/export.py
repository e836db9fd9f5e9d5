"""`duban export xes|ocel`: cases for process mining."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from datetime import date, datetime, time, timedelta
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

import click

from app.assemble import Duban, assemble
from app.audit.exported_steps import Chosen, ExportedCase, count_cases, exported_cases
from app.audit.ocel import as_ocel
from app.audit.xes import as_xes
from app.cli.language import operator_language
from app.domain.instant import instant_text
from app.domain.rejection import Rejection
from app.feel.nearest import nearest_name
from app.queries.case_list import process_names
from app.settings import read_settings
from app.store.upgrade import is_current
from app.web.presentation.told import told

COULD_NOT_EXPORT: Final = 3
REFUSED: Final = 1
_TOLD_EACH: Final = 1_000


@click.group()
def export() -> None:
    """Write cases as a log that programs for process mining read. Secret cases are left out."""


def _choices(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--json", "as_json", is_flag=True, help="say in one JSON object on stderr what was written"),
        click.option("--output", type=click.Path(dir_okay=False, writable=True), help="a file; without it the log goes to stdout"),
        click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]), help="last day on which a case was begun"),
        click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="first day on which a case was begun"),
        click.option("--process", default="", help="id of a process; all without it"),
    ):
        command = option(command)
    return command


@export.command()
@_choices
def xes(**chosen: Any) -> None:
    """Write an event log in XES (IEEE 1849-2016): one trace a case, one event a completed task or call."""
    _export(lambda read: as_xes(read()), **chosen)


@export.command()
@_choices
def ocel(**chosen: Any) -> None:
    """Write an object-centric event log, OCEL 2.0 in JSON: cases, the processes they called, and accounts."""
    _export(as_ocel, **chosen)


def _export(
    write: Callable[[Callable[[], Iterable[ExportedCase]]], Iterator[bytes]],
    *,
    process: str,
    since: datetime | None,
    until: datetime | None,
    output: str | None,
    as_json: bool,
) -> None:
    duban = assemble(read_settings())
    try:
        if not duban.database.exists() or not is_current(duban.database):
            click.echo("duban: expected a database with the newest schema; type: duban db upgrade", err=True)
            sys.exit(COULD_NOT_EXPORT)
        zone = duban.door.surroundings.zone
        _require_choice(duban, process, since, until)
        chosen = Chosen(process, _begins(since, zone), _begins(until, zone, 1))
        with open(output, "wb") if output else nullcontext(sys.stdout.buffer) as file:
            said = _written(duban, chosen, write, file)
    except Rejection as rejection:
        click.echo(f"duban: {told(rejection.message, operator_language())}", err=True)
        sys.exit(REFUSED if rejection.code == "bad_filter" else COULD_NOT_EXPORT)
    finally:
        duban.database.close()
    click.echo(json.dumps(said) if as_json else f"{said['cases']} cases, {said['steps']} steps, {said['bytes']} bytes.", err=True)


def _require_choice(duban: Duban, process: str, since: datetime | None, until: datetime | None) -> None:
    """Raises Rejection("bad_filter") for what no process is called, and for days that end before they begin: a log without cases would
    look like an answer, and would be written over an older one."""
    known = {id for id, _, _ in duban.door.ask(process_names)}
    if process and process not in known:
        near = nearest_name(process, known)
        template = "Expected the id of a process, but no process is called %(found)s"
        if near:
            raise Rejection("bad_filter", f"{template}; the nearest is %(nearest)s", found=process[:60], nearest=near)
        raise Rejection("bad_filter", template, found=process[:60])
    if since is not None and until is not None and until < since:
        first, last = since.date().isoformat(), until.date().isoformat()
        raise Rejection("bad_filter", "Expected a last day not before the first, %(first)s, but found %(last)s", first=first, last=last)


def _begins(day: datetime | None, zone: ZoneInfo, days: int = 0) -> str:
    """Return when a day begins in the city, or so many days after it, as text in UTC; "" for none."""
    if day is None:
        return ""
    on: date = day.date() + timedelta(days)
    return instant_text(datetime.combine(on, time(), zone))


def _written(duban: Duban, chosen: Chosen, write: Callable[..., Iterator[bytes]], file: IO[bytes]) -> dict[str, int]:
    of, _ = duban.database.ask(lambda store: count_cases(store, chosen))
    said = {"cases": 0, "steps": 0, "bytes": 0}

    def read() -> Iterator[ExportedCase]:
        said["cases"] = said["steps"] = 0
        for case in exported_cases(duban.database.ask, duban.door.surroundings, chosen):
            yield case
            said["cases"] += case.last
            said["steps"] += len(case.steps)
            if case.last and said["cases"] % _TOLD_EACH == 0:
                click.echo(f"{said['cases']} of {of} cases read", err=True)

    for piece in write(read):
        said["bytes"] += file.write(piece)
    file.flush()
    return said
