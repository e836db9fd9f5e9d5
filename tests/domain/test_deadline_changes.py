"""The life of a deadline: each change as of its instant, each state from where it may be reached."""

from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest
from msgspec.structs import replace

from app.domain.deadline import TRANSITIONS, Silence, State, Terms, check_transition
from app.domain.deadline_changes import change_due, met, start, void
from app.domain.light import Light
from app.domain.period import Period, Unit
from app.domain.rejection import Rejection
from tests.domain.city_time import CALENDAR, at, civil, day, days_terms, period, started

# From Mon 2 March: 3, 4, 5 March. Yellow from the closing of Wed 4 on.
THREE_DAYS = days_terms(3)
END = at("2026-03-05 17:30")
JUST = timedelta(microseconds=1)


def names(facts: list[dict[str, object]]) -> list[str]:
    return [str(fact["fact"]) for fact in facts]


def test_a_deadline_starts_green_with_rule_article_and_calendar_version() -> None:
    deadline, facts = start(("review", 7), THREE_DAYS, at("2026-03-02 09:00"), at("2026-03-02 09:00"), CALENDAR)
    assert (deadline.state, deadline.light, civil(deadline.next_change_at or END)) == (State.RUNNING, Light.GREEN, "2026-03-04 17:30")
    assert facts == [
        {
            "fact": "deadline_started",
            "elementId": "review",
            "elementInstanceKey": 7,
            "at": "2026-03-02T01:00:00.000000Z",
            "state": "running",
            "light": "green",
            "deadlineAt": "2026-03-05T09:30:00.000000Z",
            "effectiveAt": "2026-03-05T09:30:00.000000Z",
            "rule": "3 working day",
            "article": "11",
            "calendarVersion": "2026-3",
            "provisional": False,
            "startedAt": "2026-03-02T01:00:00.000000Z",
        }
    ]


def test_the_light_turns_yellow_and_then_red_each_as_of_its_own_instant() -> None:
    deadline, facts = change_due(started("2026-03-02 09:00", THREE_DAYS), at("2026-03-20 09:00"))
    assert [(fact["fact"], fact["at"], fact["light"]) for fact in facts] == [
        ("deadline_light_changed", "2026-03-04T09:30:00.000000Z", "yellow"),
        ("deadline_missed", "2026-03-05T09:30:00.000000Z", "red"),
        ("deadline_light_changed", "2026-03-05T09:30:00.000000Z", "red"),
    ]
    assert [fact.get("from") for fact in facts] == ["green", None, "yellow"]
    assert (deadline.state, deadline.light, deadline.next_change_at, deadline.missed_at) == (State.MISSED, Light.RED, None, END)


def test_nothing_changes_before_its_instant() -> None:
    deadline = started("2026-03-02 09:00", THREE_DAYS)
    assert change_due(deadline, at("2026-03-04 17:30") - JUST) == (deadline, [])


def test_a_change_is_due_exactly_at_its_instant() -> None:
    yellow, facts = change_due(started("2026-03-02 09:00", THREE_DAYS), at("2026-03-04 17:30"))
    assert (yellow.light, names(facts), yellow.next_change_at) == (Light.YELLOW, ["deadline_light_changed"], END)
    missed, facts = change_due(yellow, END)
    assert (missed.state, names(facts)) == (State.MISSED, ["deadline_missed", "deadline_light_changed"])
    assert change_due(missed, END + timedelta(days=9)) == (missed, [])


def test_work_done_before_the_instant_meets_the_deadline() -> None:
    deadline, facts = met(started("2026-03-02 09:00", THREE_DAYS), END - JUST)
    assert (deadline.state, deadline.light, deadline.ended_at, deadline.next_change_at) == (State.MET, None, END - JUST, None)
    assert names(facts) == ["deadline_light_changed", "deadline_met"]


def test_work_done_at_the_very_instant_is_late() -> None:
    deadline, facts = met(started("2026-03-02 09:00", THREE_DAYS), END)
    assert (deadline.state, deadline.light, deadline.ended_at) == (State.MISSED, Light.RED, END)
    assert names(facts) == ["deadline_light_changed", "deadline_missed", "deadline_light_changed"]


def test_a_missed_deadline_stays_missed_when_its_work_is_done() -> None:
    missed, _ = change_due(started("2026-03-02 09:00", THREE_DAYS), END)
    deadline, facts = met(missed, at("2026-03-09 09:00"))
    assert (deadline.state, deadline.is_open, facts) == (State.MISSED, False, [])


def test_silence_lapses_at_the_deadline_whenever_that_is_noticed() -> None:
    deadline, facts = change_due(started("2026-03-02 09:00", days_terms(3, silence=Silence.CONSENT)), at("2026-04-20 03:00"))
    assert (deadline.state, deadline.light, deadline.ended_at, deadline.next_change_at) == (State.LAPSED, None, END, None)
    assert names(facts) == ["deadline_light_changed", "deadline_lapsed"]
    assert (facts[1]["at"], facts[1]["silence"], facts[1]["article"]) == ("2026-03-05T09:30:00.000000Z", "consent", "11")


def test_a_reply_after_the_lapse_is_refused_with_instant_and_article_though_no_clock_has_run() -> None:
    deadline = started("2026-03-02 09:00", days_terms(3, silence=Silence.APPROVAL))
    for late in (END, END + timedelta(days=3)):
        with pytest.raises(Rejection, match=r"silence took effect at 2026-03-05T09:30:00.000000Z by article 11") as refusal:
            met(deadline, late)
        assert refusal.value.code == "deadline_lapsed"
    assert met(deadline, END - JUST)[0].state is State.MET


def test_a_cancelled_element_makes_its_deadline_void() -> None:
    deadline, facts = void(started("2026-03-02 09:00", THREE_DAYS), at("2026-03-03 09:00"))
    assert (deadline.state, deadline.light, names(facts)) == (State.VOID, None, ["deadline_voided"])


def test_an_element_cancelled_at_the_deadline_leaves_it_missed_or_lapsed() -> None:
    missed, facts = void(started("2026-03-02 09:00", THREE_DAYS), END)
    assert (missed.state, missed.ended_at, names(facts)[1:]) == (State.MISSED, END, ["deadline_missed", "deadline_light_changed"])
    lapsed, facts = void(started("2026-03-02 09:00", days_terms(3, silence=Silence.CONSENT)), END)
    assert (lapsed.state, names(facts)[1:]) == (State.LAPSED, ["deadline_lapsed"])


def test_what_has_ended_stays_as_it_ended() -> None:
    done, _ = met(started("2026-03-02 09:00", THREE_DAYS), at("2026-03-03 09:00"))
    assert void(done, at("2026-03-04 09:00")) == (done, [])
    assert change_due(done, at("2026-04-01 09:00")) == (done, [])
    with pytest.raises(Rejection, match="Expected an open deadline, but it has ended as met") as refusal:
        met(done, at("2026-03-04 09:00"))
    assert refusal.value.code == "state_forbids"


def test_at_once_is_yellow_from_its_arrival_and_missed_after_two_office_hours() -> None:
    terms = Terms(period=period(0, Unit.AT_ONCE), article="7")
    deadline = started("2026-03-02 16:30", terms)
    assert (deadline.deadline_at, deadline.light) == (at("2026-03-02 16:30"), Light.YELLOW)
    assert civil(deadline.effective_at) == "2026-03-03 09:30"
    assert met(deadline, at("2026-03-03 09:29"))[0].state is State.MET
    assert met(deadline, at("2026-03-03 09:30"))[0].state is State.MISSED


def test_the_grace_of_at_once_may_rest_on_an_unknown_year() -> None:
    deadline = started("2026-12-31 17:00", Terms(period=period(0, Unit.AT_ONCE)))
    assert (deadline.provisional, civil(deadline.effective_at)) == (True, "2027-01-01 10:00")


def test_a_duty_incident_is_missed_after_thirty_minutes_of_the_night() -> None:
    deadline = started("2026-02-17 23:50", Terms(period=period(30, Unit.CLOCK_MINUTE), article="26"))
    assert (civil(deadline.effective_at), deadline.provisional) == ("2026-02-18 00:20", False)


def test_a_fixed_date_is_firm_even_in_an_unknown_year() -> None:
    deadline = started("2026-12-01 09:00", Terms(at=day("2027-02-28")))
    assert (civil(deadline.deadline_at), deadline.provisional, deadline.rule) == ("2027-02-28 17:30", False, "date 2027-02-28")


def test_a_fixed_instant_is_the_deadline() -> None:
    assert started("2026-03-02 09:00", Terms(at=at("2026-03-06 15:00"))).deadline_at == at("2026-03-06 15:00")


def test_a_paper_received_before_it_was_entered_has_used_its_time() -> None:
    deadline = started("2026-03-02 09:00", THREE_DAYS, now="2026-03-05 09:00")
    assert (deadline.deadline_at, deadline.light, deadline.next_change_at) == (END, Light.YELLOW, END)


def test_a_deadline_already_past_when_it_is_entered_takes_effect_at_the_entry() -> None:
    entered = at("2026-03-09 09:00")
    deadline = started("2026-03-02 09:00", days_terms(3, silence=Silence.CONSENT), now="2026-03-09 09:00")
    assert (deadline.deadline_at, deadline.effective_at, deadline.next_change_at) == (END, entered, entered)
    lapsed, facts = change_due(deadline, entered)
    assert (lapsed.state, facts[0]["at"]) == (State.LAPSED, "2026-03-09T01:00:00.000000Z")


def test_a_deadline_has_either_a_length_or_a_date() -> None:
    for terms in ({}, {"period": period(3), "at": day("2026-03-06")}):
        with pytest.raises(Rejection, match="Expected either a length or a date"):
            Terms(**terms)


def test_terms_that_make_no_sense_are_refused() -> None:
    with pytest.raises(Rejection, match="days of notice as 0 or more, but found -1"):
        days_terms(3, notice_days=-1)
    with pytest.raises(Rejection, match="Expected an instant with a zone"):
        Terms(at=at("2026-03-06 15:00").replace(tzinfo=None))


def test_the_rule_is_worded_from_length_and_unit_unless_it_is_given() -> None:
    assert days_terms(7).rule == "7 working day"
    assert Terms(period=Period(Decimal("1.50"), Unit.OFFICE_HOUR)).rule == "1.50 office hour"
    assert Terms(period=period(0, Unit.AT_ONCE)).rule == "at once"
    assert days_terms(7, rule="decision:limit").rule == "decision:limit"


ALLOWED = {
    ("running", "running"), ("running", "suspended"), ("running", "met"), ("running", "missed"), ("running", "lapsed"), ("running", "void"),
    ("suspended", "suspended"), ("suspended", "running"), ("suspended", "met"), ("suspended", "void"),
    ("missed", "missed"), ("missed", "running"), ("missed", "met"),
    ("lapsed", "met"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), list(product(State, State)))
def test_a_state_is_reached_only_from_those_the_table_allows(before: State, after: State) -> None:
    deadline = started("2026-03-02 09:00", THREE_DAYS)
    standing = replace(deadline, state=before)
    if (before.value, after.value) in ALLOWED:
        check_transition(standing, after)
        assert after in TRANSITIONS[before]
    else:
        with pytest.raises(Rejection, match=f"Expected a deadline that may become {after.value}, but it is {before.value}"):
            check_transition(standing, after)
