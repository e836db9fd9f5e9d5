"""Opening the product for a command, with its database up to date."""

import click

from app.assemble import Duban, assemble
from app.domain.actor import SYSTEM, Actor
from app.domain.rejection import Rejection
from app.queries.account import actor_of
from app.settings import read_settings
from app.store.upgrade import is_current, upgrade


def opened() -> Duban:
    """Return the product; its database has the newest schema."""
    duban = assemble(read_settings())
    if not is_current(duban.database):
        upgrade(duban.database)
    return duban


def acting(duban: Duban, name: str | None) -> Actor:
    """Return on whose behalf a command runs: `--as USER`; in demo mode the system itself without one."""
    if name is None:
        if not duban.settings.demo:
            raise click.UsageError("Expected --as USER: outside demo mode every change needs somebody who answers for it")
        return SYSTEM
    actor = duban.door.ask(actor_of, name)
    if actor is None:
        raise Rejection("not_found", "Expected an active account, but found %(name)s", name=name)
    return Actor(f"cli:{actor.account}", actor.name, actor.holdings, actor.everything)
