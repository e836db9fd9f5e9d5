"""A deadline that ends with another one: that of who decides about it. It goes where the other goes, and stands still with it."""

from datetime import datetime

from msgspec.structs import replace

from app.domain.calendar import Calendar
from app.domain.deadline import Deadline, State
from app.domain.deadline_changes import Change
from app.domain.deadline_facts import deadline_fact, light_facts
from app.domain.deadline_reckoning import reckoned, settled

_ALIVE = (State.RUNNING, State.SUSPENDED)


def has_moved(deadline: Deadline, leader: Deadline) -> bool:
    """Say whether a deadline no longer ends with the one it follows. One of the two that has ended leads, or follows, no more."""
    if deadline.state not in _ALIVE or leader.state not in _ALIVE:
        return False
    return deadline.state is not leader.state or deadline.deadline_at != leader.deadline_at


def followed(deadline: Deadline, leader: Deadline, now: datetime, calendar: Calendar) -> Change:
    """Return a deadline that ends with the one it follows, and the fact of how it came there. Both are running or stopped."""
    before, light, since = deadline.deadline_at, deadline.light, deadline.suspended_since
    if leader.state is State.SUSPENDED and deadline.state is State.RUNNING:
        deadline = settled(replace(deadline, state=State.SUSPENDED, suspended_since=now), now)
        return deadline, [deadline_fact("deadline_suspended", deadline, now), *light_facts(light, deadline, now)]
    aimed = replace(deadline, state=leader.state, at=leader.deadline_at, suspended_since=leader.suspended_since)
    deadline = settled(reckoned(aimed, calendar, now), now)
    if since is not None and deadline.state is State.RUNNING:
        fact = deadline_fact("deadline_resumed", deadline, now, suspendedSince=since, deadlineBefore=before)
    else:
        fact = deadline_fact("deadline_moved", deadline, now, deadlineBefore=before, extension=False)
    return deadline, [fact, *light_facts(light, deadline, now)]
