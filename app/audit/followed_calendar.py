"""Whether a case followed every version of the calendar up to the one that the store says it follows.

A version that changes nothing in a case leaves no event, so that the record alone does not say it was followed. What it would have changed
can be computed: a number that somebody set ahead, so that a decree passed the case by, is found by that.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from app.audit.check_kept import entered_years
from app.audit.differences import FOLLOWED, Difference
from app.audit.surroundings import Surroundings
from app.domain.instant import read_instant
from app.engine.case import Case
from app.engine.world import World
from app.store.database import Reader

_DECREE: Final = "recompute_deadlines"


class FollowedCalendar(Struct):
    """Of one case that is computed again. version: of the calendar by which its last event counted; None before the first that did.

    last: the latest effective instant of its events so far, before which no decree takes effect in it."""

    surroundings: Surroundings
    case_key: int
    version: int | None = None
    last: datetime | None = None

    def passed_by(self, store: Reader, event: Mapping[str, Any], snapshot: bytes, case_facts: Mapping[str, Any]) -> Difference | None:
        """Return what a decree would have changed that was not followed before the next event; None where there is nothing, and then note
        by which version that event counts. snapshot: before it; empty before the first. event: one of the engine."""
        counted = _number(event["calendar_version"])
        until = counted - 1 if counted is not None and event["command"] == _DECREE else counted
        found = self._between(store, until, snapshot, case_facts)
        self.note(event["effective_at"])
        self.version = counted if counted is not None else self.version
        return found

    def note(self, effective_at: str) -> None:
        """Note when an event took effect."""
        at = read_instant(effective_at)
        self.last = at if self.last is None else max(self.last, at)

    def set_ahead(self, store: Reader, kept: int | None, snapshot: bytes, case_facts: Mapping[str, Any]) -> Difference | None:
        """Return in what the version that the store says the case follows is not the one it does; None where it is.

        kept: None: no decree changes the case any more, as is so once it has ended. snapshot: after the last event.
        """
        if self.version is None or not snapshot or kept == self.version:
            return None
        if kept is None:
            running = not Case.restore(self._world(store, case_facts), snapshot).completed
            return Difference("deadline", FOLLOWED, None, str(self.version)) if running else None
        if not isinstance(kept, int) or kept > max(entered_years(store), default=0):
            return Difference("deadline", FOLLOWED, str(kept), str(self.version))
        return self._between(store, kept, snapshot, case_facts)

    def _between(self, store: Reader, until: int | None, snapshot: bytes, case_facts: Mapping[str, Any]) -> Difference | None:
        """Return the first version after the one followed, up to another, that changes something in the case as it is."""
        if self.version is None or until is None or until <= self.version or not snapshot:
            return None
        for version, entered_at in sorted(entered_years(store).items()):
            if self.version < version <= until:
                world = self._world(store, case_facts, entered_at)
                self.surroundings.reckon_by(world, store, version)
                case = Case.restore(world, snapshot)
                if case.completed:
                    return None
                case.recompute_deadlines()
                if case.facts:
                    return Difference("deadline", FOLLOWED, str(until), str(version - 1))
        return None

    def _world(self, store: Reader, case_facts: Mapping[str, Any], entered_at: str = "") -> World:
        now = max(filter(None, (self.last, read_instant(entered_at) if entered_at else None)))
        world = self.surroundings.world(store, self.case_key, now, now)
        world.case_facts = case_facts
        return world


def _number(version: Any) -> int | None:
    return int(version) if isinstance(version, str) and version.isdecimal() else None
