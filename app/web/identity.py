"""Who asks: a signed-in person by cookie, a machine by a token of ours or of the city's provider or, in a demo city, by HTTP Basic."""

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final, Protocol

from flask import Request, g, has_request_context, request
from msgspec.structs import replace

from app.audit.access_log import note_access
from app.domain.actor import PUBLIC, Actor
from app.domain.directory import Directory
from app.domain.fact import Fact
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.execute import Door
from app.queries.access_token import access_token, account_of_token
from app.queries.account import Account, Standing, account, standing
from app.queries.session import session
from app.service.change_password import ChangePassword
from app.service.sign_in import (
    LOCKED_FOR,
    close_session,
    forget_failures,
    note_failure,
    open_session,
    see_session,
    see_token,
    token_digest,
)
from app.web.directory_sign_in import DirectorySignIn, let_in

BASIC_KEPT_SECONDS: Final = 60.0
NOTED_SECONDS: Final = 60.0
"""How often one token is noted at most: a program goes on asking with the one that it has, good or not."""

RIGHTS_KEPT_SECONDS: Final = 3.0
"""A change of rights must reach every node within 5 s (security S10)."""

MUST_CHANGE: Final = marked(
    "Expected a password of your own, but somebody else set this one: sign in on the page and choose your own first"
)


class PasswordCheck(Protocol):
    def fits(self, kept: str | None, password: str) -> bool: ...

    def hash(self, password: str, about: Iterable[str] = ()) -> str: ...


class Identity:
    """Finds out who asks. Real time throughout: a test clock neither keeps a session alive nor ends it.

    basic: whether HTTP Basic is taken, which a demo city does. directory: the city's own; None where people have passwords alone.
    """

    def __init__(self, door: Door, passwords: PasswordCheck, *, secret_key: str, basic: bool, directory: Directory | None = None) -> None:
        self.door, self.passwords, self.basic = door, passwords, basic
        self._secret = secret_key.encode()
        self.provider = DirectorySignIn(door, directory, self._note, secret_key=secret_key) if directory is not None else None
        self._verified: dict[str, tuple[float, int]] = {}
        self._noted: dict[str, float] = {}
        self._actors: dict[str, tuple[float, Standing | None]] = {}
        self._lock = threading.Lock()
        self._mark = secrets.token_bytes(32)

    # ---------------------------------------------------------------- a request
    def of_api(self) -> Actor:
        """Return who asks the REST surface. Raises Rejection("signed_out")."""
        given = request.authorization
        if given is not None and given.type == "basic":
            return self._of_basic(given.username or "", given.password or "")
        if given is not None and given.type == "bearer":
            return self._of_token(given.token or "")
        # A header of another kind stands for nobody: least of all for whose cookie comes with it.
        actor = self.of_page() if given is None else None
        if actor is None:
            raise Rejection("signed_out", "Expected a signed-in account (a personal access token or a session), but found none")
        if given is None and g.get("session_must_change"):
            raise Rejection("forbidden", MUST_CHANGE)
        return actor

    def of_page(self) -> Actor | None:
        """Return who asks for a page; None where nobody is signed in."""
        token = session_token(request)
        if not token:
            return None
        now = datetime.now(UTC)
        found = self.door.ask(session, token_digest(token), now)
        if found is None:
            return None
        self._note_use(found.seen_at, now, see_session, token)
        g.session_token, g.session_locked, g.session_must_change = token, found.locked, found.must_change
        return self.actor(found.account)

    def actor(self, name: str) -> Actor | None:
        """Return the person behind an account with the roles held, at most some seconds old."""
        found = self._standing(name)
        return found.actor if found is not None else None

    def _standing(self, name: str) -> Standing | None:
        kept = self._actors.get(name)
        clock = time.monotonic()
        if kept is not None and clock - kept[0] < RIGHTS_KEPT_SECONDS:
            return kept[1]
        found = self.door.ask(standing, name)
        with self._lock:
            self._actors[name] = (clock, found)
        return found

    def _note_use(self, noted_at: str | None, now: datetime, writer: Callable[..., None], token: str) -> bool:
        """Note that a session or token is in use, unless that was noted a moment ago; return whether it was noted now.

        Reading goes on in a store that takes no writing.
        """
        if noted_at is not None and (now - datetime.fromisoformat(noted_at)).total_seconds() <= NOTED_SECONDS:
            return False
        try:
            self.door.keep(writer, token, now)
        except Rejection as unavailable:
            if unavailable.code != "store_unavailable":
                raise
            return False
        return True

    def csrf_token(self, asked: Request) -> str:
        """Return what every form of a request's session must send back."""
        return hmac.new(self._secret, f"csrf {session_token(asked)}".encode(), hashlib.sha256).hexdigest()

    # ---------------------------------------------------------------- signing in and out
    def sign_in(self, name: str, password: str, address: str) -> str:
        """Return the token of a new session. Raises Rejection("signed_out") with the tries left, or until when the account is locked."""
        now = datetime.now(UTC)
        found = self._checked(name, password, now, "page")
        token = self.door.keep(open_session, found.name, found.rights_version, address, now, must_change=found.must_change)
        self._note(found.name, "page")
        return token

    def _checked(self, name: str, password: str, now: datetime, how: str) -> Account:
        """Return the account whose password this is; a wrong one is counted and noted. Raises Rejection("signed_out")."""
        found = self.door.ask(account, name)
        # Of a name that nobody has, nothing is written down: it may be a password typed too early.
        known = found.name if found is not None else None
        if found is not None and found.locked_until is not None and datetime.fromisoformat(found.locked_until) > now:
            self._note(known, how, "locked")
            raise Rejection("signed_out", "This account is locked until %(until)s after too many wrong passwords", until=found.locked_until)
        fits = self.passwords.fits(found.password_hash if found else None, password)
        if found is not None and fits and found.active:
            return found
        left, until = self.door.keep(note_failure, name, now)
        self._note(known, how, "wrong password" if known else "unknown account")
        if until is not None:
            raise Rejection("signed_out", "This account is locked until %(until)s after too many wrong passwords", until=until)
        raise Rejection(
            "signed_out",
            "The name or the password is wrong; %(left)s tries are left, then the account is locked for %(minutes)s minutes",
            left=left,
            minutes=int(LOCKED_FOR.total_seconds() // 60),
        )

    def _note(self, known: str | None, how: str, why: str | None = None, subject: str | None = None) -> None:
        """Note a sign-in, good or refused, in the access log. how: page, token, basic, provider or provider token; subject: see Known."""
        said = {
            "account": known,
            "how": how,
            "why": why,
            "address": request.remote_addr if has_request_context() else None,
            **({"subject": subject} if subject else {}),
        }
        fact = Fact("sign_in_refused" if why else "signed_in", None, None, said)
        self.door.keep(note_access, Actor(known) if known else PUBLIC, "sign_in", [fact], test_clock=self.door.test_clock)

    def sign_out(self) -> None:
        token = session_token(request)
        if token:
            self.door.keep(close_session, token)

    def change_password(self, actor: Actor, current: str, new: str, address: str) -> str:
        """Change one's own password, which ends all one's sessions, and return the token of a new one.

        Raises Rejection("signed_out") for a wrong current password, ("bad_value") for a new one that is refused.
        """
        now = datetime.now(UTC)
        self._checked(actor.account, current, now, "page")
        if new == current:
            raise Rejection("bad_value", "Expected another password than the one before")
        self.door.execute(ChangePassword(actor.account, self.passwords.hash(new, (actor.account, actor.name))), actor)
        found = self.door.ask(account, actor.account)
        if found is None or not found.active:
            raise Rejection("signed_out", "Expected a signed-in person, but nobody is signed in")
        return self.door.keep(open_session, found.name, found.rights_version, address, now)

    def _of_token(self, token: str) -> Actor:
        digest, now = token_digest(token), datetime.now(UTC)
        # Ours hold no dot; a signed one has three parts.
        if self.provider is not None and token.count(".") == 2:
            return self._of_signed(self.provider.directory, token, digest)
        found = self.door.ask(access_token, digest, now)
        actor = self.actor(found.account) if found is not None else None
        if found is None or actor is None:
            self._note_refused(digest)
            raise Rejection("signed_out", "Expected a personal access token in force, but this one is unknown, expired or revoked")
        if self._note_use(found.used_at, now, see_token, digest):
            self._note(found.account, "token")
        return replace(actor, scopes=found.scopes)

    def _of_signed(self, directory: Directory, token: str, digest: str) -> Actor:
        """Return whose access token of the provider this is. Raises Rejection("signed_out"), ("provider_unavailable")."""
        known, subject = None, None
        try:
            holder = directory.holder(token)
            found = self._standing(holder.account)
            known, subject = holder.account if found is not None else None, holder.subject
            actor = let_in(holder, found).actor
        except Rejection as rejection:
            if rejection.code == "signed_out" and self._first_in_a_minute(f"refused {digest}"):
                self._note(known, "provider token", str(rejection.facts.get("why")), subject)
            raise
        if self._first_in_a_minute(digest):
            self._note(actor.account, "provider token", None, subject)
        return actor

    def _first_in_a_minute(self, digest: str) -> bool:
        """Say whether this token has not been noted for a minute, on this node."""
        clock = time.monotonic()
        with self._lock:
            kept = self._noted.get(digest)
            if kept is not None and clock - kept < NOTED_SECONDS:
                return False
            self._noted = {known: at for known, at in self._noted.items() if clock - at < NOTED_SECONDS}
            self._noted[digest] = clock
        return True

    def _note_refused(self, digest: str) -> None:
        if not self._first_in_a_minute(f"refused {digest}"):
            return
        known = self.door.ask(account_of_token, digest)
        self._note(known, "token", "expired or revoked token" if known else "unknown token")

    def _of_basic(self, name: str, password: str) -> Actor:
        if not self.basic:
            raise Rejection("signed_out", "HTTP Basic is taken by a demo city only; use a personal access token")
        # A verified pair is remembered for a minute under a keyed digest, so that argon2id is not paid by every request.
        digest = hmac.new(self._mark, f"{name}\x00{password}".encode(), hashlib.sha256).hexdigest()
        found, kept, clock = self._standing(name), self._verified.get(digest), time.monotonic()
        if found is None or kept is None or clock - kept[0] > BASIC_KEPT_SECONDS or kept[1] != found.rights_version:
            found = self._verify_basic(name, password, digest)
        return found.actor

    def _verify_basic(self, name: str, password: str, digest: str) -> Standing:
        checked = self._checked(name, password, datetime.now(UTC), "basic")
        if checked.must_change:
            raise Rejection("signed_out", MUST_CHANGE)
        if checked.failures:
            self.door.keep(forget_failures, name)
        self._note(name, "basic")
        found, clock = self.door.ask(standing, name), time.monotonic()
        if found is None:
            raise Rejection("signed_out", "The name or the password is wrong")
        with self._lock:
            self._actors[name] = (clock, found)
            self._verified = {known: entry for known, entry in self._verified.items() if clock - entry[0] < BASIC_KEPT_SECONDS}
            self._verified[digest] = (clock, found.rights_version)
        return found


COOKIES: Final = ("__Host-duban-session", "duban-session")


def session_token(asked: Request) -> str | None:
    """Return the session's token. Behind TLS only the cookie that no other host can have set counts."""
    return asked.cookies.get(COOKIES[0] if asked.is_secure else COOKIES[1])
