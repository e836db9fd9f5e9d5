"""Moving a deadline to a date, to another length, under a limit set by law."""

import pytest

from app.domain.deadline import Silence, State, Terms
from app.domain.deadline_changes import change_due, met
from app.domain.deadline_moves import Move, moved
from app.domain.deadline_statutory import StatutoryLimit, move_to_law, under_law
from app.domain.deadline_stops import resumed, suspended
from app.domain.light import Light
from app.domain.period import Unit
from app.domain.rejection import Rejection
from app.domain.silence import fires_at
from tests.domain.city_time import CALENDAR, at, civil, day, days_terms, period, started

NOW = at("2026-03-03 09:00")
LAW = StatutoryLimit(period(20), "信访工作条例", "34")


def test_an_extension_moves_the_deadline_to_the_close_of_business_of_the_new_date() -> None:
    deadline, facts = moved(started("2026-03-02 09:00", days_terms(7)), Move(day("2026-03-20"), extension=True), NOW, CALENDAR)
    assert (civil(deadline.deadline_at), deadline.extensions, civil(deadline.original_at)) == ("2026-03-20 17:30", 1, "2026-03-11 17:30")
    assert facts[0]["fact"] == "deadline_moved"
    assert (facts[0]["deadlineBefore"], facts[0]["extension"]) == ("2026-03-11T09:30:00.000000Z", True)


def test_a_new_date_on_a_closed_day_is_not_moved() -> None:
    deadline, _ = moved(started("2026-03-02 09:00", days_terms(3)), Move(day("2026-03-14")), NOW, CALENDAR)
    assert civil(deadline.deadline_at) == "2026-03-14 17:30"


def test_the_boundary_timer_follows_the_deadline() -> None:
    deadline, _ = moved(started("2026-03-02 09:00", days_terms(3, silence=Silence.CONSENT)), Move(day("2026-03-14")), NOW, CALENDAR)
    assert fires_at(deadline) == at("2026-03-14 17:30")


def test_a_large_workload_counts_ten_days_from_the_original_start() -> None:
    # 12: from Mon 2 Mar: 3-6 (4), 9-13 (9), Mon 16 (10)
    deadline, _ = moved(started("2026-03-02 09:00", days_terms(7)), Move(period(10), article="12"), at("2026-03-09 09:00"), CALENDAR)
    assert (civil(deadline.deadline_at), deadline.article, deadline.rule) == ("2026-03-16 17:30", "12", "10 working day")


def test_stops_before_a_longer_period_stay_left_out() -> None:
    deadline, _ = suspended(started("2026-03-02 09:00", days_terms(7, suspendable=True)), at("2026-03-03 09:00"))
    deadline, _ = resumed(deadline, at("2026-03-05 09:00"), CALENDAR)
    deadline, _ = moved(deadline, Move(period(10)), at("2026-03-06 09:00"), CALENDAR)
    assert civil(deadline.deadline_at) == "2026-03-18 17:30"  # 3, 4 lost: Mon 16 and two more


def test_a_moved_deadline_may_still_be_stopped() -> None:
    deadline, _ = moved(started("2026-03-02 09:00", days_terms(3, suspendable=True)), Move(day("2026-03-13")), NOW, CALENDAR)
    deadline, _ = suspended(deadline, at("2026-03-05 09:00"))
    deadline, _ = resumed(deadline, at("2026-03-09 09:00"), CALENDAR)
    assert civil(deadline.deadline_at) == "2026-03-17 17:30"  # 5, 6 lost


def test_a_limit_set_by_law_replaces_the_default_from_the_start() -> None:
    terms = under_law(days_terms(7), LAW)
    deadline = started("2026-03-02 09:00", terms)
    assert (civil(deadline.deadline_at), deadline.rule, deadline.article) == ("2026-03-30 17:30", "20 working day: 信访工作条例", "34")


def test_a_limit_set_by_law_may_be_put_on_a_running_deadline() -> None:
    deadline, _ = moved(started("2026-03-02 09:00", days_terms(7)), move_to_law(LAW), NOW, CALENDAR)
    assert (civil(deadline.deadline_at), deadline.rule, deadline.article) == ("2026-03-30 17:30", "20 working day: 信访工作条例", "34")


def test_a_shorter_limit_by_law_that_has_passed_takes_effect_when_it_is_entered() -> None:
    now = at("2026-03-06 09:00")
    limit = StatutoryLimit(period(2), "行政许可法", "42")
    deadline, _ = moved(started("2026-03-02 09:00", days_terms(7)), move_to_law(limit), now, CALENDAR)
    assert (civil(deadline.deadline_at), deadline.effective_at) == ("2026-03-04 17:30", now)
    assert change_due(deadline, now)[0].missed_at == now


def test_a_missed_deadline_runs_again_with_a_new_limit_and_its_miss_is_kept() -> None:
    missed, _ = change_due(started("2026-03-02 09:00", days_terms(3)), at("2026-03-05 17:30"))
    deadline, facts = moved(missed, Move(day("2026-03-31")), at("2026-03-09 09:00"), CALENDAR)
    assert (deadline.state, deadline.light, deadline.missed_at) == (State.RUNNING, Light.GREEN, at("2026-03-05 17:30"))
    assert facts[0]["missedAt"] == "2026-03-05T09:30:00.000000Z"


def test_at_once_may_get_a_new_limit_too() -> None:
    missed, _ = change_due(started("2026-03-02 09:00", Terms(period=period(0, Unit.AT_ONCE))), at("2026-03-02 11:00"))
    deadline, _ = moved(missed, Move(day("2026-03-06")), at("2026-03-02 13:30"), CALENDAR)
    assert (civil(deadline.effective_at), deadline.light) == ("2026-03-06 17:30", Light.GREEN)


def test_a_fixed_date_moves_to_another() -> None:
    deadline, _ = moved(started("2026-03-02 09:00", Terms(at=day("2026-03-06"))), Move(day("2026-03-13")), NOW, CALENDAR)
    assert civil(deadline.deadline_at) == "2026-03-13 17:30"


@pytest.mark.parametrize("move", [Move(day("2026-03-02")), Move(at("2026-03-03 09:00"))])
def test_a_date_that_has_passed_is_refused(move: Move) -> None:
    with pytest.raises(Rejection, match="Expected a new end that is still ahead") as refusal:
        moved(started("2026-03-02 09:00", days_terms(7)), move, NOW, CALENDAR)
    assert refusal.value.code == "bad_value"


def test_a_missed_deadline_gets_no_period_that_has_passed() -> None:
    missed, _ = change_due(started("2026-03-02 09:00", days_terms(3)), at("2026-03-05 17:30"))
    with pytest.raises(Rejection, match="Expected a new end that is still ahead"):
        moved(missed, Move(period(4)), at("2026-03-09 09:00"), CALENDAR)


def test_a_stopped_deadline_does_not_move() -> None:
    stopped, _ = suspended(started("2026-03-02 09:00", days_terms(7, suspendable=True)), NOW)
    with pytest.raises(Rejection) as refusal:
        moved(stopped, Move(day("2026-03-31")), NOW, CALENDAR)
    assert refusal.value.code == "deadline_suspended"


def test_an_ended_deadline_does_not_move() -> None:
    done, _ = met(started("2026-03-02 09:00", days_terms(3)), NOW)
    late, _ = met(started("2026-03-02 09:00", days_terms(3)), at("2026-03-06 09:00"))
    for deadline in (done, late):
        with pytest.raises(Rejection) as refusal:
            moved(deadline, Move(day("2026-03-31")), at("2026-03-09 09:00"), CALENDAR)
        assert refusal.value.code == "state_forbids"
