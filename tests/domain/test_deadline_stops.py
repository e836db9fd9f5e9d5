"""Stopping the clock of a deadline: who may, when, and what it does."""

from typing import Any

import pytest

from app.domain.deadline import Silence, State, Terms
from app.domain.deadline_changes import change_due, met, void
from app.domain.deadline_stops import resumed, suspended
from app.domain.light import Light
from app.domain.period import Unit
from app.domain.rejection import Rejection
from tests.domain.city_time import CALENDAR, at, civil, day, days_terms, period, started

STOPPABLE = days_terms(7, suspendable=True)


def stopped(**more: Any) -> Any:
    return suspended(started("2026-11-16 09:00", days_terms(7, suspendable=True, **more)), at("2026-11-19 09:00"))[0]


def test_a_stopped_clock_is_blue_and_waits_for_nothing() -> None:
    deadline, facts = suspended(started("2026-11-16 09:00", STOPPABLE), at("2026-11-19 09:00"))
    assert (deadline.state, deadline.light, deadline.next_change_at) == (State.SUSPENDED, Light.BLUE, None)
    assert deadline.suspended_since == at("2026-11-19 09:00")
    assert [(fact["fact"], fact["light"], fact.get("from")) for fact in facts] == [
        ("deadline_suspended", "blue", None),
        ("deadline_light_changed", "blue", "green"),
    ]
    assert change_due(deadline, at("2027-06-01 09:00")) == (deadline, [])


def test_the_texts_own_example_loses_the_19th_and_20th_but_not_the_23rd() -> None:
    deadline, facts = resumed(stopped(), at("2026-11-23 16:00"), CALENDAR)
    assert (deadline.state, civil(deadline.deadline_at), civil(deadline.original_at)) == (
        State.RUNNING,
        "2026-11-27 17:30",
        "2026-11-25 17:30",
    )
    assert [fact["fact"] for fact in facts] == ["deadline_resumed", "deadline_light_changed"]
    assert facts[0]["suspendedSince"] == "2026-11-19T01:00:00.000000Z"
    assert (facts[0]["deadlineBefore"], facts[0]["deadlineAt"]) == ("2026-11-25T09:30:00.000000Z", "2026-11-27T09:30:00.000000Z")


def test_it_may_run_on_yellow() -> None:
    deadline, facts = resumed(stopped(), at("2026-11-23 17:00"), CALENDAR)
    assert (deadline.light, facts[1]["from"], facts[1]["light"]) == (Light.GREEN, "blue", "green")
    late, _ = suspended(started("2026-11-16 09:00", STOPPABLE), at("2026-11-25 09:00"))
    again, facts = resumed(late, at("2026-11-25 10:00"), CALENDAR)
    assert (again.light, facts[1]["from"], facts[1]["light"]) == (Light.YELLOW, "blue", "yellow")


def test_stops_add_up() -> None:
    deadline, _ = resumed(stopped(), at("2026-11-23 16:00"), CALENDAR)
    deadline, _ = suspended(deadline, at("2026-11-24 09:00"))
    deadline, _ = resumed(deadline, at("2026-11-25 09:00"), CALENDAR)
    assert (civil(deadline.deadline_at), len(deadline.stops)) == ("2026-11-30 17:30", 2)


def test_silence_takes_no_effect_while_the_clock_stands_still() -> None:
    deadline = stopped(silence=Silence.CONSENT)
    assert change_due(deadline, at("2026-12-20 09:00")) == (deadline, [])
    lapsed, _ = change_due(resumed(deadline, at("2026-11-23 16:00"), CALENDAR)[0], at("2026-12-20 09:00"))
    assert (lapsed.state, civil(lapsed.effective_at)) == (State.LAPSED, "2026-11-27 17:30")


def test_work_may_be_done_or_cancelled_while_the_clock_stands_still() -> None:
    assert met(stopped(), at("2026-12-20 09:00"))[0].state is State.MET
    assert void(stopped(), at("2026-12-20 09:00"))[0].state is State.VOID


def test_a_stop_into_an_unknown_year_makes_the_end_provisional() -> None:
    deadline, _ = resumed(stopped(), at("2026-12-31 18:00"), CALENDAR)
    # 17, 18 Nov (2); Fri 1 Jan 2027 (3), 4-7 (7)
    assert (civil(deadline.deadline_at), deadline.provisional) == ("2027-01-07 17:30", True)


@pytest.mark.parametrize(
    "terms",
    [
        days_terms(7),
        Terms(at=day("2026-11-30"), suspendable=True),
        Terms(period=period(0, Unit.AT_ONCE), suspendable=True),
    ],
)
def test_a_clock_that_may_not_be_stopped_is_not(terms: Terms) -> None:
    with pytest.raises(Rejection) as refusal:
        suspended(started("2026-11-16 09:00", terms), at("2026-11-16 09:30"))
    assert refusal.value.code == "not_suspendable"


def test_a_stopped_clock_is_not_stopped_again() -> None:
    with pytest.raises(Rejection, match="its clock has been stopped since 2026-11-19T01:00") as refusal:
        suspended(stopped(), at("2026-11-20 09:00"))
    assert refusal.value.code == "deadline_suspended"


def test_an_ended_deadline_is_not_stopped() -> None:
    done, _ = met(started("2026-11-16 09:00", STOPPABLE), at("2026-11-17 09:00"))
    missed, _ = change_due(started("2026-11-16 09:00", STOPPABLE), at("2026-11-25 17:30"))
    for deadline in (done, missed):
        with pytest.raises(Rejection, match="may become suspended") as refusal:
            suspended(deadline, at("2026-11-26 09:00"))
        assert refusal.value.code == "state_forbids"


def test_a_clock_is_not_stopped_at_the_deadline_or_after_it() -> None:
    with pytest.raises(Rejection, match="Expected a deadline still ahead, but it ended at 2026-11-25T09:30"):
        suspended(started("2026-11-16 09:00", STOPPABLE), at("2026-11-25 17:30"))


def test_a_running_clock_is_not_let_run_on_nor_before_it_was_stopped() -> None:
    with pytest.raises(Rejection, match="Expected a deadline whose clock is stopped, but it is running"):
        resumed(started("2026-11-16 09:00", STOPPABLE), at("2026-11-17 09:00"), CALENDAR)
    with pytest.raises(Rejection, match="Expected a deadline whose clock is stopped"):
        resumed(stopped(), at("2026-11-18 09:00"), CALENDAR)
