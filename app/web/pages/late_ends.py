"""Which steps of a case ended late, and by how much: what the history says where they ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.domain.deadline_left import time_late
from app.domain.instant import read_instant
from app.domain.period import Unit
from app.queries.history import HistoryEvent
from app.web.pages.deadline_words import left_of
from app.web.pages.frame import calendar
from app.web.presentation.time_left import Left

LateEnds = Mapping[tuple[int, int], tuple[datetime, Left]]


def late_ends(events: list[HistoryEvent]) -> LateEnds:
    """Return when the deadlines of steps were up that ended after it, and how late they ended.

    By the number of the event in which the step ended and the place of its fact. events: of a case, in order, or those of one deadline.
    """
    missed: dict[str, Mapping[str, Any]] = {}
    found = {}
    for event in events:
        for place, fact in enumerate(event.facts):
            key = str(fact.get("elementInstanceKey"))
            if fact["fact"].startswith("deadline_"):
                missed.pop(key, None)
                if fact.get("state") == "missed":
                    missed[key] = fact
            elif fact["fact"] == "element_completed" and key in missed:
                up_at, by_clock = read_instant(missed[key]["effectiveAt"]), str(missed[key]["rule"]).endswith(Unit.CLOCK_MINUTE.value)
                late = time_late(up_at, read_instant(event.event["effective_at"]), calendar(), by_clock=by_clock)
                found[int(event.event["seq"]), place] = (up_at, left_of(late))
    return found
