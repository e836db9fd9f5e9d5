"""What was decided on paper about the deadline of a case that is taken over: that it was extended, or that its clock is stopped.

Source: procedures, section 1, "notice in advance" and "stopping the clock"; Licensing Law, article 45.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from msgspec import Struct

from app.domain.calendar import Calendar
from app.domain.deadline import Deadline
from app.domain.instant import instant_text, read_instant
from app.domain.paper_sheet import (
    EXTENDED_BY,
    EXTENDED_NUMBER,
    EXTENDED_TO,
    MOST_NUMBER,
    STOPPED_RULE,
    STOPPED_SINCE,
    past_instant,
    said_day,
)
from app.domain.rejection import Message, Rejection
from app.engine.case import Case

LONGEST: Final = timedelta(days=3653)
MOST_WORDS: Final = 200


class PaperClock(Struct, frozen=True):
    """key: of the deadline. kept: what a replay needs. said: what people wrote of it, by column."""

    key: int
    kept: Mapping[str, Any]
    said: Mapping[str, str]


def set_clock(case: Case, kept: Mapping[str, Any]) -> None:
    """Let a deadline stand as it stood on paper. kept: of a PaperClock. Raises what the moves and stops of the domain raise."""
    to, since = kept["extendedTo"], kept["stoppedAt"]
    case.as_on_paper(int(kept["deadlineKey"]), date.fromisoformat(to) if to else None, read_instant(since) if since else None)


class PaperClockReader:
    """Reads the cells of one row and sets its deadline. now: the deciding instant. titles: of elements, by id. wrong: by column."""

    def __init__(self, case: Case, calendar: Calendar, now: datetime, titles: Mapping[str, str]) -> None:
        self._case, self._calendar, self._now, self._titles = case, calendar, now, titles
        self.wrong: list[tuple[str, Message]] = []

    def row(self, cells: Mapping[str, str], held: Sequence[Deadline]) -> list[PaperClock]:
        """Return what was set. held: the open deadlines that the row is about."""
        said = {name: cells.get(name, "") for name in (EXTENDED_TO, EXTENDED_BY, EXTENDED_NUMBER, STOPPED_SINCE, STOPPED_RULE)}
        if not any(said.values()):
            return []
        to = self._read_extension(said)
        since = self._read_stop(said)
        if self.wrong:
            return []
        found = []
        if to is not None:
            words = {name: said[name] for name in (EXTENDED_TO, EXTENDED_BY, EXTENDED_NUMBER)}
            found += self._set(EXTENDED_TO, [one for one in held if one.extendable], (to, None), words)
        if since is not None:
            words = {name: said[name] for name in (STOPPED_SINCE, STOPPED_RULE)}
            found += self._set(STOPPED_SINCE, [one for one in held if one.suspendable], (None, since), words)
        return found

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
        self._not_too_long(said, (EXTENDED_BY, MOST_NUMBER), (EXTENDED_NUMBER, MOST_NUMBER))
        on = said_day(said[EXTENDED_TO])
        if on is None:
            shown = {"found": said[EXTENDED_TO]}
            self.wrong.append((EXTENDED_TO, Message("expected a day such as 2026-11-03, found %(found)s", shown)))
        elif on > self._calendar.local_date(self._now) + LONGEST:
            shown = {"found": said[EXTENDED_TO]}
            self.wrong.append((EXTENDED_TO, Message("expected a day within the next ten years, found %(found)s", shown)))
        return on

    def _read_stop(self, said: Mapping[str, str]) -> datetime | None:
        if not said[STOPPED_SINCE]:
            if said[STOPPED_RULE]:
                self.wrong.append((STOPPED_SINCE, Message("expected since when the clock is stopped, found nothing", {})))
            return None
        if not said[STOPPED_RULE]:
            self.wrong.append((STOPPED_RULE, Message("expected the rule by which the clock is stopped, found nothing", {})))
        self._not_too_long(said, (STOPPED_RULE, MOST_WORDS))
        since, wrong = past_instant(said[STOPPED_SINCE], STOPPED_SINCE, self._now, self._calendar)
        if wrong is not None:
            self.wrong.append((STOPPED_SINCE, wrong.message))
        return since.astimezone(UTC) if since is not None else None

    def _not_too_long(self, said: Mapping[str, str], *limits: tuple[str, int]) -> None:
        for column, most in limits:
            if len(said[column]) > most:
                shown = {"most": most, "found": len(said[column])}
                self.wrong.append((column, Message("expected at most %(most)s characters, found %(found)s", shown)))

    def _set(
        self, column: str, held: Sequence[Deadline], to: tuple[date | None, datetime | None], said: Mapping[str, str]
    ) -> list[PaperClock]:
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
        key, (extended_to, stopped_at) = held[0].element_instance_key, to
        kept = {
            "deadlineKey": str(key),
            "extendedTo": extended_to.isoformat() if extended_to is not None else None,
            "stoppedAt": instant_text(stopped_at) if stopped_at is not None else None,
        }
        if extended_to is not None and extended_to <= self._calendar.local_date(held[0].deadline_at):
            ends_on = self._calendar.local_date(held[0].deadline_at).isoformat()
            shown = {"ends_on": ends_on, "found": extended_to.isoformat()}
            self.wrong.append((column, Message("expected a day after the limit itself, %(ends_on)s, found %(found)s", shown)))
            return []
        if stopped_at is not None and stopped_at < held[0].entered_at:
            entered = held[0].entered_at.astimezone(self._calendar.zone).strftime("%Y-%m-%d %H:%M")
            shown = {"entered": entered, "found": said[STOPPED_SINCE]}
            text = Message("expected a time at or after that at which the case came to its step, %(entered)s, found %(found)s", shown)
            self.wrong.append((column, text))
            return []
        try:
            set_clock(self._case, kept)
        except Rejection as rejection:
            self.wrong.append((column, rejection.message))
            return []
        return [PaperClock(key, kept, said)]
