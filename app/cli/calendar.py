"""`duban calendar load FILE`."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from app.cli.language import operator_language
from app.cli.started import acting, opened
from app.domain.calendar_place import line_of
from app.domain.rejection import Message, Rejection
from app.service.enter_calendar_year import EnterCalendarYear
from app.web.presentation.told import told


@click.group()
def calendar() -> None:
    """The years of the city's calendar."""


@calendar.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "as_user", metavar="USER", help="on whose behalf; needed outside demo mode")
def load(file: Path, as_user: str | None) -> None:
    """Enter or change a year: the State Council's notice as a JSON file."""
    duban = opened()
    language = operator_language()
    try:
        answer = duban.door.execute(EnterCalendarYear(_content(file)), acting(duban, as_user)).answer
    except Rejection as rejection:
        if rejection.code != "bad_calendar":
            raise
        click.echo(f"duban: {told(_in_file(file, rejection.message, language), language)}", err=True)
        sys.exit(1)
    click.echo(f"{answer['year']} is entered as version {answer['version']} of the calendar.", err=True)


def _content(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise Rejection("bad_calendar", "%(file)s: expected JSON in UTF-8, but found another encoding", file=file.name) from None
    except json.JSONDecodeError as error:
        raise Rejection(
            "bad_calendar",
            "%(file)s, line %(line)s: expected JSON, but it cannot be read on from character %(place)s of the line",
            file=file.name,
            line=error.lineno,
            place=error.colno,
        ) from None


def _in_file(file: Path, message: Message, language: str) -> Message:
    """Return a refusal of the calendar with the file, and the line of it that is wrong where one is."""
    if "file" in message.facts:
        return message
    line = line_of(file.read_text(encoding="utf-8").splitlines(), message.template, message.facts)
    weekday = {name: told(Message(day, {}), language) for name, day in message.facts.items() if name == "weekday"}
    facts = {"file": file.name, "problem": told(Message(message.template, {**message.facts, **weekday}), language)}
    return Message("%(file)s, line %(line)s: %(problem)s", facts | {"line": line}) if line else Message("%(file)s: %(problem)s", facts)
