"""Anchoring: at least every 20 s, or as soon as 1,000 events wait, what was recorded is signed and written outside the database."""

import logging
import time
from datetime import UTC, datetime
from typing import Final

from app.audit.anchor_batches import (
    MOST,
    NothingToAnchor,
    adopt_batch,
    last_batch,
    last_written,
    lines_after,
    note_written,
    take_batch,
    waiting_events,
)
from app.audit.anchor_line import BadAnchors, read_anchor
from app.domain.anchoring import AnchorKey, AnchorsDiffer, AnchorStore
from app.domain.instant import instant_text
from app.domain.rejection import Rejection
from app.execute import Door

ANCHOR_SECONDS: Final = 20.0
"""The longest that an event waits, by real time; a third of what is promised, so that a slow store outside costs no promise."""

LOOK_SECONDS: Final = 1.0
LOG: Final = logging.getLogger("duban.worker")


class Anchoring:
    """One worker's part. What is written outside is asked once; later only what is added."""

    def __init__(self, door: Door, anchors: AnchorStore, key: AnchorKey) -> None:
        self.door, self.anchors, self.key = door, anchors, key
        self._outside = -1
        self._looked = self._anchored = float("-inf")

    def turn(self) -> None:
        """Do what is due. What cannot be written now is written later, and the log says so; the clock goes on."""
        now = time.monotonic()
        if now - self._looked < LOOK_SECONDS:
            return
        self._looked = now
        try:
            if self._outside < 0:
                self._outside = self._agreed()
            waiting = self.door.ask(waiting_events)
            while waiting and (waiting >= MOST or now - self._anchored >= ANCHOR_SECONDS):
                self.door.keep(take_batch, self.key, instant_text(datetime.now(UTC)), self._line_outside)
                waiting = self.door.ask(waiting_events) if waiting >= MOST else 0
                if not waiting:
                    self._anchored = now
            self._write()
        except NothingToAnchor:
            self._anchored = now
        except (AnchorsDiffer, BadAnchors) as differ:
            # Nothing that follows from it is signed, and nobody is told that it holds: what waits is named by every check.
            LOG.error("anchors cannot be written: %s", differ)
            self._looked = now + ANCHOR_SECONDS
        except Rejection as rejection:
            if rejection.code != "store_unavailable":
                raise
            LOG.warning("anchors cannot be written now; they wait in the database", extra={"code": rejection.code})
            self._looked = now + ANCHOR_SECONDS

    def finish(self) -> None:
        """Anchor what waits still, before this process ends: nobody knows when the next one begins."""
        self._looked = self._anchored = float("-inf")
        try:
            self.turn()
        except Rejection as rejection:
            LOG.warning("anchors wait in the database: the store cannot be reached", extra={"code": rejection.code})

    def _agreed(self) -> int:
        """Note what lies outside and is not known here; return the number of the last batch that is known to lie outside."""
        self.anchors.keep_public_key(self.key.public)
        written = outside = self.door.ask(last_written)
        known = self.door.ask(last_batch)
        for outside, line in enumerate(self.anchors.lines(written), written + 1):
            if outside <= known:
                # A crash came between the line and its note.
                self.door.keep(note_written, outside)
            else:
                self.door.keep(adopt_batch, line)
                LOG.warning(
                    "a batch of anchors is newer than the database, which was restored: events may be missing", extra={"batch": outside}
                )
        return outside

    def _line_outside(self, number: int) -> str:
        """Return the line of a batch outside. Raises BadAnchors where there is none."""
        line = next(iter(self.anchors.lines(number - 1)), None)
        if line is None:
            raise BadAnchors(number, "missing")
        LOG.error("a batch of anchors was changed in the database; the one outside counts", extra={"batch": number})
        return line

    def _write(self) -> None:
        """Write the lines that are not outside yet, those that a crash left behind too.

        Raises BadAnchors for one that this city did not sign.
        """
        while lines := self.door.ask(lines_after, self._outside):
            for number, line in lines:
                read_anchor(number, line, self.key.public)
                self.anchors.append(number, line)
                self.door.keep(note_written, number)
                self._outside = number
