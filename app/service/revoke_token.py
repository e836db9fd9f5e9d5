"""Revoke a personal access token: whoever holds it is signed out."""

from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from app.domain.command_rights import HELD_FOR_OTHERS
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import is_oneself, require_holding
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


class RevokeToken(Struct, frozen=True):
    """id: the token's, not the token. revoked_at: real time, UTC."""

    id: str
    revoked_at: datetime
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: RevokeToken, work: Work) -> Outcome:
    row = work.store.one("SELECT account, revoked_at FROM access_token WHERE id = :id", id=command.id)
    if row is None or not is_oneself(work.actor, row["account"]):
        # Who may not revoke tokens of others does not learn which there are.
        require_holding(work.actor, HELD_FOR_OTHERS["revoke_token"], "revoke a token of somebody else")
    if row is None:
        raise Rejection("not_found", "Expected a token, but there is none with the id %(id)s", id=command.id[:40])
    if row["revoked_at"] is not None:
        raise Rejection("state_forbids", "Expected a token in force, but it was revoked at %(at)s", at=row["revoked_at"])
    said = {"account": row["account"], "tokenId": command.id, "revokedAt": instant_text(command.revoked_at)}
    return Outcome("token_revoked", [Fact("token_revoked", None, None, said)])
