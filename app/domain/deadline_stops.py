"""Stopping the clock of a deadline, and letting it run on.

During inspection, testing, quarantine, appraisal, expert review, hearing or tender the period does not run.
Source: Licensing Law, article 45; procedures, section 1, "stopping the clock".
"""

from datetime import UTC, datetime

from msgspec.structs import replace

from app.domain.calendar import Calendar
from app.domain.deadline import Deadline, State, check_transition
from app.domain.deadline_changes import Change
from app.domain.deadline_facts import deadline_fact, light_facts
from app.domain.deadline_reckoning import reckoned, settled
from app.domain.instant import instant_text
from app.domain.period import Unit
from app.domain.rejection import Rejection
from app.domain.stopped_days import Stop


def suspended(deadline: Deadline, now: datetime, expected_at: datetime | None = None) -> Change:
    """Return a deadline whose clock stops: blue, its end shown as it was until it runs on.

    expected_at: until when it is expected to run on; its only change by itself is that this passes.

    Raises Rejection("deadline_suspended") where it is stopped already, Rejection("not_suspendable") where its diagram does
    not allow it and for fixed dates and `at once`, Rejection("state_forbids") where it has ended or its instant has passed.
    """
    now = now.astimezone(UTC)
    if deadline.state is State.SUSPENDED and deadline.suspended_since is not None:
        raise Rejection(
            "deadline_suspended",
            "Expected a running deadline, but its clock has been stopped since %(since)s",
            since=instant_text(deadline.suspended_since),
        )
    check_transition(deadline, State.SUSPENDED)
    if deadline.unit is None or deadline.unit is Unit.AT_ONCE:
        raise Rejection(
            "not_suspendable", "Expected a deadline counted as a period, but this one is a fixed limit: %(rule)s", rule=deadline.rule
        )
    if not deadline.suspendable:
        raise Rejection(
            "not_suspendable",
            "Expected a deadline whose clock may be stopped, but the procedure does not allow it for: %(rule)s",
            rule=deadline.rule,
        )
    if now >= deadline.deadline_at:
        raise Rejection(
            "state_forbids",
            "Expected a deadline still ahead, but it ended at %(at)s",
            at=instant_text(deadline.deadline_at),
        )
    before = deadline.light
    deadline = settled(
        replace(deadline, state=State.SUSPENDED, suspended_since=now, expected_at=expected_at and expected_at.astimezone(UTC)), now
    )
    return deadline, [deadline_fact("deadline_suspended", deadline, now), *light_facts(before, deadline, now)]


def resumed(deadline: Deadline, now: datetime, calendar: Calendar) -> Change:
    """Return a deadline whose clock runs on, moved by what did not count.

    A working or calendar day counts only if the clock ran at its close of business; hours and minutes are exact; months
    and years move by the calendar days not counted.

    Raises Rejection("state_forbids") where the clock is not stopped or was stopped later than now.
    """
    now = now.astimezone(UTC)
    since = deadline.suspended_since
    if deadline.state is not State.SUSPENDED or since is None or now < since:
        raise Rejection("state_forbids", "Expected a deadline whose clock is stopped, but it is %(state)s", state=deadline.state.value)
    before, light = deadline.deadline_at, deadline.light
    stops = (*deadline.stops, Stop(since, now))
    deadline = reckoned(replace(deadline, state=State.RUNNING, suspended_since=None, expected_at=None, stops=stops), calendar, now)
    deadline = settled(deadline, now)
    fact = deadline_fact("deadline_resumed", deadline, now, suspendedSince=since, deadlineBefore=before)
    return deadline, [fact, *light_facts(light, deadline, now)]
