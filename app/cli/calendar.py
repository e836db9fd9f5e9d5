"""`duban calendar load FILE`."""

import json
from pathlib import Path

import click

from app.cli.started import acting, opened
from app.domain.rejection import Rejection
from app.service.enter_calendar_year import EnterCalendarYear


@click.group()
def calendar() -> None:
    """The years of the city's calendar."""


@calendar.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "as_user", metavar="USER", help="on whose behalf; needed outside demo mode")
def load(file: Path, as_user: str | None) -> None:
    """Enter or change a year: the State Council's notice as a JSON file."""
    duban = opened()
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Rejection(
            "bad_calendar", "%(file)s: expected JSON in UTF-8, but found: %(problem)s", file=file.name, problem=str(error)
        ) from None
    answer = duban.door.execute(EnterCalendarYear(content), acting(duban, as_user)).answer
    click.echo(f"{answer['year']} is entered as version {answer['version']} of the calendar.", err=True)
