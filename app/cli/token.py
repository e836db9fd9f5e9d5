"""`duban token create|revoke`: what programs sign in with."""

import json
import secrets
from datetime import UTC, datetime, timedelta

import click

from app.cli.started import acting, opened
from app.domain.instant import instant_text
from app.service.create_token import LONGEST, SCOPES, CreateToken
from app.service.revoke_token import RevokeToken
from app.service.sign_in import token_digest

PREFIX = "duban_"
"""So that a token left in a file is recognised as one, by people and by programs that look for secrets."""


@click.group()
def token() -> None:
    """Personal access tokens, for programs that act for somebody."""


@token.command()
@click.argument("account")
@click.option("--expires", type=click.IntRange(1, LONGEST.days), required=True, metavar="DAYS", help="how long it is valid")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="what it may do beyond the account's roles")
@click.option("--name", default="", help="what it is for")
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
@click.option("--as", "as_user", metavar="USER", help="on whose behalf; needed outside demo mode")
def create(account: str, expires: int, scopes: tuple[str, ...], name: str, as_json: bool, as_user: str | None) -> None:
    """Create a token for ACCOUNT and print it, this once: only a digest of it is kept."""
    duban = opened()
    made, now, id = PREFIX + secrets.token_urlsafe(32), datetime.now(UTC), secrets.token_hex(4)
    until = now + timedelta(days=expires)
    duban.door.execute(CreateToken(account, id, token_digest(made), now, until, name, scopes), acting(duban, as_user))
    if as_json:
        click.echo(json.dumps({"token": made, "tokenId": id, "account": account, "scopes": scopes, "expiresAt": instant_text(until)}))
        return
    click.echo(f"Token {id} of {account}, valid until {instant_text(until)}. It is shown this once:", err=True)
    click.echo(made)


@token.command()
@click.argument("id")
@click.option("--as", "as_user", metavar="USER", help="on whose behalf; needed outside demo mode")
def revoke(id: str, as_user: str | None) -> None:
    """Revoke the token with this ID."""
    duban = opened()
    duban.door.execute(RevokeToken(id, datetime.now(UTC)), acting(duban, as_user))
    click.echo(f"Token {id} is revoked.", err=True)
