"""`duban user add`."""

import sys

import click

from app.cli.started import acting, opened
from app.domain.actor import SYSTEM, Holding
from app.service.register_account import RegisterAccount


@click.group()
def user() -> None:
    """People's accounts."""


@user.command()
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, metavar="ROLE[@UNIT]", help="a role held; may be given several times")
@click.option("--display-name", default="", help="as colleagues read it; default: the account's name")
@click.option("--post", type=click.Choice(["A", "B"]), default="A", help="first or second holder (AB角)")
@click.option("--password-stdin", is_flag=True, help="read the password from standard input")
@click.option("--as", "as_user", metavar="USER", help="on whose behalf; needed outside demo mode but for the very first account")
def add(name: str, roles: tuple[str, ...], display_name: str, post: str, password_stdin: bool, as_user: str | None) -> None:
    """Register the account NAME and ask for its password."""
    duban = opened()
    first = duban.door.ask(lambda store: store.value("SELECT 1 FROM account LIMIT 1")) is None
    actor = SYSTEM if first and as_user is None else acting(duban, as_user)
    password = (
        sys.stdin.readline().rstrip("\n")
        if password_stdin
        else click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    )
    holdings = tuple((Holding(*role.partition("@")[::2]), post) for role in roles)
    duban.door.execute(RegisterAccount(name, display_name or name, duban.passwords.hash(password), holdings), actor)
    click.echo(f"{name} can sign in.", err=True)
