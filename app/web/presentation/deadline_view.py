"""What a page shows of one deadline."""

from datetime import datetime

from msgspec import Struct

from app.web.presentation.time_left import Left


class DeadlineView(Struct, frozen=True):
    """A deadline, ready to draw.

    state: running, suspended, met, missed, lapsed, void, "applying" for one past due whose consequence is being applied,
    "recomputing" for one that follows a newer year of the calendar in a moment, or "pending" where silence counts and its provisional
    instant has passed, which has no effect yet. unannounced: the year whose notice that waits for, or by which what was missed may prove
    not to be; 0 else.
    light: green, yellow, red or blue; "at-once" for work without a period, not late yet. silence: "consent" or "approval" where silence
    counts as that. article: as the diagram writes it ("11"). whose: the name of the enclosing step, where the deadline is not the task's
    own. length, unit: the period, as in diagrams ("7", "working day"). share: how much of the period has passed, 0 to 1.
    expected_at: until when a stopped clock was expected to run on; outlasted: it has not by then.
    stopped_days: working days that the clock has stood still so far. days_counted, days_left_out: up to now, or to where it ended.
    calendar_version, calendar_year: of the notice that it was counted by; year 0: none was entered. days_href: where the days are listed
    one by one. falls_on: of an open fixed date, why its day is no working day: weekend, holiday, closure; empty else. grace_hours:
    of office time, which work to be done at once has before it is late; empty where it has none.
    """

    state: str
    light: str
    deadline_at: datetime | None
    left: Left | None = None
    article: str = ""
    whose: str = ""
    length: str = ""
    unit: str = "working day"
    provisional: bool = False
    unannounced: int = 0
    silence: str | None = None
    started_at: datetime | None = None
    original_at: datetime | None = None
    effective_at: datetime | None = None
    suspended_since: datetime | None = None
    expected_at: datetime | None = None
    outlasted: bool = False
    stopped_days: int = 0
    share: float = 0.0
    days_counted: int = 0
    days_left_out: int = 0
    calendar_version: str = ""
    calendar_year: int = 0
    ended_at: datetime | None = None
    key: str = ""
    name: str = ""
    days_href: str = ""
    grace_hours: str = ""
    falls_on: str = ""
