"""What the provider publishes: its discovery document and its keys."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from msgspec import Struct

from app.gateways.directory.fetched import Fetched, unavailable

Fetch = Callable[[str], Any]
WELL_KNOWN: Final = "/.well-known/openid-configuration"
LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


class Document(Struct, frozen=True):
    """The addresses of a provider. issuer: as it writes it, which is how its tokens name it.

    methods: how clients may prove who they are. says_issuer: whether it names itself when it leads a browser back (RFC 9207).
    """

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str
    end_session: str
    methods: tuple[str, ...]
    says_issuer: bool


class Published:
    """Fetched when first needed, and kept; see Fetched."""

    def __init__(self, issuer: str, fetch: Fetch) -> None:
        self._issuer, self._fetch = issuer.rstrip("/"), fetch
        self.document = Fetched("discovery document", self._read_document)
        self.keys = Fetched("keys", self._read_keys)

    def _read_document(self) -> Document:
        found = self._fetch(self._issuer + WELL_KNOWN)
        if not isinstance(found, dict) or not isinstance(found.get("issuer"), str) or found["issuer"].rstrip("/") != self._issuer:
            raise unavailable("the discovery document is another issuer's")
        methods, says = found.get("token_endpoint_auth_methods_supported"), found.get("authorization_response_iss_parameter_supported")
        return Document(
            found["issuer"],
            self._address(found, "authorization_endpoint"),
            self._address(found, "token_endpoint"),
            self._address(found, "jwks_uri"),
            self._address(found, "userinfo_endpoint", may_lack=True),
            self._address(found, "end_session_endpoint", may_lack=True),
            tuple(str(method) for method in methods) if isinstance(methods, list) else (),
            says is True,
        )

    def _address(self, document: dict[str, Any], name: str, *, may_lack: bool = False) -> str:
        """Return one of the addresses; as safe as the issuer's own, so that no document talks us out of TLS."""
        found = document.get(name)
        if found is None and may_lack:
            return ""
        parts = urlsplit(found) if isinstance(found, str) else None
        if parts is None or not parts.hostname:
            raise unavailable(f"the discovery document has no {name}")
        plain = self._issuer.startswith("http://") and parts.scheme == "http" and parts.hostname in LOOPBACK
        if parts.scheme != "https" and not plain:
            raise unavailable(f"the {name} is not https")
        return str(found)

    def _read_keys(self) -> KeySet:
        found = self._fetch(self.document.get().keys)
        try:
            return KeySet.import_key_set(found)
        except (JoseError, ValueError, TypeError, KeyError):
            raise unavailable("the keys cannot be read") from None
