"""What a reply can still change: before the instant it stands, at it or after it cannot."""

from datetime import timedelta

import pytest

from app.domain.deadline import Silence, State, Terms
from app.domain.deadline_changes import change_due, met, void
from app.domain.deadline_row import from_row, to_row
from app.domain.deadline_stops import suspended
from app.domain.rejection import Rejection
from app.domain.silence import fires_at, reply_proven, reply_stands
from tests.domain.city_time import at, days_terms, started

END = at("2026-03-04 17:30")
JUST = timedelta(microseconds=1)
APPROVAL = days_terms(2, silence=Silence.APPROVAL, suspendable=True)


def test_a_reply_stands_before_the_instant_and_not_at_it() -> None:
    deadline = started("2026-03-02 09:00", APPROVAL)
    assert [reply_stands(deadline, when) for when in (END - JUST, END, END + JUST)] == [True, False, False]


def test_every_reply_stands_while_nothing_can_take_effect() -> None:
    stopped, _ = suspended(started("2026-03-02 09:00", APPROVAL), at("2026-03-03 09:00"))
    provisional = started("2026-12-31 09:00", APPROVAL)
    assert reply_stands(stopped, at("2026-06-01 09:00"))
    assert reply_stands(provisional, at("2027-06-01 09:00"))


def test_the_timer_waits_for_a_firm_instant_only_where_silence_counts() -> None:
    assert fires_at(started("2026-12-31 09:00", APPROVAL)) is None
    assert fires_at(started("2026-12-31 09:00", days_terms(2))) == at("2027-01-04 17:30")
    assert fires_at(started("2026-03-02 09:00", APPROVAL)) == END


def test_the_timer_of_a_stopped_met_or_void_deadline_waits_for_nothing() -> None:
    deadline = started("2026-03-02 09:00", APPROVAL)
    moment = at("2026-03-03 09:00")
    assert [fires_at(change(deadline, moment)[0]) for change in (suspended, met, void)] == [None, None, None]


def test_the_timer_is_still_due_when_the_miss_or_lapse_was_recorded_first() -> None:
    assert fires_at(change_due(started("2026-03-02 09:00", APPROVAL), END)[0]) == END
    assert fires_at(change_due(started("2026-03-02 09:00", days_terms(2)), END)[0]) == END


def test_a_reply_proven_to_have_been_received_before_undoes_the_deemed_approval() -> None:
    lapsed, _ = change_due(started("2026-03-02 09:00", APPROVAL), END)
    deadline, facts = reply_proven(lapsed, at("2026-03-04 16:00"), at("2026-03-06 10:00"))
    assert (deadline.state, deadline.ended_at) == (State.MET, at("2026-03-04 16:00"))
    assert [(fact["fact"], fact["at"], fact["recordedAt"], fact["undoesLapseAt"]) for fact in facts] == [
        ("deadline_met", "2026-03-04T08:00:00.000000Z", "2026-03-06T02:00:00.000000Z", "2026-03-04T09:30:00.000000Z")
    ]


def test_a_reply_received_at_the_instant_undoes_nothing() -> None:
    lapsed, _ = change_due(started("2026-03-02 09:00", APPROVAL), END)
    with pytest.raises(Rejection, match=r"Expected a reply received before 2026-03-04T09:30:00\.000000Z") as refusal:
        reply_proven(lapsed, END, at("2026-03-06 10:00"))
    assert refusal.value.code == "too_late"


def test_only_a_lapse_can_be_undone() -> None:
    with pytest.raises(Rejection, match="Expected a deadline that lapsed, but it is running"):
        reply_proven(started("2026-03-02 09:00", APPROVAL), at("2026-03-03 09:00"), at("2026-03-03 10:00"))


def test_silence_established_afterwards_takes_effect_as_of_the_date_set_and_says_when_it_was_established() -> None:
    terms = Terms(at=at("2026-03-04 09:00"), silence=Silence.CONSENT, article="34", retroactive=True)
    waiting = started("2026-03-04 09:20", terms)
    assert (waiting.entered_at, waiting.effective_at, fires_at(waiting)) == (at("2026-03-04 09:20"), *2 * (at("2026-03-04 09:00"),))
    assert from_row(to_row(waiting)) == waiting
    lapsed, (fact,) = change_due(waiting, at("2026-03-04 09:00"))
    assert (lapsed.state, lapsed.ended_at) == (State.LAPSED, at("2026-03-04 09:00"))
    assert (fact["at"], fact["effectiveAt"], fact["establishedAt"]) == (
        *2 * ("2026-03-04T01:00:00.000000Z",),
        "2026-03-04T01:20:00.000000Z",
    )
    # Who came before that was established is on time: article 34, procedures.
    assert reply_stands(waiting, at("2026-03-04 09:19"))
    assert not reply_stands(waiting, at("2026-03-04 09:20"))
    assert met(waiting, at("2026-03-04 09:19"))[0].state is State.MET
    with pytest.raises(Rejection, match="silence took effect"):
        met(waiting, at("2026-03-04 09:20"))
    assert reply_proven(lapsed, at("2026-03-04 09:19"), at("2026-03-05 10:00"))[0].state is State.MET
    with pytest.raises(Rejection, match=r"Expected a reply received before 2026-03-04T01:20:00\.000000Z"):
        reply_proven(lapsed, at("2026-03-04 09:20"), at("2026-03-05 10:00"))


def test_silence_at_a_date_that_was_over_takes_effect_at_the_entry_where_nothing_else_is_drawn() -> None:
    waiting = started("2026-03-04 09:20", Terms(at=at("2026-03-04 09:00"), silence=Silence.CONSENT, article="34"))
    lapsed, (fact,) = change_due(waiting, at("2026-03-04 09:20"))
    assert (lapsed.ended_at, fact.get("establishedAt")) == (at("2026-03-04 09:20"), None)
    assert "retroactive" not in to_row(waiting)
