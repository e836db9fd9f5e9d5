"""The city's own directory of people, which signs them in: what it is asked, and what it says. None where a city has none."""

from typing import Protocol

from msgspec import Struct


class Attempt(Struct, frozen=True):
    """One sign-in under way: what only the browser that began it can bring back, and the address that the provider leads back to.

    state: sent to and fro, so that nobody finishes what another began. nonce: must stand in what the provider signs.
    verifier: proves to the provider that who fetches the token is who asked for the code (PKCE, RFC 7636).
    """

    state: str
    nonce: str
    verifier: str
    back_to: str


class Known(Struct, frozen=True):
    """A person or program whom the directory vouches for.

    account: the name that an account here must have. subject: what the directory itself calls them, as a digest: it tells two people of
    the same name apart, and says nothing else of them.
    """

    account: str
    subject: str


class Directory(Protocol):
    """What stands behind DUBAN_OIDC_ISSUER.

    Each question raises Rejection("provider_unavailable") where the provider does not answer, or not as agreed, and
    Rejection("signed_out", why=...) where what it or the browser brought is no good; `why` holds no word from outside.
    """

    def sign_in_address(self, attempt: Attempt, language: str) -> str:
        """Return the provider's address to send a browser to. language: a BCP 47 tag."""
        ...

    def person(self, attempt: Attempt, code: str, issuer: str | None) -> Known:
        """Return who signed in. code, issuer: what the browser brought back; issuer is None where it brought none (RFC 9207)."""
        ...

    def holder(self, access_token: str) -> Known:
        """Return whose access token this is."""
        ...

    def sign_out_address(self, back_to: str) -> str:
        """Return where a person ends the session at the provider; empty where it offers that to nobody or does not answer."""
        ...
