"""Whose personal access token it is, and which tokens somebody has."""

from datetime import datetime

from msgspec import Struct

from app.domain.instant import instant_text
from app.store.database import Reader


class AccessToken(Struct, frozen=True):
    """scopes: what it may do beyond its account's roles. used_at: when it was last noted in use, None before; instant as text."""

    id: str
    account: str
    scopes: frozenset[str]
    used_at: str | None


def access_token(store: Reader, digest: str, now: datetime) -> AccessToken | None:
    """Return the token with this digest. now: real time, UTC.

    None where it expired or was revoked, or its account was disabled or changed its password or roles since, as with sessions.
    """
    row = store.one(
        "SELECT t.id, t.account, t.scopes, t.used_at FROM access_token t JOIN account a ON a.name = t.account WHERE t.digest = :digest"
        " AND t.revoked_at IS NULL AND t.expires_at > :now AND t.rights_version = a.rights_version AND a.state = 'active'",
        digest=digest,
        now=instant_text(now),
    )
    return AccessToken(row["id"], row["account"], frozenset(row["scopes"].split()), row["used_at"]) if row else None


def account_of_token(store: Reader, digest: str) -> str | None:
    """Return whose token this is or was, in force or not; None for one that nobody has made."""
    found: str | None = store.value("SELECT account FROM access_token WHERE digest = :digest", digest=digest)
    return found
