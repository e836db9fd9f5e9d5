"""Create a personal access token: a program signs in by it on somebody's behalf, until it expires or is revoked."""

from datetime import datetime, timedelta
from typing import ClassVar, Final

from msgspec import Struct

from app.domain.command_rights import HELD_FOR_OTHERS
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.keys import CITY_CHAIN
from app.domain.marked import marked
from app.domain.permissions import is_oneself, plays, require_holding
from app.domain.rejection import Rejection
from app.domain.roles import ROLE_NAMES
from app.service.work import Outcome, Work

SCOPES: Final = ("jobs",)
LONGEST: Final = timedelta(days=366)


class CreateToken(Struct, frozen=True):
    """token_digest: all that is kept of it, and in no event. name: what it is for, in words of its owner.

    created_at, expires_at: real time, UTC: a test clock neither keeps a token nor ends it. scopes: what it may do beyond its account's
    roles.
    """

    account: str
    id: str
    token_digest: str
    created_at: datetime
    expires_at: datetime
    name: str = ""
    scopes: tuple[str, ...] = ()
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: CreateToken, work: Work) -> Outcome:
    _require_may(command, work)
    row = work.store.one("SELECT state, rights_version FROM account WHERE name = :name", name=command.account)
    if row is None or row["state"] != "active":
        raise Rejection("not_found", "Expected an active account, but there is none with the name %(name)s", name=command.account[:63])
    for scope in command.scopes:
        if scope not in SCOPES:
            raise Rejection("bad_request", "Expected only %(allowed)s, but found %(found)s", allowed=", ".join(SCOPES), found=scope[:40])
    if not timedelta(0) < command.expires_at - command.created_at <= LONGEST:
        raise Rejection("bad_request", "Expected a token that expires within %(most)s days", most=LONGEST.days)
    said = {
        "account": command.account,
        "tokenId": command.id,
        "scopes": list(command.scopes),
        "rightsVersion": row["rights_version"],
        "createdAt": instant_text(command.created_at),
        "expiresAt": instant_text(command.expires_at),
    }
    fact = Fact("token_created", None, None, said, {"name": command.name[:100], "_tokenDigest": command.token_digest})
    return Outcome("token_created", [fact], {"id": command.id})


def _require_may(command: CreateToken, work: Work) -> None:
    """A scope is a right more, so nobody gives it to themselves who does not have it by their roles."""
    if not is_oneself(work.actor, command.account):
        require_holding(work.actor, HELD_FOR_OTHERS["create_token"], "create a token for somebody else")
    elif command.scopes and not plays(work.actor, "operator"):
        raise Rejection(
            "forbidden",
            "Expected the role %(roles)s to %(what)s, but you do not hold it",
            roles=ROLE_NAMES["operator"],
            what=marked("give a token a scope"),
        )
