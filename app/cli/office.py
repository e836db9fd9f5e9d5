"""`duban office add` and `duban office template`."""

from pathlib import Path

import click

from app.cli.started import acting, opened
from app.service.register_office import RegisterOffice
from app.service.replace_word_template import ReplaceWordTemplate


@click.group()
def office() -> None:
    """The offices that issue papers."""


@office.command()
@click.argument("id")
@click.option("--name", required=True, help="as papers print it")
@click.option("--code", default="", help="what the numbers of its papers begin with (机关代字)")
@click.option("--as", "as_user", metavar="USER", help="on whose behalf; needed outside demo mode")
def add(id: str, name: str, code: str, as_user: str | None) -> None:
    """Register the office ID, a unit or a role of the city; one that is registered gets this name and code."""
    duban = opened()
    duban.door.execute(RegisterOffice(id, name, code), acting(duban, as_user))
    click.echo(f"{id} is registered.", err=True)


@office.command()
@click.argument("id")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "as_user", metavar="USER", help="on whose behalf; needed outside demo mode")
def template(id: str, file: Path | None, as_user: str | None) -> None:
    """Give the office ID its own Word template FILE (.docx); without FILE the product's is used again."""
    duban = opened()
    content = file.read_bytes() if file is not None else None
    duban.door.execute(ReplaceWordTemplate(id, file.name if file is not None else "", content), acting(duban, as_user))
    click.echo(f"{id} prints with {file.name if file is not None else 'the template of the product'}.", err=True)
