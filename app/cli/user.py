"""`duban user add|disable|enable|role|password|import`."""

import json
import sys
from pathlib import Path

import click

from app.cli.started import acting, opened
from app.domain.actor import SYSTEM, Holding
from app.domain.rejection import Rejection
from app.domain.staff_sheet import COLUMNS, check_sheets
from app.markup.read_sheets import read_sheets
from app.queries.account import account
from app.queries.left_behind import left_behind
from app.queries.staff import staff_known
from app.service.change_password import ChangePassword
from app.service.change_roles import ChangeRoles
from app.service.disable_account import DisableAccount
from app.service.enable_account import EnableAccount
from app.service.import_people import ImportPeople
from app.service.register_account import RegisterAccount
from app.worker.return_tasks import return_tasks

on_behalf = click.option("--as", "as_user", metavar="USER", help="on whose behalf; needed outside demo mode")
from_stdin = click.option("--password-stdin", is_flag=True, help="read the password from standard input")
why = click.option("--reason", help="why, kept beside the event; asked for at a terminal where it is not given")
which_post = click.option("--post", type=click.Choice(["A", "B"]), default="A", help="first or second holder (AB角)")


@click.group()
def user() -> None:
    """People's accounts."""


@user.command()
@click.argument("name")
@click.option("--role", "roles", multiple=True, metavar="ROLE[@UNIT]", help="a role held; may be given several times")
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


@user.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="a line an error, or what was imported")
@on_behalf
def import_file(file: Path, as_json: bool, as_user: str | None) -> None:
    """Import units, people and posts from FILE (.xlsx or CSV), all rows or none."""
    duban = opened()
    rows = read_sheets(file.read_bytes(), COLUMNS)
    plan = check_sheets(rows, duban.door.ask(staff_known))
    for one in plan.errors:
        said = {"sheet": one.sheet, "row": one.number, "column": one.column, "problem": str(one.message)}
        click.echo(json.dumps(said, ensure_ascii=False) if as_json else "{sheet} {row} {column}: {problem}".format(**said))
    if plan.errors:
        click.echo(f"Errors: {len(plan.errors)}. Nothing was imported.", err=True)
        sys.exit(1)
    counts = duban.door.execute(ImportPeople(rows), acting(duban, as_user)).answer
    if as_json:
        click.echo(json.dumps(counts))
    click.echo(f"Imported: {counts['units']} units, {counts['people']} people, {counts['posts']} posts.", err=True)


@user.command()
@click.argument("name")
@why
@on_behalf
def disable(name: str, reason: str | None, as_user: str | None) -> None:
    """Disable the account NAME: its sessions and tokens end within seconds, its open tasks go back to their groups."""
    duban = opened()
    actor = acting(duban, as_user)
    duban.door.execute(DisableAccount(name, _reason(reason, needed=False)), actor)
    held = len(duban.door.ask(left_behind, name))
    returned = return_tasks(duban.door) if held else 0
    click.echo(
        f"{name} can no longer sign in." + (f" Open tasks in their hands: {held}; back with their groups: {returned}." if held else ""),
        err=True,
    )


@user.command()
@click.argument("name")
@why
@on_behalf
def enable(name: str, reason: str | None, as_user: str | None) -> None:
    """Enable the account NAME again: the person signs in with the password and the roles held before."""
    duban = opened()
    actor = acting(duban, as_user)
    duban.door.execute(EnableAccount(name, _reason(reason, needed=True)), actor)
    click.echo(f"{name} can sign in again.", err=True)


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


def _reason(given: str | None, *, needed: bool) -> str:
    """Return the reason, which is asked for at a terminal as pages ask for it. needed: whether a script may not leave it out."""
    if given is None and (needed or sys.stdin.isatty()):
        return str(click.prompt("Reason", err=True))
    return given or ""


def _password(from_standard_input: bool) -> str:
    if from_standard_input:
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


def _holding(text: str) -> Holding:
    held, _, unit = text.partition("@")
    return Holding(held, unit)
