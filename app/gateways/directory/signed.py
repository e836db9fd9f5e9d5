"""What the provider signed: ID tokens and access tokens, checked.

Source: OpenID Connect Core 1.0, section 3.1.3.7; RFC 9068, section 4; RFC 8725.
"""

from collections.abc import Iterable
from typing import Any, Final

from authlib.oauth2.claims import JWTClaims
from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import (
    BadSignatureError,
    ClaimError,
    ExpiredTokenError,
    InvalidClaimError,
    JoseError,
    MissingClaimError,
    UnsupportedAlgorithmError,
)
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from app.domain.rejection import Rejection
from app.gateways.directory.published import Published

LEEWAY_SECONDS: Final = 60
"""How far two clocks may be apart."""

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Those with a private key alone: with HS256 the public key that everybody has would sign, with none nobody would have to."""

ACCESS_TOKEN_TYPES: Final = ("at+jwt", "application/at+jwt")
_REGISTRY: Final = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
_NAMES: Final = {"iss": "issuer", "aud": "audience", "azp": "audience", "nbf": "not yet valid", "iat": "not yet valid", "exp": "expired"}


class Signed:
    """Checks what was signed with the published keys."""

    def __init__(self, published: Published, client_id: str) -> None:
        self._published, self._client_id = published, client_id

    def id_token(self, text: str, nonce: str, access_token: str | None) -> dict[str, Any]:
        """Return the claims of an ID token made for us and for this sign-in. Raises Rejection("signed_out")."""
        token = self._verified(text)
        claims = CodeIDToken(
            token.claims, token.header, self._expected(), {"nonce": nonce, "client_id": self._client_id, "access_token": access_token}
        )
        return self._valid(claims)

    def access_token(self, text: str) -> dict[str, Any]:
        """Return the claims of an access token made for us. Raises Rejection("signed_out").

        It must say that it is one: in its header, as RFC 9068 has it, or by the claim typ "Bearer", as Keycloak does. An ID token names the
        same audience, and passes through browsers.
        """
        token = self._verified(text)
        kind = str(token.header.get("typ", "")).lower()
        if kind not in ACCESS_TOKEN_TYPES and token.claims.get("typ") != "Bearer":
            raise refused("not an access token")
        return self._valid(JWTClaims(token.claims, token.header, self._expected()))

    def _expected(self) -> dict[str, Any]:
        issuer = self._published.document.get().issuer
        return {
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": self._client_id},
            "exp": {"essential": True},
            "sub": {"essential": True},
        }

    def _valid(self, claims: Any) -> dict[str, Any]:
        try:
            claims.validate(leeway=LEEWAY_SECONDS)
        except ClaimError as error:
            raise refused(_why(error)) from None
        return dict(claims)

    def _verified(self, text: str) -> jwt.Token:
        """Return a token whose signature is the provider's. A key that we do not know may be new: it is looked for once."""
        try:
            header = jws.extract_compact(text.encode(), registry=_REGISTRY).headers()
            _REGISTRY.get_alg(str(header.get("alg")))
            kid = header.get("kid")
            keys = _of(self._published.keys.get(), kid) or _of(self._published.keys.anew(), kid)
            if not keys:
                raise refused("unknown key")
            return _by_one_of(text, keys)
        except JoseError as error:
            raise refused(_why(error)) from None
        except (ValueError, TypeError, RecursionError):
            raise refused("not a token") from None


def _of(keys: KeySet, kid: object) -> list[Any]:
    """Return the keys that may have signed: the one named, or all where none is; keys to encrypt with sign nothing."""
    return [key for key in keys if key.get("use") != "enc" and key.key_type != "oct" and (kid is None or key.kid == kid)]


def _by_one_of(text: str, keys: Iterable[Any]) -> jwt.Token:
    failed: JoseError = BadSignatureError()
    for key in keys:
        try:
            return jwt.decode(text, key, registry=_REGISTRY)
        except JoseError as error:
            failed = error
    raise failed


def _why(error: JoseError) -> str:
    """Return what was wrong in words of ours, since what stands in a token may be anybody's."""
    if isinstance(error, ExpiredTokenError):
        return "expired"
    if isinstance(error, MissingClaimError):
        return "a claim is missing"
    if isinstance(error, InvalidClaimError):
        return _NAMES.get(error.claim, error.claim if error.claim in ("nonce", "at_hash", "sub") else "a claim is wrong")
    if isinstance(error, UnsupportedAlgorithmError):
        return "algorithm"
    return "signature" if isinstance(error, BadSignatureError) else "not a token"


def refused(why: str) -> Rejection:
    """Return the rejection of what proves nobody to be anybody. why: for the log; nothing that came from outside."""
    return Rejection("signed_out", "What the city's sign-in brought could not be verified: %(why)s", why=why)
