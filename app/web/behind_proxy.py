"""Believing the proxy beside us, and nobody else, about whom it speaks for."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


class BehindProxy:
    """Takes X-Forwarded headers from the proxy on this machine; where the server listens on a container's network, from its neighbour.

    Source: deploy/gunicorn.conf.py, forwarded_allow_ips, which says the same of the scheme.
    """

    def __init__(self, application: "WSGIApplication", host: str) -> None:
        self._plain, self._fixed = application, ProxyFix(application, x_for=1, x_proto=1, x_host=1)
        self._any_neighbour = host not in LOOPBACK

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        trusted = self._any_neighbour or environ.get("REMOTE_ADDR") in LOOPBACK
        return (self._fixed if trusted and "HTTP_X_FORWARDED_FOR" in environ else self._plain)(environ, start_response)
