"""An operator at the page of incidents: signs in, puts a variable right and has the failed step tried again, as a browser would send it."""

import http.cookiejar
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from tests.bench.rig.servers import NAME, PASSWORD


class OperatorPage:
    """base: of the server, which is on this machine."""

    def __init__(self, base: str) -> None:
        if not base.startswith("http://127.0.0.1:"):
            raise ValueError(f"Expected a server on this machine, but found {base}")
        self.base = base
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self._send("/sign-in", {"user": NAME, "password": PASSWORD, "next": "/incidents"})

    def _send(self, path: str, fields: dict[str, Any]) -> None:
        """Send a form with the Origin that a browser names; the pages take that for proof that the form is theirs."""
        body = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(self.base + path, body, {"Origin": self.base})  # noqa: S310 - checked above
        try:
            self.browser.open(request, timeout=60).close()
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(f"POST {path} was answered {error.code}: {error.read().decode()[:400]}") from None

    def repair(self, incident: str, variable: str, value: Any) -> None:
        fields = {"how": "set", "variable": variable, "value": json.dumps(value), "reason": "put right after a mistake in the data"}
        self._send(f"/incidents/{incident}/resolution", fields)
