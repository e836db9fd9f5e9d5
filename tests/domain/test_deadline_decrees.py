"""Decrees: the notice of a year, a closure declared later, and an operator's confirmation. Dates worked out by hand."""

from typing import Any

import pytest

from app.domain.calendar import Calendar
from app.domain.calendar_shipped import shipped_years
from app.domain.deadline import Deadline, Silence, State, Terms
from app.domain.deadline_changes import change_due, met
from app.domain.deadline_decrees import confirmed, recomputed
from app.domain.deadline_stops import resumed, suspended
from app.domain.light import Light
from app.domain.period import Unit
from app.domain.rejection import Rejection
from app.domain.silence import fires_at
from tests.domain.city_time import CALENDAR, YEAR_2027, ZONE, at, civil, day, days_terms, period, started, with_year

# Six working days from Thu 24 Dec: 25, 28-31 (5), Fri 1 Jan 2027 (6) while the notice is unknown.
# By the notice, 1-3 Jan are closed: the sixth is Mon 4 Jan. Yellow from the closing of Wed 30 Dec on, either way.
NOTICE = with_year(YEAR_2027, "2027-1")
UNKNOWN_END, KNOWN_END = at("2027-01-01 17:30"), at("2027-01-04 17:30")


def waiting(**more: Any) -> Deadline:
    return started("2026-12-24 09:00", days_terms(6, **more))


def missed() -> Deadline:
    return change_due(waiting(), UNKNOWN_END)[0]


def typhoon() -> Calendar:
    closure = {"from": "2026-08-12T12:00", "until": "2026-08-13T00:00", "reason": "台风"}
    return Calendar.from_years("typhoon", shipped_years(), ZONE, [closure])


def test_the_notice_moves_a_running_deadline_and_makes_it_firm() -> None:
    deadline, facts = recomputed(waiting(), NOTICE, at("2026-12-28 09:00"))
    assert (deadline.deadline_at, deadline.provisional, deadline.calendar_version) == (KNOWN_END, False, "2027-1")
    assert [fact["fact"] for fact in facts] == ["deadline_recomputed"]
    assert (facts[0]["deadlineBefore"], facts[0]["calendarBefore"]) == ("2027-01-01T09:30:00.000000Z", "2026-3")
    assert facts[0]["earlierRedVoid"] is False


def test_a_deadline_whose_end_stays_becomes_firm_by_the_notice() -> None:
    # Seven from Thu 31 Dec: 1, 4-8 (6), 11 (7) unknown; by the notice 4-8 (5), made-up Sat 9 (6), Mon 11 (7).
    deadline, facts = recomputed(started("2026-12-31 09:00", days_terms(7)), NOTICE, at("2026-12-31 10:00"))
    assert (civil(deadline.deadline_at), deadline.provisional) == ("2027-01-11 17:30", False)
    assert [fact["fact"] for fact in facts] == ["deadline_recomputed"]


def test_a_deadline_that_the_notice_does_not_touch_has_no_fact() -> None:
    deadline = started("2026-12-01 09:00", days_terms(7))
    assert recomputed(deadline, NOTICE, at("2026-12-02 09:00")) == (deadline, [])


def test_a_stopped_deadline_is_recomputed_and_stays_stopped() -> None:
    stopped, _ = suspended(waiting(suspendable=True), at("2026-12-28 09:00"))
    deadline, _ = recomputed(stopped, NOTICE, at("2026-12-28 10:00"))
    assert (deadline.state, deadline.light, deadline.deadline_at, deadline.next_change_at) == (State.SUSPENDED, Light.BLUE, KNOWN_END, None)
    assert resumed(deadline, at("2026-12-29 09:00"), NOTICE)[0].deadline_at == at("2027-01-05 17:30")


def test_one_missed_at_a_provisional_instant_runs_again_and_its_red_is_void() -> None:
    deadline, facts = recomputed(missed(), NOTICE, at("2027-01-02 10:00"))
    assert (deadline.state, deadline.light, deadline.missed_at, deadline.next_change_at) == (
        State.RUNNING,
        Light.YELLOW,
        None,
        KNOWN_END,
    )
    assert [(fact["fact"], fact["light"]) for fact in facts] == [("deadline_recomputed", "yellow"), ("deadline_light_changed", "yellow")]
    assert facts[0]["earlierRedVoid"] is True


def test_one_missed_by_either_calendar_stays_missed_as_of_its_instant() -> None:
    deadline, facts = recomputed(missed(), NOTICE, at("2027-01-05 09:00"))
    assert (deadline.state, deadline.missed_at, deadline.effective_at) == (State.MISSED, UNKNOWN_END, UNKNOWN_END)
    assert (deadline.deadline_at, deadline.provisional) == (KNOWN_END, False)
    assert [(fact["fact"], fact["earlierRedVoid"]) for fact in facts] == [("deadline_recomputed", False)]
    assert recomputed(deadline, NOTICE, at("2027-01-06 09:00")) == (deadline, [])


def test_work_done_late_by_the_provisional_instant_was_in_time_by_the_notice() -> None:
    done, _ = met(missed(), at("2027-01-04 10:00"))
    deadline, facts = recomputed(done, NOTICE, at("2027-01-05 09:00"))
    assert (deadline.state, deadline.light, deadline.missed_at) == (State.MET, None, None)
    assert [(fact["fact"], fact["at"]) for fact in facts] == [
        ("deadline_recomputed", "2027-01-05T01:00:00.000000Z"),
        ("deadline_met", "2027-01-04T02:00:00.000000Z"),
    ]


def test_work_done_late_by_either_calendar_stays_late() -> None:
    done, _ = met(missed(), KNOWN_END)
    assert recomputed(done, NOTICE, at("2027-01-05 09:00"))[0].state is State.MISSED


def test_silence_takes_no_effect_at_a_provisional_instant_but_the_light_turns_red() -> None:
    deadline, facts = change_due(waiting(silence=Silence.CONSENT), at("2027-01-03 09:00"))
    assert (deadline.state, deadline.light, deadline.next_change_at, fires_at(deadline)) == (State.RUNNING, Light.RED, None, None)
    assert [(fact["fact"], fact["light"], fact["at"]) for fact in facts[1:]] == [
        ("deadline_light_changed", "red", "2027-01-01T09:30:00.000000Z")
    ]
    assert met(deadline, at("2027-01-03 09:00"))[0].state is State.MET


def test_the_notice_brings_silence_to_its_firm_instant() -> None:
    red, _ = change_due(waiting(silence=Silence.CONSENT), at("2027-01-02 09:00"))
    deadline, facts = recomputed(red, NOTICE, at("2027-01-02 10:00"))
    assert (deadline.light, fires_at(deadline), facts[0]["earlierRedVoid"]) == (Light.YELLOW, KNOWN_END, True)
    lapsed, _ = change_due(deadline, at("2027-02-01 09:00"))
    assert (lapsed.state, lapsed.ended_at) == (State.LAPSED, KNOWN_END)


def test_recomputed_into_the_past_silence_takes_effect_when_the_notice_was_entered() -> None:
    entered = at("2027-01-05 10:00")
    red, _ = change_due(waiting(silence=Silence.CONSENT), at("2027-01-02 09:00"))
    deadline, _ = recomputed(red, NOTICE, entered)
    assert (deadline.deadline_at, deadline.effective_at, fires_at(deadline)) == (KNOWN_END, entered, entered)
    lapsed, facts = change_due(deadline, entered)
    assert (lapsed.state, lapsed.ended_at, facts[0]["at"]) == (State.LAPSED, entered, "2027-01-05T02:00:00.000000Z")


def test_a_lapse_that_took_effect_stands() -> None:
    firm, _ = confirmed(waiting(silence=Silence.CONSENT), at("2026-12-30 09:00"))
    lapsed, _ = change_due(firm, UNKNOWN_END)
    assert lapsed.state is State.LAPSED
    assert recomputed(lapsed, NOTICE, at("2027-01-02 09:00")) == (lapsed, [])


def test_a_deadline_confirmed_in_time_takes_effect_at_its_instant() -> None:
    deadline, facts = confirmed(waiting(silence=Silence.CONSENT), at("2026-12-30 09:00"))
    assert (deadline.provisional, fires_at(deadline), deadline.confirmed_at) == (False, UNKNOWN_END, at("2026-12-30 09:00"))
    assert [fact["fact"] for fact in facts] == ["deadline_confirmed"]


def test_a_deadline_confirmed_after_its_instant_takes_effect_at_the_confirmation() -> None:
    red, _ = change_due(waiting(silence=Silence.CONSENT), at("2027-01-02 08:00"))
    deadline, _ = confirmed(red, at("2027-01-02 09:00"))
    assert fires_at(deadline) == deadline.next_change_at == at("2027-01-02 09:00")
    lapsed, _ = change_due(deadline, at("2027-01-02 09:00"))
    assert (lapsed.state, lapsed.ended_at) == (State.LAPSED, at("2027-01-02 09:00"))


def test_a_confirmed_deadline_that_still_runs_is_recomputed_by_the_notice() -> None:
    firm, _ = confirmed(waiting(silence=Silence.CONSENT), at("2026-12-30 09:00"))
    deadline, _ = recomputed(firm, NOTICE, at("2026-12-31 09:00"))
    assert (deadline.deadline_at, deadline.provisional, fires_at(deadline)) == (KNOWN_END, False, KNOWN_END)


def test_a_confirmed_instant_stays_confirmed_under_a_version_that_does_not_move_it() -> None:
    firm, _ = confirmed(waiting(), at("2026-12-30 09:00"))
    assert recomputed(firm, typhoon(), at("2026-12-31 09:00")) == (firm, [])


def test_a_confirmed_instant_that_moves_in_a_year_still_unknown_has_to_be_confirmed_again() -> None:
    firm, _ = confirmed(waiting(suspendable=True), at("2026-12-25 09:00"))
    stopped, _ = suspended(firm, at("2026-12-28 09:00"))
    deadline, _ = resumed(stopped, at("2026-12-29 09:00"), CALENDAR)
    assert (civil(deadline.deadline_at), deadline.provisional, deadline.confirmed_at) == ("2027-01-04 17:30", True, None)


def test_a_firm_or_stopped_or_ended_deadline_cannot_be_confirmed() -> None:
    stopped, _ = suspended(waiting(suspendable=True), at("2026-12-28 09:00"))
    done, _ = met(waiting(), at("2026-12-28 09:00"))
    for deadline, code in (
        (started("2026-12-01 09:00", days_terms(7)), "state_forbids"),
        (stopped, "deadline_suspended"),
        (done, "state_forbids"),
    ):
        with pytest.raises(Rejection) as refusal:
            confirmed(deadline, at("2026-12-29 09:00"))
        assert refusal.value.code == code


def test_a_miss_at_a_provisional_instant_may_be_confirmed_and_then_stands() -> None:
    deadline, _ = confirmed(missed(), at("2027-01-02 09:00"))
    assert (deadline.state, deadline.provisional, deadline.effective_at) == (State.MISSED, False, UNKNOWN_END)


def test_a_typhoon_entered_the_same_evening_lets_a_missed_deadline_run_again() -> None:
    deadline = started("2026-08-11 09:00", days_terms(1))  # Wed 12 Aug
    late, _ = change_due(deadline, at("2026-08-12 17:30"))
    again, facts = recomputed(late, typhoon(), at("2026-08-12 20:00"))
    assert (again.state, civil(again.deadline_at), facts[0]["earlierRedVoid"]) == (State.RUNNING, "2026-08-13 17:30", True)


def test_a_typhoon_entered_days_later_leaves_the_miss() -> None:
    late, _ = change_due(started("2026-08-11 09:00", days_terms(1)), at("2026-08-12 17:30"))
    still, facts = recomputed(late, typhoon(), at("2026-08-14 09:00"))
    assert (still.state, civil(still.deadline_at), facts[0]["earlierRedVoid"]) == (State.MISSED, "2026-08-13 17:30", False)


def test_one_missed_on_a_day_that_was_open_is_not_touched() -> None:
    late, _ = change_due(started("2026-08-10 09:00", days_terms(3)), at("2026-08-13 17:30"))
    assert recomputed(late, typhoon(), at("2026-08-13 20:00")) == (late, [])


def test_a_running_deadline_moves_by_a_closure_within_it() -> None:
    deadline, _ = recomputed(started("2026-08-10 09:00", days_terms(3)), typhoon(), at("2026-08-12 13:00"))
    assert civil(deadline.deadline_at) == "2026-08-14 17:30"


def test_a_closure_taken_back_makes_the_deadline_missed_at_the_entry_and_never_before() -> None:
    deadline = started("2026-08-11 09:00", days_terms(1), calendar=typhoon())
    changed, _ = recomputed(deadline, CALENDAR, at("2026-08-13 09:00"))
    late, facts = change_due(changed, at("2026-08-13 09:00"))
    assert (civil(late.deadline_at), late.state, late.missed_at) == ("2026-08-12 17:30", State.MISSED, at("2026-08-13 09:00"))
    assert facts[0]["at"] == "2026-08-13T01:00:00.000000Z"


def test_the_grace_of_at_once_is_recomputed() -> None:
    deadline = started("2026-12-31 17:00", Terms(period=period(0, Unit.AT_ONCE)))
    changed, facts = recomputed(deadline, NOTICE, at("2026-12-31 17:10"))
    assert (civil(changed.effective_at), changed.provisional, len(facts)) == ("2027-01-04 10:00", False, 1)


def test_a_fixed_date_stays_on_its_day_when_the_notice_closes_it_and_only_its_light_moves() -> None:
    # From Thu 24 Dec 9:00 to Fri 1 Jan: 7:00, 25 7:30, 28-31 30:00; Friday's 7:30 falls away by the notice.
    # A third of 44:30 is 14:50: Thu 31 and 7:20 of Wed 30, so from 8:40 on.
    deadline, facts = recomputed(started("2026-12-24 09:00", Terms(at=day("2027-01-01"))), NOTICE, at("2026-12-28 09:00"))
    assert (civil(deadline.deadline_at), deadline.provisional, civil(deadline.yellow_at)) == ("2027-01-01 17:30", False, "2026-12-30 08:40")
    assert [fact["fact"] for fact in facts] == ["deadline_recomputed"]
