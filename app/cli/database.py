"""`duban db upgrade`."""

import click

from app.assemble import assemble
from app.settings import read_settings
from app.store.upgrade import upgrade as upgrade_store


@click.group(name="db")
def database() -> None:
    """The database's schema."""


@database.command()
def upgrade() -> None:
    """Bring the database to the newest schema; nodes of the previous version may go on beside it."""
    duban = assemble(read_settings())
    upgrade_store(duban.database)
    click.echo("The database has the newest schema.", err=True)
