"""Signing in those for whom the city's directory vouches. It says who somebody is; whether they may come in is said here."""

import hashlib
import hmac
import logging
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from itsdangerous import BadSignature, URLSafeTimedSerializer
from msgspec import Struct

from app.domain.directory import Attempt, Directory, Known
from app.domain.rejection import Rejection
from app.execute import Door
from app.queries.account import Standing, standing
from app.service.sign_in import open_session

LASTS_SECONDS: Final = 600
"""How long somebody may take at the provider."""

MOST_CHARACTERS: Final = 1500
"""Of the address to return to: browsers keep cookies of 4 KB, and drop larger ones without a word."""

HOW: Final = "provider"
LOG: Final = logging.getLogger("duban.directory")


class Entered(Struct, frozen=True):
    """token: of the new session. goes_to: the page that the person came from."""

    token: str
    goes_to: str


class DirectorySignIn:
    """The two halves of a sign-in through the provider. Between them the browser keeps a signed ticket, and no node keeps anything.

    note: writes a sign-in, good or refused, to the access log: account, how, why, subject.
    """

    def __init__(self, door: Door, directory: Directory, note: Callable[..., None], *, secret_key: str) -> None:
        self._door, self.directory, self._note = door, directory, note
        self._secret = secret_key.encode()
        self._signer = URLSafeTimedSerializer(secret_key, salt="sign-in through the provider")

    def begin(self, goes_to: str, back_to: str, language: str) -> tuple[str, str]:
        """Return the provider's address and the ticket for the browser to keep. Raises Rejection("provider_unavailable").

        goes_to: the page to return to, an address of ours. back_to: our address that the provider leads back to.
        """
        seed = secrets.token_urlsafe(16)
        address = self.directory.sign_in_address(self._attempt(seed, back_to), language)
        return address, str(self._signer.dumps([seed, goes_to if len(goes_to) <= MOST_CHARACTERS else "/"]))

    def finish(self, ticket: str, brought: Mapping[str, str], back_to: str, address: str) -> Entered:
        """Open a session for who comes back from the provider. brought: the query of the address; address: where the request came from.

        Raises Rejection("signed_out") with `why`, and `until` where the account is locked; ("provider_unavailable").
        """
        known: Known | None = None
        try:
            seed, goes_to = self._opened(ticket)
            attempt = self._attempt(seed, back_to)
            if not hmac.compare_digest(attempt.state.encode(), brought.get("state", "").encode()):
                raise refused("state")
            if "code" not in brought:
                raise refused("cancelled" if brought.get("error") == "access_denied" else "no code")
            known = self.directory.person(attempt, brought["code"], brought.get("iss"))
            found = let_in(known, self._door.ask(standing, known.account))
        except Rejection as rejection:
            self._tell(rejection, known)
            raise
        token = self._door.keep(open_session, known.account, found.rights_version, address, datetime.now(UTC))
        self._note(known.account, HOW, None, known.subject)
        return Entered(token, goes_to)

    def goes_to(self, ticket: str) -> str:
        """Return the page that the person came from, for the page that says why they were not let in; empty where nobody knows."""
        try:
            return self._opened(ticket)[1]
        except Rejection:
            return ""

    def _opened(self, ticket: str) -> tuple[str, str]:
        try:
            seed, goes_to = self._signer.loads(ticket, max_age=LASTS_SECONDS)
        except (BadSignature, ValueError):
            raise refused("state") from None
        return str(seed), str(goes_to)

    def _attempt(self, seed: str, back_to: str) -> Attempt:
        """Return what belongs to one sign-in. It follows from the seed by our secret: the browser keeps the seed, and learns the rest from
        nobody."""
        state, nonce, verifier = (
            urlsafe_b64encode(hmac.new(self._secret, f"sign-in {what} {seed}".encode(), hashlib.sha256).digest()).decode().rstrip("=")
            for what in ("state", "nonce", "verifier")
        )
        return Attempt(state, nonce, verifier, back_to)

    def _tell(self, rejection: Rejection, known: Known | None) -> None:
        """Log and note why somebody was not let in. Of a name that nobody has, nothing is written down."""
        why = rejection.facts.get("why")
        LOG.warning("a sign-in through the provider failed", extra={"code": rejection.code, "why": why})
        if rejection.code == "signed_out":
            there = known is not None and self._door.ask(
                lambda store: store.value("SELECT 1 FROM account WHERE name = :name", name=known.account)
            )
            self._note(known.account if known is not None and there else None, HOW, why, known.subject if known is not None else None)


def let_in(known: Known, found: Standing | None) -> Standing:
    """Return the standing of an account that is there, enabled and not locked. Raises Rejection("signed_out") with `why`, `until`.

    Nobody gets an account by signing in.
    """
    if found is None:
        raise refused("no enabled account")
    if found.locked_until is not None and datetime.fromisoformat(found.locked_until) > datetime.now(UTC):
        message = "This account is locked until %(until)s after too many wrong passwords"
        raise Rejection("signed_out", message, until=found.locked_until, why="locked")
    return found


def refused(why: str) -> Rejection:
    return Rejection("signed_out", "The city's sign-in did not lead to an account here: %(why)s", why=why)
