"""Silence that counts as consent or approval: when it takes effect, and what a reply can still change.

Source: opinions, articles 8, 34 and 35; procedures, section 1, "silence" and "received is not entered".
"""

from datetime import UTC, datetime

from msgspec.structs import replace

from app.domain.deadline import Deadline, State, check_transition
from app.domain.deadline_changes import Change
from app.domain.deadline_facts import deadline_fact
from app.domain.deadline_reckoning import settled
from app.domain.instant import instant_text
from app.domain.period import Unit
from app.domain.rejection import Rejection


def fires_at(deadline: Deadline) -> datetime | None:
    """Return when the boundary timer drawn as `=deadline` is due; None while it must wait.

    It waits while the clock is stopped and, where silence counts, while the instant is provisional.
    """
    if deadline.state in (State.SUSPENDED, State.MET, State.VOID):
        return None
    if deadline.state is State.RUNNING and not deadline.takes_effect:
        return None
    return deadline.effective_at


def reply_stands(deadline: Deadline, received_at: datetime) -> bool:
    """Say whether a reply came before the deadline took effect: at the very instant it is late.

    While it has not taken effect (stopped, or provisional where silence counts) every reply is in time; of a retroactive one, every reply
    that came before its element was entered, which establishes that nothing had.
    """
    at = fires_at(deadline)
    return at is None or received_at < max(at, deadline.entered_at)


def reply_proven(deadline: Deadline, received_at: datetime, now: datetime) -> Change:
    """Return a lapsed deadline met by a reply proven to have been received before the silence took effect.

    The fact is effective at the receipt; `recordedAt` is now, `undoesLapseAt` the instant that no longer holds.

    Raises Rejection("too_late") for a reply received at that instant or later, of a retroactive deadline when the silence was established
    or later; Rejection("state_forbids") where silence did not take effect.
    """
    if deadline.state is not State.LAPSED:
        raise Rejection("state_forbids", "Expected a deadline that lapsed, but it is %(state)s", state=deadline.state.value)
    if received_at >= max(deadline.effective_at, deadline.entered_at):
        raise _received_late(deadline, received_at)
    check_transition(deadline, State.MET)
    received_at = received_at.astimezone(UTC)
    changed = settled(replace(deadline, state=State.MET, ended_at=received_at), received_at)
    undone = {"recordedAt": now, "undoesLapseAt": deadline.effective_at}
    return changed, [deadline_fact("deadline_met", changed, received_at, **undone)]


def reply_received(deadline: Deadline, received_at: datetime, now: datetime) -> Change:
    """Return an open deadline met by a reply proven to have been received before it took effect, though it is entered only now.

    A missed one becomes met, its red void: `undoesMissAt` is the instant that no longer holds. So does one that got a new limit after
    it was missed, where the reply came before that miss: it was met by the limit it had, and the new one is not what it is measured by.

    Raises Rejection("too_late") for a reply received at that instant or later, Rejection("state_forbids") for a deadline that has ended.
    """
    if not deadline.is_open:
        raise Rejection("state_forbids", "Expected an open deadline, but it has ended as %(state)s", state=deadline.state.value)
    received_at, missed_at = received_at.astimezone(UTC), deadline.missed_at
    missed = deadline.state is State.MISSED
    if received_at >= deadline.effective_at if missed else not reply_stands(deadline, received_at):
        raise _received_late(deadline, received_at)
    check_transition(deadline, State.MET)
    met = replace(deadline, state=State.MET, ended_at=received_at, suspended_since=None)
    undone = {}
    if missed_at is not None and received_at < missed_at:
        met, undone = replace(_by_the_limit_missed(met, missed_at), missed_at=None), {"undoesMissAt": missed_at}
    changed = settled(met, received_at)
    return changed, [deadline_fact("deadline_met", changed, received_at, recordedAt=now, **undone)]


def _by_the_limit_missed(deadline: Deadline, missed_at: datetime) -> Deadline:
    """Return a deadline with the end that it had when it was missed, where it was moved since."""
    if deadline.moved_at is None or deadline.moved_at < missed_at:
        return deadline
    at = deadline.original_at if deadline.unit is Unit.AT_ONCE else missed_at
    return replace(deadline, deadline_at=at, effective_at=missed_at, moved_to=None, moved_at=None)


def _received_late(deadline: Deadline, received_at: datetime) -> Rejection:
    return Rejection(
        "too_late",
        "Expected a reply received before %(deadline)s, but found %(received)s",
        deadline=instant_text(max(deadline.effective_at, deadline.entered_at)),
        received=instant_text(received_at),
    )
