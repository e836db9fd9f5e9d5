"""Signing in and out. No command: it changes no case, and is noted in the access log."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from app.domain.instant import instant_text
from app.store.database import Reader

MOST_FAILURES: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)
LONGEST_LOCK: Final = timedelta(hours=8)
SESSION_LASTS: Final = timedelta(hours=12)


def token_digest(token: str) -> str:
    """Return what is kept of a session's token: who reads the table cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(store: Reader, account: str, rights_version: int, address: str, now: datetime, *, must_change: bool = False) -> str:
    """Open a session and return its token. now: real time, UTC; a test clock keeps nobody signed in.

    must_change: whether it only leads to choosing one's own password.
    """
    token = secrets.token_urlsafe(32)
    store.run(
        "INSERT INTO session (token_digest, account, rights_version, created_at, seen_at, expires_at, address, must_change)"
        " VALUES (:digest, :account, :rights, :now, :now, :expires, :address, :must_change)",
        digest=token_digest(token),
        account=account,
        rights=rights_version,
        now=instant_text(now),
        expires=instant_text(now + SESSION_LASTS),
        address=address,
        must_change=1 if must_change else 0,
    )
    store.run(
        "UPDATE account SET failures = 0, locked_until = NULL, signed_in_at = :now WHERE name = :account",
        account=account,
        now=instant_text(now),
    )
    store.run("DELETE FROM session WHERE expires_at < :now", now=instant_text(now))
    return token


def note_failure(store: Reader, account: str, now: datetime) -> tuple[int, str | None]:
    """Count a wrong password; return how many tries are left, and until when the account is locked.

    After a lock each further wrong one locks for twice as long as the one before, until a right one or a new password.
    """
    failures = store.value("UPDATE account SET failures = failures + 1 WHERE name = :account RETURNING failures", account=account)
    if failures is None:
        return MOST_FAILURES - 1, None
    if failures < MOST_FAILURES:
        return MOST_FAILURES - failures, None
    # The exponent is bounded, too: somebody may go on guessing for years.
    until = instant_text(now + min(LOCKED_FOR * 2 ** min(failures - MOST_FAILURES, 10), LONGEST_LOCK))
    store.run("UPDATE account SET locked_until = :until WHERE name = :account", account=account, until=until)
    return 0, until


def forget_failures(store: Reader, account: str) -> None:
    """Forget the wrong passwords before a right one."""
    store.run("UPDATE account SET failures = 0, locked_until = NULL WHERE name = :account", account=account)


def close_session(store: Reader, token: str) -> None:
    store.run("DELETE FROM session WHERE token_digest = :digest", digest=token_digest(token))


def see_session(store: Reader, token: str, now: datetime) -> None:
    """Note that a session is in use."""
    store.run("UPDATE session SET seen_at = :now WHERE token_digest = :digest", digest=token_digest(token), now=instant_text(now))


def see_token(store: Reader, digest: str, now: datetime) -> None:
    """Note that a personal access token is in use."""
    store.run("UPDATE access_token SET used_at = :now WHERE digest = :digest", digest=digest, now=instant_text(now))
