"""What was decided on paper about the deadline of a case that is taken over: that it was extended, or that its clock was stopped.

Source: procedures, section 1, "notice in advance" and "stopping the clock"; Licensing Law, article 45.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from msgspec import Struct

from app.audit.paper_stops import PaperStop, read_stops
from app.diagram.way_in import WayIn
from app.domain.calendar import Calendar
from app.domain.deadline import Deadline
from app.domain.instant import instant_text, read_instant
from app.domain.paper_sheet import CLOCK_COLUMNS, EXTENDED_BY, EXTENDED_NUMBER, EXTENDED_TO, MOST_NUMBER, STOPPED_SINCE, said_day
from app.domain.rejection import Message, Rejection
from app.engine.case import Case

LONGEST: Final = timedelta(days=3653)


class PaperClock(Struct, frozen=True):
    """key: of the deadline. kept: what a replay needs. said: what people wrote of it, by column."""

    key: int
    kept: Mapping[str, Any]
    said: Mapping[str, str]


def set_clock(case: Case, kept: Mapping[str, Any]) -> None:
    """Let a deadline stand as it stood on paper. kept: of a PaperClock. Raises what the moves and stops of the domain raise."""
    to, since, until = kept["extendedTo"], kept["stoppedAt"], kept.get("resumedAt")
    case.as_on_paper(
        int(kept["deadlineKey"]),
        date.fromisoformat(to) if to else None,
        read_instant(since) if since else None,
        read_instant(until) if until else None,
    )


class PaperClockReader:
    """Reads the cells of one row and sets its deadline. now: the deciding instant. titles: of elements, by id. wrong: by column."""

    def __init__(self, case: Case, calendar: Calendar, now: datetime, titles: Mapping[str, str]) -> None:
        self._case, self._calendar, self._now, self._titles = case, calendar, now, titles
        self.wrong: list[tuple[str, Message]] = []

    def row(self, cells: Mapping[str, str], held: Sequence[Deadline], way: WayIn | None) -> list[PaperClock]:
        """Return what was set. held: the open deadlines that the row is about. way: how the case comes to where the row says."""
        said = {name: cells.get(name, "") for name in CLOCK_COLUMNS}
        if not any(said.values()) and (way is None or way.is_stopped is None):
            return []
        to = self._read_extension(said)
        stops, wrong = read_stops(said, way, self._now, self._calendar)
        self.wrong += wrong
        if self.wrong:
            return []
        stoppable = [one for one in held if one.suspendable]
        ended = [stop for stop in stops if stop.until is not None]
        found = self._stop(ended, stoppable)
        if to is not None:
            words = {name: said[name] for name in (EXTENDED_TO, EXTENDED_BY, EXTENDED_NUMBER)}
            found += self._set(EXTENDED_TO, [one for one in held if one.extendable], {"extendedTo": to.isoformat()}, words)
        return found + self._stop([stop for stop in stops if stop.until is None], stoppable)

    def _stop(self, stops: Sequence[PaperStop], held: Sequence[Deadline]) -> list[PaperClock]:
        found: list[PaperClock] = []
        for stop in stops:
            kept = {"stoppedAt": instant_text(stop.since)}
            if stop.until is not None:
                kept["resumedAt"] = instant_text(stop.until)
            if not self.wrong and not self._is_before(stop, held):
                found += self._set(STOPPED_SINCE, held, kept, stop.said)
        return found

    def _is_before(self, stop: PaperStop, held: Sequence[Deadline]) -> bool:
        """Say whether a clock is said to have been stopped before it ran."""
        if len(held) != 1 or stop.since >= min(held[0].entered_at, held[0].started_at):
            return False
        began = min(held[0].entered_at, held[0].started_at).astimezone(self._calendar.zone).strftime("%Y-%m-%d %H:%M")
        shown = {"began": began, "found": stop.said[STOPPED_SINCE]}
        text = Message("expected a time at or after that from which the limit is counted, %(began)s, found %(found)s", shown)
        self.wrong.append((STOPPED_SINCE, text))
        return True

    def _read_extension(self, said: Mapping[str, str]) -> date | None:
        if not said[EXTENDED_TO]:
            for column in (EXTENDED_BY, EXTENDED_NUMBER):
                if said[column]:
                    self.wrong.append((EXTENDED_TO, Message("expected the day to which the deadline was extended, found nothing", {})))
                    break
            return None
        if not said[EXTENDED_BY]:
            self.wrong.append((EXTENDED_BY, Message("expected who granted the extension, found nothing", {})))
        if not said[EXTENDED_NUMBER]:
            self.wrong.append((EXTENDED_NUMBER, Message("expected the number of the paper that grants the extension, found nothing", {})))
        for column in (EXTENDED_BY, EXTENDED_NUMBER):
            if len(said[column]) > MOST_NUMBER:
                shown = {"most": MOST_NUMBER, "found": len(said[column])}
                self.wrong.append((column, Message("expected at most %(most)s characters, found %(found)s", shown)))
        on = said_day(said[EXTENDED_TO])
        if on is None:
            said_on = {"found": said[EXTENDED_TO]}
            self.wrong.append((EXTENDED_TO, Message("expected a day such as 2026-11-03, found %(found)s", said_on)))
        elif on > self._calendar.local_date(self._now) + LONGEST:
            said_on = {"found": said[EXTENDED_TO]}
            self.wrong.append((EXTENDED_TO, Message("expected a day within the next ten years, found %(found)s", said_on)))
        return on

    def _set(self, column: str, held: Sequence[Deadline], change: Mapping[str, str], said: Mapping[str, str]) -> list[PaperClock]:
        """Set the one deadline that allows it. A row that could mean several is refused: its limit must be the right one."""
        if len(held) != 1:
            names = "、".join(self._titles.get(one.element_id, one.element_id) for one in held)
            text = (
                Message("expected a step whose deadline may be extended, but this one has none", {})
                if column == EXTENDED_TO and not held
                else Message("expected a step whose clock may be stopped, but this one has none", {})
                if not held
                else Message("expected one deadline that the row is about, but found several: %(names)s", {"names": names})
            )
            self.wrong.append((column, text))
            return []
        key = held[0].element_instance_key
        stands = next((one for one in self._case.deadlines() if one.element_instance_key == key), held[0])
        kept = {"deadlineKey": str(key), "extendedTo": None, "stoppedAt": None, **change}
        extended_to = kept["extendedTo"]
        if extended_to is not None and extended_to <= self._calendar.local_date(stands.deadline_at).isoformat():
            shown = {"ends_on": self._calendar.local_date(stands.deadline_at).isoformat(), "found": extended_to}
            self.wrong.append((column, Message("expected a day after the limit itself, %(ends_on)s, found %(found)s", shown)))
            return []
        try:
            set_clock(self._case, kept)
        except Rejection as rejection:
            self.wrong.append((column, rejection.message))
            return []
        return [PaperClock(key, kept, said)]
