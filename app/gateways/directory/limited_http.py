"""Asking the provider over HTTP: never for long, never for much, and never elsewhere because it says so."""

import io
import time
from typing import Any, Final

from authlib.integrations.requests_client import OAuth2Session
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import Timeout

CONNECT_SECONDS: Final = 3.0
PIECE_SECONDS: Final = 4.0
ALL_SECONDS: Final = 8.0
MOST_BYTES: Final = 512 * 1024


class Limited(HTTPAdapter):
    """Reads an answer whole, within limits of time and size: a provider that drips must not hold our threads."""

    def send(self, request: PreparedRequest, *_given: Any, **more: Any) -> Response:
        began = time.monotonic()
        response = super().send(request, **{**more, "stream": True, "timeout": (CONNECT_SECONDS, PIECE_SECONDS)})
        body = bytearray()
        # read1 gives what is there; iter_content would wait for a whole piece, however slowly it comes.
        while piece := response.raw.read1(16 * 1024, decode_content=True):
            body += piece
            if len(body) > MOST_BYTES:
                response.close()
                raise NoConnection(f"Expected an answer of at most {MOST_BYTES} bytes, but it is longer")
            if time.monotonic() - began > ALL_SECONDS:
                response.close()
                raise Timeout(f"Expected the whole answer within {ALL_SECONDS:.0f} seconds")
        whole = Response()
        whole.status_code, whole.headers, whole.url, whole.request = response.status_code, response.headers, response.url, request
        whole.raw = io.BytesIO(bytes(body))
        return whole


def session(client_id: str, client_secret: str, method: str | None = None) -> Any:
    """Return an OAuth client for one exchange, to be closed. method: how it proves who it is; default by the HTTP header."""
    made = OAuth2Session(client_id, client_secret, scope="openid profile", code_challenge_method="S256", token_endpoint_auth_method=method)
    # A redirect would carry code and secret to wherever it points.
    made.max_redirects = 0
    for scheme in ("https://", "http://"):
        made.mount(scheme, Limited())
    return made
