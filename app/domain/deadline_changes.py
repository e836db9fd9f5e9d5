"""The life of a deadline: it starts, its light changes, it is met, missed or lapses, or becomes void."""

from datetime import UTC, datetime

from msgspec.structs import asdict, replace

from app.domain.calendar import Calendar
from app.domain.deadline import Deadline, State, Terms, check_transition
from app.domain.deadline_facts import Fact, deadline_fact, light_facts
from app.domain.deadline_reckoning import reckoned, settled
from app.domain.instant import instant_text
from app.domain.light import Light
from app.domain.rejection import Rejection

Change = tuple[Deadline, list[Fact]]


def start(place: tuple[str, int], terms: Terms, started_at: datetime, now: datetime, calendar: Calendar) -> Change:
    """Return the deadline of an element that is entered, and the fact that it started.

    place: id of the element and key of its instance. started_at: where counting starts, possibly before now (received is
    not entered). A deadline that lies in the past when it is entered takes effect at the entry; a retroactive one as of the date set,
    and that it was established only now is its entry (opinions, article 34: who sent nobody agrees as of the session's set start).

    Raises Rejection("bad_value") and Rejection("calendar_unknown") for periods that cannot be counted.
    """
    started_at, now = started_at.astimezone(UTC), now.astimezone(UTC)
    deadline = Deadline(
        **asdict(terms),
        element_id=place[0],
        element_instance_key=place[1],
        state=State.RUNNING,
        started_at=started_at,
        entered_at=now,
        deadline_at=now,
        effective_at=now,
        yellow_at=now,
        original_at=now,
        provisional=False,
        calendar_version=calendar.version,
        light=Light.YELLOW,
    )
    deadline = reckoned(deadline, calendar, now)
    deadline = settled(replace(deadline, original_at=deadline.deadline_at), now)
    return deadline, [deadline_fact("deadline_started", deadline, now, startedAt=started_at)]


def change_due(deadline: Deadline, now: datetime) -> Change:
    """Return a deadline after every change that is due by itself up to an instant, each as of its own instant.

    A clock that stands is seen to stand longer than expected. For one that runs: yellow, then missed (and red), or lapsed where silence
    counts. At a provisional instant silence takes no effect: the light turns red and the deadline runs on until a decree or a confirmation.
    """
    facts: list[Fact] = []
    while deadline.next_change_at is not None and deadline.next_change_at <= now:
        deadline, changed = _changed(deadline, deadline.next_change_at)
        facts += changed
    return deadline, facts


def met(deadline: Deadline, now: datetime) -> Change:
    """Return a deadline whose element is finished: met before the instant it takes effect, at it or after it missed. A retroactive silence
    is met also after its date, before it is established that nothing came.

    Raises Rejection("deadline_lapsed") where silence has taken effect, Rejection("state_forbids") where it has ended.
    """
    is_open_yet = deadline.retroactive and deadline.silence is not None and now < deadline.entered_at
    deadline, facts = (deadline, []) if is_open_yet else change_due(deadline, now)
    if deadline.state is State.LAPSED:
        raise _lapsed(deadline)
    if not deadline.is_open:
        raise Rejection("state_forbids", "Expected an open deadline, but it has ended as %(state)s", state=deadline.state.value)
    if deadline.state is State.MISSED:
        return replace(deadline, ended_at=now), facts
    check_transition(deadline, State.MET)
    deadline = settled(replace(deadline, state=State.MET, ended_at=now, suspended_since=None, expected_at=None), now)
    return deadline, [*facts, deadline_fact("deadline_met", deadline, now)]


def void(deadline: Deadline, now: datetime) -> Change:
    """Return a deadline whose element is cancelled; one that was met, missed or lapsed by then stays so."""
    deadline, facts = change_due(deadline, now)
    if not deadline.is_open:
        return deadline, facts
    if deadline.state is State.MISSED:
        return replace(deadline, ended_at=now), facts
    check_transition(deadline, State.VOID)
    deadline = settled(replace(deadline, state=State.VOID, ended_at=now, suspended_since=None, expected_at=None), now)
    return deadline, [*facts, deadline_fact("deadline_voided", deadline, now)]


def cut_off(deadline: Deadline, now: datetime, by: str) -> Change:
    """Return a deadline that its step has just met, where the same event begins the work anew with a limit of its own: it is void, for the
    work was broken off and not done in time. It stands in the place of what was noted of its being met, in the same event.

    by: id of the event that begins it anew.
    """
    deadline = replace(deadline, state=State.VOID)
    return deadline, [deadline_fact("deadline_voided", deadline, now, begunAnewBy=by)]


def _changed(deadline: Deadline, at: datetime) -> Change:
    before = deadline.light
    if deadline.state is State.SUSPENDED:
        deadline = settled(deadline, at)
        return deadline, [deadline_fact("deadline_stop_outlasted", deadline, at, suspendedSince=deadline.suspended_since)]
    if at < deadline.effective_at:
        deadline = replace(deadline, light=Light.YELLOW, next_change_at=deadline.effective_at)
        return deadline, light_facts(before, deadline, at)
    if not deadline.takes_effect:
        deadline = settled(deadline, at)
        return deadline, light_facts(before, deadline, at)
    silence = deadline.silence
    if silence is not None:
        deadline = settled(replace(deadline, state=State.LAPSED, ended_at=at), at)
        established = {"establishedAt": deadline.entered_at} if deadline.entered_at > at else {}
        return deadline, [deadline_fact("deadline_lapsed", deadline, at, silence=silence.value, **established)]
    deadline = settled(replace(deadline, state=State.MISSED, missed_at=at), at)
    return deadline, [deadline_fact("deadline_missed", deadline, at), *light_facts(before, deadline, at)]


def _lapsed(deadline: Deadline) -> Rejection:
    return Rejection(
        "deadline_lapsed",
        "Expected an answer before the deadline, but silence took effect at %(at)s by article %(article)s",
        at=instant_text(deadline.effective_at),
        article=deadline.article or "-",
    )
