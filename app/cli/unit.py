"""`duban unit add`."""

import click

from app.cli.started import acting, opened
from app.service.register_unit import RegisterUnit


@click.group()
def unit() -> None:
    """The city's units (单位)."""


@unit.command()
@click.argument("id")
@click.option("--name", required=True, help="as people read it")
@click.option("--parent", metavar="ID", help="the unit that it belongs to")
@click.option("--as", "as_user", metavar="USER", help="on whose behalf; needed outside demo mode")
def add(id: str, name: str, parent: str | None, as_user: str | None) -> None:
    """Register the unit ID, as diagrams write it behind the @ of a candidate group; an ID that is registered gets this name and parent."""
    duban = opened()
    duban.door.execute(RegisterUnit(id, name, parent), acting(duban, as_user))
    click.echo(f"{id} is registered.", err=True)
