"""`duban user add|disable|role|password`."""

import sys

import click

from app.cli.started import acting, opened
from app.domain.actor import SYSTEM, Holding
from app.domain.rejection import Rejection
from app.queries.account import account
from app.service.change_password import ChangePassword
from app.service.change_roles import ChangeRoles
from app.service.disable_account import DisableAccount
from app.service.register_account import RegisterAccount

on_behalf = click.option("--as", "as_user", metavar="USER", help="on whose behalf; needed outside demo mode")
from_stdin = click.option("--password-stdin", is_flag=True, help="read the password from standard input")
which_post = click.option("--post", type=click.Choice(["A", "B"]), default="A", help="first or second holder (AB角)")


@click.group()
def user() -> None:
    """People's accounts."""


@user.command()
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, metavar="ROLE[@UNIT]", help="a role held; may be given several times")
@click.option("--display-name", default="", help="as colleagues read it; default: the account's name")
@which_post
@from_stdin
@click.option("--as", "as_user", metavar="USER", help="on whose behalf; needed outside demo mode but for the very first account")
def add(name: str, roles: tuple[str, ...], display_name: str, post: str, password_stdin: bool, as_user: str | None) -> None:
    """Register the account NAME and ask for its password."""
    duban = opened()
    first = duban.door.ask(lambda store: store.value("SELECT 1 FROM account LIMIT 1")) is None
    actor = SYSTEM if first and as_user is None else acting(duban, as_user)
    password_hash = duban.passwords.hash(_password(password_stdin), (name, display_name))
    holdings = tuple((_holding(role), post) for role in roles)
    duban.door.execute(RegisterAccount(name, display_name or name, password_hash, holdings), actor)
    click.echo(f"{name} can sign in.", err=True)


@user.command()
@click.argument("name")
@on_behalf
def disable(name: str, as_user: str | None) -> None:
    """Disable the account NAME: its sessions and tokens end within seconds, its tasks stay open."""
    duban = opened()
    duban.door.execute(DisableAccount(name), acting(duban, as_user))
    held = duban.door.ask(
        lambda store: store.value("SELECT COUNT(*) FROM user_task WHERE assignee = :name AND state = 'CREATED'", name=name)
    )
    click.echo(
        f"{name} can no longer sign in." + (f" Open tasks that are still theirs, for somebody to take over: {held}." if held else ""),
        err=True,
    )


@user.command()
@click.argument("name")
@click.option("--add", "added", multiple=True, metavar="ROLE[@UNIT]", help="a role to hold; may be given several times")
@click.option("--remove", "removed", multiple=True, metavar="ROLE[@UNIT]", help="a role to lose; may be given several times")
@which_post
@on_behalf
def role(name: str, added: tuple[str, ...], removed: tuple[str, ...], post: str, as_user: str | None) -> None:
    """Change the roles of the account NAME; its sessions and tokens end within seconds."""
    if not added and not removed:
        raise click.UsageError("Expected --add or --remove with a role")
    duban = opened()
    command = ChangeRoles(name, tuple((_holding(text), post) for text in added), tuple(map(_holding, removed)))
    duban.door.execute(command, acting(duban, as_user))
    click.echo(f"The roles of {name} are changed.", err=True)


@user.command()
@click.argument("name")
@from_stdin
@on_behalf
def password(name: str, password_stdin: bool, as_user: str | None) -> None:
    """Give the account NAME a new password; its sessions and tokens end within seconds, a lock is lifted."""
    duban = opened()
    actor = acting(duban, as_user)
    found = duban.door.ask(account, name)
    if found is None:
        raise Rejection("not_found", "Expected an active account, but there is none with the name %(name)s", name=name)
    password_hash = duban.passwords.hash(_password(password_stdin), (name, found.display_name))
    duban.door.execute(ChangePassword(name, password_hash), actor)
    click.echo(f"{name} has a new password.", err=True)


def _password(from_standard_input: bool) -> str:
    if from_standard_input:
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


def _holding(text: str) -> Holding:
    held, _, unit = text.partition("@")
    return Holding(held, unit)
