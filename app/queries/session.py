"""Whose session a token opens."""

from datetime import datetime

from msgspec import Struct

from app.domain.instant import instant_text
from app.store.database import Reader


class Session(Struct, frozen=True):
    """rights_version: of the account now; it grows with every change of password or role, and ends the sessions opened before.

    must_change: whether it only leads to choosing one's own password.
    """

    account: str
    rights_version: int
    seen_at: str
    locked: bool
    must_change: bool


def session(store: Reader, token_digest: str, now: datetime) -> Session | None:
    """Return the session of a token's digest; None where it ended, or the account was disabled or changed its rights. now: real time."""
    row = store.one(
        "SELECT s.account, s.seen_at, s.locked, s.must_change, a.rights_version FROM session s JOIN account a ON a.name = s.account"
        " WHERE s.token_digest = :digest AND s.expires_at > :now AND s.rights_version = a.rights_version AND a.state = 'active'",
        digest=token_digest,
        now=instant_text(now),
    )
    if row is None:
        return None
    return Session(row["account"], row["rights_version"], row["seen_at"], bool(row["locked"]), bool(row["must_change"]))
