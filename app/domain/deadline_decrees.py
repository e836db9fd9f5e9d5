"""Decrees: a calendar year entered or changed recomputes deadlines; an operator confirms a provisional one."""

from datetime import UTC, datetime

from msgspec.structs import replace

from app.domain.calendar import Calendar
from app.domain.deadline import Deadline, State, check_transition
from app.domain.deadline_changes import Change
from app.domain.deadline_facts import deadline_fact, light_facts
from app.domain.deadline_reckoning import reckon, reckoned, settled
from app.domain.light import Light
from app.domain.period import Unit
from app.domain.rejection import Rejection


def recomputed(deadline: Deadline, calendar: Calendar, entered_at: datetime) -> Change:
    """Return a deadline worked out by another version of the calendar; without facts where nothing differs.

    Running and stopped ones, a confirmed one that still runs, and those missed at a provisional instant or on a day later
    declared closed: if the new instant is still ahead, it runs again and the earlier red is void. One recomputed into the
    past takes effect at the instant the notice was entered, never before. A lapse that took effect stands.

    entered_at: the instant the decree was entered. Source: procedures, section 1, "calendar unknown".
    """
    entered_at = entered_at.astimezone(UTC)
    if deadline.state is State.MISSED:
        return _recomputed_missed(deadline, calendar, entered_at)
    if deadline.state not in (State.RUNNING, State.SUSPENDED):
        return deadline, []
    changed = reckoned(deadline, calendar, entered_at)
    if _stands(deadline, changed):
        return deadline, []
    changed = settled(changed, entered_at)
    red_void = deadline.light is Light.RED and changed.light is not Light.RED
    return changed, _facts(deadline, changed, entered_at, red_void=red_void)


def is_behind(deadline: Deadline, calendar: Calendar, now: datetime) -> bool:
    """Say whether a newer version of the calendar changes a deadline that has yet to follow it; its dates are being recomputed."""
    if not calendar.version.isdigit() or int(deadline.calendar_version) >= int(calendar.version):
        return False
    return bool(recomputed(deadline, calendar, now)[1])


def confirmed(deadline: Deadline, now: datetime) -> Change:
    """Return a deadline whose provisional instant the operator confirms; after the instant, it takes effect now.

    Raises Rejection("state_forbids") where it is not provisional, stopped, or over.
    """
    now = now.astimezone(UTC)
    if not deadline.provisional:
        raise Rejection("state_forbids", "Expected a provisional deadline, but this one is firm")
    if deadline.state is State.SUSPENDED:
        raise Rejection("deadline_suspended", "Expected a running deadline, but its clock is stopped; let it run on first")
    check_transition(deadline, deadline.state)
    light = deadline.light
    deadline = replace(deadline, provisional=False, confirmed_at=now)
    if deadline.state is State.RUNNING:
        deadline = settled(replace(deadline, effective_at=max(deadline.effective_at, now)), now)
    return deadline, [deadline_fact("deadline_confirmed", deadline, now), *light_facts(light, deadline, now)]


def _recomputed_missed(deadline: Deadline, calendar: Calendar, entered_at: datetime) -> Change:
    declared_closed = not calendar.is_working_day(calendar.local_date(deadline.deadline_at))
    if not (deadline.provisional or declared_closed):
        return deadline, []
    late_at = reckon(deadline, calendar).late_at
    changed = reckoned(deadline, calendar, entered_at)
    if deadline.ended_at is None and late_at > entered_at:
        changed = settled(replace(changed, state=State.RUNNING, missed_at=None), entered_at)
        return changed, _facts(deadline, changed, entered_at, red_void=True)
    if deadline.ended_at is not None and deadline.ended_at < late_at:
        # Done in time after all, by the instant that the notice gives.
        changed = settled(replace(changed, state=State.MET, missed_at=None, effective_at=late_at), entered_at)
        done = deadline_fact("deadline_met", changed, deadline.ended_at)
        return changed, [*_facts(deadline, changed, entered_at, red_void=True), done]
    # Missed by either calendar: the miss stands as of its instant.
    changed = replace(changed, effective_at=deadline.effective_at)
    return (deadline, []) if _stands(deadline, changed) else (changed, _facts(deadline, changed, entered_at, red_void=False))


def _stands(deadline: Deadline, changed: Deadline) -> bool:
    # The end of a grace is seen in effective_at alone; elsewhere that may differ by the instant of the decree only.
    if deadline.unit is Unit.AT_ONCE and deadline.effective_at != changed.effective_at:
        return False
    return (deadline.deadline_at, deadline.yellow_at, deadline.provisional) == (
        changed.deadline_at,
        changed.yellow_at,
        changed.provisional,
    )


def _facts(before: Deadline, changed: Deadline, at: datetime, *, red_void: bool) -> list[dict[str, object]]:
    fact = deadline_fact(
        "deadline_recomputed",
        changed,
        at,
        deadlineBefore=before.deadline_at,
        calendarBefore=before.calendar_version,
        earlierRedVoid=red_void,
    )
    return [fact, *light_facts(before.light, changed, at)]
