"""Something fetched from the provider when it is first needed, and kept."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from app.domain.rejection import Rejection

FRESH_SECONDS: Final = 3600.0
KEPT_SECONDS: Final = 24 * 3600.0
"""While the provider is down, what it said within a day still holds: a machine's token can be checked without it."""

PAUSE_SECONDS: Final = 10.0
"""A provider that did not answer is left alone for so long, so that each request does not wait for it anew."""

ANEW_SECONDS: Final = 60.0
"""A key that nobody knows makes us look for new ones, but not more often: anybody can make up names of keys."""

LOG: Final = logging.getLogger("duban.directory")
Value = TypeVar("Value")


class Fetched(Generic[Value]):
    """fetch raises Rejection("provider_unavailable"). what: for the log."""

    def __init__(self, what: str, fetch: Callable[[], Value]) -> None:
        self._what, self._fetch = what, fetch
        self._lock = threading.Lock()
        self._kept: tuple[float, Value] | None = None
        self._tried = float("-inf")

    def get(self) -> Value:
        """Return it, at most an hour old where the provider answers. Raises Rejection("provider_unavailable")."""
        kept = self._kept
        if kept is not None and time.monotonic() - kept[0] < FRESH_SECONDS:
            return kept[1]
        return self._renewed(FRESH_SECONDS, PAUSE_SECONDS)

    def anew(self) -> Value:
        """Return it, at most a minute old where the provider answers. Raises Rejection("provider_unavailable")."""
        return self._renewed(ANEW_SECONDS, ANEW_SECONDS)

    def _renewed(self, fresh: float, pause: float) -> Value:
        with self._lock:
            clock = time.monotonic()
            if self._kept is not None and clock - self._kept[0] < fresh:
                return self._kept[1]
            if clock - self._tried >= pause:
                self._tried = clock
                try:
                    self._kept = time.monotonic(), self._fetch()
                except Rejection as rejection:
                    LOG.warning("the provider of sign-ins does not answer", extra={"what": self._what, "why": rejection.facts.get("why")})
            if self._kept is None or clock - self._kept[0] > KEPT_SECONDS:
                raise unavailable(f"no {self._what}")
            return self._kept[1]


def unavailable(why: str) -> Rejection:
    """Return the rejection for a provider that does not answer as agreed. why: for the log; nothing that came from outside."""
    return Rejection("provider_unavailable", "The city's sign-in does not answer, or not as agreed", why=why)
