"""A provider of OpenID Connect: the authorization code flow with PKCE, and access tokens of programs."""

import hashlib
import re
from contextlib import suppress
from typing import Any, Final

from authlib.common.urls import add_params_to_uri
from authlib.integrations.base_client import OAuthError
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from app.domain.directory import Attempt, Known
from app.domain.rejection import Rejection
from app.gateways.directory.fetched import unavailable
from app.gateways.directory.limited_http import session
from app.gateways.directory.published import Document, Published
from app.gateways.directory.signed import Signed, refused

ACCOUNT_CLAIM: Final = "preferred_username"
FAILURES: Final = (RequestException, HTTPError, ValueError, RecursionError)
"""What asking and reading an answer may come to; a deeply nested one to the last."""

_ERROR: Final = re.compile(r"[a-z_]{1,40}")


class OpenIdProvider:
    """One provider, as Directory asks it. Nothing is fetched before somebody signs in."""

    def __init__(self, issuer: str, client_id: str, client_secret: str) -> None:
        self._client = client_id, client_secret
        self._published = Published(issuer, self._fetch)
        self._signed = Signed(self._published, client_id)

    def sign_in_address(self, attempt: Attempt, language: str) -> str:
        with session(*self._client) as client:
            address, _ = client.create_authorization_url(
                self._published.document.get().authorization,
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
                redirect_uri=attempt.back_to,
                ui_locales=language,
            )
        return str(address)

    def person(self, attempt: Attempt, code: str, issuer: str | None) -> Known:
        document = self._published.document.get()
        # A browser that comes back from another provider brings that one's code (RFC 9207).
        if issuer != document.issuer and (issuer is not None or document.says_issuer):
            raise refused("issuer")
        granted = self._exchange(document, attempt, code)
        id_token, access_token = granted.get("id_token"), granted.get("access_token")
        if not isinstance(id_token, str):
            raise unavailable("no ID token")
        claims = self._signed.id_token(id_token, attempt.nonce, access_token)
        if ACCOUNT_CLAIM not in claims and document.userinfo and isinstance(access_token, str):
            claims |= self._more(document, access_token, claims["sub"])
        return _known(claims)

    def holder(self, access_token: str) -> Known:
        return _known(self._signed.access_token(access_token))

    def sign_out_address(self, back_to: str) -> str:
        with suppress(Rejection):
            address = self._published.document.get().end_session
            if address:
                return str(add_params_to_uri(address, {"client_id": self._client[0], "post_logout_redirect_uri": back_to}))
        return ""

    def _exchange(self, document: Document, attempt: Attempt, code: str) -> Any:
        """Return what the provider gives for a code. Raises Rejection: "signed_out" where it refuses the code."""
        method = (
            "client_secret_post" if "client_secret_post" in document.methods and "client_secret_basic" not in document.methods else None
        )
        try:
            with session(*self._client, method) as client:
                return client.fetch_token(
                    document.token,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                    redirect_uri=attempt.back_to,
                )
        except OAuthError as error:
            raise refused(f"provider said {said(error.error)}") from None
        except (*FAILURES, TypeError) as error:
            raise unavailable(type(error).__name__) from None

    def _more(self, document: Document, access_token: str, subject: str) -> dict[str, Any]:
        """Return the account's claim as the provider tells it to whoever holds the token, where it leaves it out of the ID token."""
        found = self._fetch(document.userinfo, {"Authorization": f"Bearer {access_token}"})
        if not isinstance(found, dict) or found.get("sub") != subject:
            raise refused("sub")
        return {ACCOUNT_CLAIM: found.get(ACCOUNT_CLAIM)}

    def _fetch(self, address: str, headers: dict[str, str] | None = None) -> Any:
        """Return a JSON document of the provider. Raises Rejection("provider_unavailable")."""
        try:
            with session(*self._client) as client:
                answer = client.get(address, withhold_token=True, headers={"Accept": "application/json", **(headers or {})})
                answer.raise_for_status()
                return answer.json()
        except FAILURES as error:
            raise unavailable(type(error).__name__) from None


def said(code: object) -> str:
    """Return an error code that came from outside, where it looks like one."""
    return code if isinstance(code, str) and _ERROR.fullmatch(code) else "something unreadable"


def _known(claims: dict[str, Any]) -> Known:
    account = claims.get(ACCOUNT_CLAIM)
    if not isinstance(account, str) or not account:
        raise refused(f"no {ACCOUNT_CLAIM}")
    subject = hashlib.sha256(f"{claims['iss']} {claims['sub']}".encode()).hexdigest()
    return Known(account, subject[:16])
