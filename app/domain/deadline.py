"""A deadline: a record of its own with legal effect, not a variable (and not the internal target `due_at`)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from msgspec import Struct, field
from msgspec.structs import force_setattr

from app.domain.light import YELLOW_SHARE, Light, read_share
from app.domain.period import Period, Unit
from app.domain.rejection import Rejection
from app.domain.stopped_days import Stops

GRACE: Final = timedelta(hours=2)


class State(StrEnum):
    """Missed: overdue, the work goes on. Lapsed: silence took effect. Void: its element was cancelled."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    MET = "met"
    MISSED = "missed"
    LAPSED = "lapsed"
    VOID = "void"


class Silence(StrEnum):
    """What silence counts as. Source: opinions, articles 8, 34 and 35."""

    CONSENT = "consent"
    APPROVAL = "approval"


# A missed deadline runs again only with a new limit or by a decree, and turns met only by a decree; a lapse is undone only
# by a reply proven to have been received before.
TRANSITIONS: Final[Mapping[State, frozenset[State]]] = MappingProxyType(
    {
        State.RUNNING: frozenset({State.RUNNING, State.SUSPENDED, State.MET, State.MISSED, State.LAPSED, State.VOID}),
        State.SUSPENDED: frozenset({State.RUNNING, State.SUSPENDED, State.MET, State.VOID}),
        State.MISSED: frozenset({State.RUNNING, State.MISSED, State.MET}),
        State.LAPSED: frozenset({State.MET}),
        State.MET: frozenset(),
        State.VOID: frozenset(),
    }
)


class Terms(Struct, frozen=True, kw_only=True):
    """What a diagram and the office's settings say of a deadline, worked out for one case.

    period or at: a length, or a limit given as a date (civil, ends at close of business) or as an instant; one of them.
    rule: in words for the record, by default the length and unit, or the date.
    notice_days: calendar days before the deadline's date by which an extension has to be asked for.
    retroactive: whether a date that lies before its element is entered takes effect as of that date, and not of the entry.
    yellow_share: share of the period left at which the light turns yellow. grace: office time, for `at once` only.
    """

    period: Period | None = None
    at: date | datetime | None = None
    article: str | None = None
    rule: str = ""
    silence: Silence | None = None
    extendable: bool = False
    notice_days: int = 0
    extension_approver: str | None = None
    suspendable: bool = False
    retroactive: bool = False
    yellow_share: Fraction = YELLOW_SHARE
    grace: timedelta = GRACE

    def __post_init__(self) -> None:
        if (self.period is None) == (self.at is None):
            raise Rejection("bad_value", "Expected either a length or a date for the deadline, but found both or neither")
        if isinstance(self.at, datetime) and self.at.tzinfo is None:
            raise Rejection("bad_value", "Expected an instant with a zone for the deadline, but found %(at)s", at=str(self.at))
        if self.notice_days < 0:
            raise Rejection("bad_value", "Expected the days of notice as 0 or more, but found %(found)s", found=self.notice_days)
        force_setattr(self, "yellow_share", read_share(self.yellow_share))
        if not self.rule:
            force_setattr(self, "rule", self._rule_in_words())

    def _rule_in_words(self) -> str:
        if self.period is None:
            return f"date {self.at}"
        return self.unit.value if self.unit is Unit.AT_ONCE else f"{self.period.length:f} {self.period.unit.value}"

    @property
    def unit(self) -> Unit | None:
        """The unit in which it is counted; None for a limit given as a date."""
        return None if self.period is None else self.period.unit


class Deadline(Terms, frozen=True, kw_only=True):
    """One deadline of one element instance. Never changed: each change gives another record and its facts.

    Instants are in UTC.
    started_at: where counting starts, possibly before entered_at, the instant it was recorded.
    deadline_at: the instant it ends by its rule. effective_at: the instant at which passing it takes effect: the same, but
    for `at once` the end of the grace, and never before the entry, decree or confirmation that brought the instant, unless retroactive.
    original_at: deadline_at as first reckoned. moved_to, moved_at: the end set by a move to a date, and when.
    light: None once it ended without being missed. next_change_at: when its light or state changes next, by itself.
    expected_at: until when a clock that stands was expected to run on; None where nobody said, or once it has run on.
    ended_at: when its element was left, or silence took effect. missed_at stays when a missed deadline gets a new limit.
    """

    element_id: str
    element_instance_key: int
    state: State
    started_at: datetime
    entered_at: datetime
    deadline_at: datetime
    effective_at: datetime
    yellow_at: datetime
    original_at: datetime
    provisional: bool
    calendar_version: str
    light: Light | None
    next_change_at: datetime | None = None
    suspended_since: datetime | None = None
    expected_at: datetime | None = None
    stops: Stops = field(default=())
    moved_to: date | datetime | None = None
    moved_at: datetime | None = None
    extensions: int = 0
    confirmed_at: datetime | None = None
    missed_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether its element is still to be finished: running, stopped, or missed and not yet left."""
        return self.ended_at is None

    @property
    def takes_effect(self) -> bool:
        """Whether passing the instant has its effect by itself: silence never takes effect at a provisional instant."""
        return self.silence is None or not self.provisional

    def awaits_calendar(self, now: datetime) -> bool:
        """Say whether its provisional instant has passed without effect: it is neither late nor lapsed, and waits for the notice of the
        year or a confirmation. Its light is red on record since, which only then goes with one that runs.

        Source: procedures, section 1, "silence" and "calendar unknown".
        """
        passed = self.state is State.RUNNING and self.provisional and self.effective_at <= now
        return passed and (self.light is Light.RED or not self.takes_effect)


def check_transition(deadline: Deadline, state: State) -> None:
    """Raise Rejection("state_forbids") unless a deadline may go from its state to another."""
    if state not in TRANSITIONS[deadline.state]:
        raise Rejection(
            "state_forbids",
            "Expected a deadline that may become %(wanted)s, but it is %(state)s",
            wanted=state.value,
            state=deadline.state.value,
        )
