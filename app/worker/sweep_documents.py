"""Files that were chosen and never sent: nobody's case has them, and after a while they are taken away."""

import logging
import time
from collections.abc import Iterator
from typing import Final, Protocol

from app.domain.rejection import Rejection
from app.execute import Door
from app.queries.named_documents import named_documents

KEPT_SECONDS: Final = 48 * 3600
"""Twice as long as a page may carry a file that was chosen and not sent."""

SWEEP_SECONDS: Final = 3600.0
LOG: Final = logging.getLogger("duban.worker")


class UnsentFiles(Protocol):
    """See app/gateways/documents.py."""

    def older_than(self, instant: float) -> Iterator[str]: ...

    def drop(self, digest: str, unless_since: float) -> bool: ...


def sweep_documents(door: Door, files: UnsentFiles, real: float | None = None) -> int:
    """Drop the files that no case names and that have lain there for two days; return how many.

    real: real time in seconds since 1970, which files are dated by; None: now. Whoever chooses the same file again dates it anew.
    """
    before = (real if real is not None else time.time()) - KEPT_SECONDS
    try:
        old = set(files.older_than(before))
        # Asked after the look at the files: what was sent meanwhile is named by now, and what is chosen from now on is new.
        unnamed = old - door.ask(named_documents) if old else set()
        dropped = sum(files.drop(digest, before) for digest in sorted(unnamed))
    except Rejection as rejection:
        LOG.warning("files that were never sent could not be looked for", extra={"code": rejection.code})
        return 0
    if dropped:
        LOG.info("files that were never sent are gone", extra={"who": "system", "count": dropped})
    return dropped
