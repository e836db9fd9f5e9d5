"""Moving a deadline: to another date, or to another length counted from the original start."""

from datetime import UTC, date, datetime

from msgspec import Struct
from msgspec.structs import replace

from app.domain.calendar import Calendar
from app.domain.deadline import Deadline, State, check_transition
from app.domain.deadline_changes import Change
from app.domain.deadline_facts import deadline_fact, light_facts
from app.domain.deadline_reckoning import reckoned, settled
from app.domain.instant import instant_text
from app.domain.period import Period
from app.domain.rejection import Rejection


class Move(Struct, frozen=True):
    """Where a deadline goes.

    to: a civil date, ending at close of business, working day or not; an instant; or a period from the original start, as
    for a large workload (opinions, article 12) and limits set by law, longer or shorter.
    extension: whether it was granted as an extension, which is counted. rule, article: where the new end rests on others.
    """

    to: date | datetime | Period
    extension: bool = False
    rule: str | None = None
    article: str | None = None


def moved(deadline: Deadline, move: Move, now: datetime, calendar: Calendar) -> Change:
    """Return a deadline with another end. A missed one runs again with it: a new limit in the record.

    A period that ended before now takes effect now. Stops that have ended stay left out of a period; a date holds as it is.

    Raises Rejection("deadline_suspended") while the clock is stopped, Rejection("state_forbids") where the deadline has
    ended, Rejection("bad_value") for a date that has passed.
    """
    now = now.astimezone(UTC)
    if deadline.state is State.SUSPENDED:
        raise Rejection("deadline_suspended", "Expected a running deadline, but its clock is stopped; let it run on first")
    check_transition(deadline, State.RUNNING)
    if not deadline.is_open:
        raise Rejection("state_forbids", "Expected an open deadline, but its work is done")
    before, light = deadline.deadline_at, deadline.light
    changed = reckoned(replace(_aimed(deadline, move, now), state=State.RUNNING), calendar, now)
    passed = changed.deadline_at <= now
    if passed and (deadline.state is State.MISSED or not isinstance(move.to, Period)):
        raise Rejection("bad_value", "Expected a new end that is still ahead, but found %(found)s", found=instant_text(changed.deadline_at))
    changed = settled(changed, now)
    fact = deadline_fact("deadline_moved", changed, now, deadlineBefore=before, extension=move.extension, missedAt=deadline.missed_at)
    return changed, [fact, *light_facts(light, changed, now)]


def _aimed(deadline: Deadline, move: Move, now: datetime) -> Deadline:
    deadline = replace(
        deadline,
        rule=move.rule or deadline.rule,
        article=move.article or deadline.article,
        extensions=deadline.extensions + move.extension,
        confirmed_at=None,
    )
    if not isinstance(move.to, Period):
        to = move.to.astimezone(UTC) if isinstance(move.to, datetime) else move.to
        return replace(deadline, moved_to=to, moved_at=now)
    # An empty rule is worded anew from the period.
    return replace(deadline, period=move.to, at=None, moved_to=None, moved_at=None, rule=move.rule or "")
