from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.dmn import DecisionResult
from app.domain.deadline import State
from app.domain.deadline_moves import Move
from app.domain.instant import instant_text
from app.domain.period import Period, Unit
from app.domain.rejection import Rejection
from tests.builders.drawing import (
    boundary,
    call,
    cycle,
    duration,
    each,
    end,
    event_sub,
    ext,
    path,
    process,
    properties,
    script,
    start,
    sub,
    user,
    xor,
)
from tests.builders.drawing import date as on_date
from tests.engine.drive import BASE, T0, Drive

SEVEN = properties(deadline__length="7", deadline__article="11")
DUE = datetime(2026, 1, 14, 9, 30, tzinfo=UTC)  # the 7th working day after Monday 5 January, at 17:30 in the city


def _letter(*parts: str, **said: Any) -> bytes:
    return process("p", start(), user("a", *parts), user("z"), end(), path("s a z e"), **said)


def _deadline(d: Drive, element: str = "a") -> Any:
    return next(found for found in d.live.deadlines() if found.element_id == element)


def test_a_task_with_a_length_gets_a_deadline_in_working_days_and_meets_it() -> None:
    d = Drive(_letter(SEVEN))
    started = d.fact("deadline_started")
    assert started.key == d.key("a")
    assert started.public["deadlineAt"] == instant_text(DUE)
    assert (started.public["article"], started.public["calendarVersion"]) == ("11", "2026-1")
    d.do("a")
    assert d.fact("deadline_met").public["state"] == "met"
    assert b"deadlines" not in d.raw, "a deadline that is done leaves the snapshot"


def test_lights_and_misses_are_instants_of_the_clock() -> None:
    d = Drive(_letter(SEVEN))
    yellow = d.live.timers()[0]
    assert (yellow.kind, yellow.key) == ("light", d.key("a"))
    with pytest.raises(Rejection) as refused:
        d.at.change_light(yellow.key)
    assert refused.value.code == "conflict"
    d.command("change_light", yellow.key, now=yellow.due_at)
    assert d.fact("deadline_light_changed").public["light"] == "yellow"
    missed = d.live.timers()[0]
    assert missed.due_at == DUE
    d.command("change_light", missed.key, now=DUE)
    assert "deadline_missed" in d.kinds()
    assert d.live.timers() == []
    d.do("a")
    assert "deadline_met" not in d.kinds(), "missed stays missed, and the work goes on"
    assert d.live.deadlines()[0].state is State.MISSED


SILENT = properties(deadline__length="5", deadline__silence="consent", deadline__article="34", deadline__suspendable="true")
CONSENT = process(
    "p",
    start(),
    user("a", SILENT),
    boundary("t", "a", on_date("=deadline")),
    user("agreed"),
    user("deemed"),
    end(),
    path("s a agreed e"),
    path("t deemed e"),
)


def test_silence_takes_effect_by_its_boundary_timer_at_the_deadline() -> None:
    d = Drive(CONSENT)
    due = _deadline(d).deadline_at
    assert d.timers() == {"t": due}
    key = d.key("a")
    assert [found.kind for found in d.live.timers()] == ["light", "timer"], "the light turns yellow; the lapse is the timer's"
    d.command("change_light", key, now=d.live.timers()[0].due_at)
    d.fire("t")
    assert d.open() == ["deemed"]
    assert d.kinds()[:3] == ["timer_fired", "deadline_lapsed", "task_cancelled"]
    assert d.live.deadlines()[0].state is State.LAPSED


def test_an_answer_at_the_very_instant_of_silence_is_too_late_and_one_before_is_in_time() -> None:
    d = Drive(CONSENT)
    due = _deadline(d).deadline_at
    d.now = due
    with pytest.raises(Rejection) as refused:
        d.at.complete(d.key("a"), {})
    assert refused.value.code == "deadline_lapsed"
    d.now = due - timedelta(microseconds=1)
    d.do("a")
    assert d.open() == ["agreed"]
    assert d.timers() == {}


def test_a_moved_deadline_takes_its_timer_along() -> None:
    d = Drive(CONSENT)
    before = d.timers()["t"]
    d.command("move_deadline", d.key("a"), Move(Period(Decimal(10), Unit.WORKING_DAY), extension=True))
    assert d.timers()["t"] > before
    assert d.kinds() == ["deadline_moved", "timer_moved"]
    with pytest.raises(Rejection):
        d.at.fire(next(found.key for found in d.live.timers() if found.kind == "timer"), before)


def test_a_stopped_clock_stops_the_timer_until_it_runs_on() -> None:
    d = Drive(CONSENT)
    before, key = d.timers()["t"], d.key("a")
    d.command("suspend_deadline", key, now=datetime(2026, 1, 6, 2, tzinfo=UTC))
    assert d.live.timers() == []
    assert d.fact("timer_moved").public["dueAt"] is None
    d.command("resume_deadline", key, now=datetime(2026, 1, 8, 2, tzinfo=UTC))
    assert d.timers()["t"] == before + timedelta(days=2), "the 6th and the 7th do not count"


def test_the_domains_refusals_go_through() -> None:
    d = Drive(_letter(SEVEN))
    with pytest.raises(Rejection) as refused:
        d.at.suspend_deadline(d.key("a"))
    assert refused.value.code == "not_suspendable"
    with pytest.raises(Rejection) as refused:
        d.at.move_deadline(d.key("a") + 1, Move(date(2026, 3, 2)))
    assert refused.value.code == "not_found"


def test_a_cancelled_element_makes_its_deadline_void() -> None:
    inside = sub("i", start("is"), user("a", SEVEN), end("ie"), path("is a ie"))
    d = Drive(process("p", start(), inside, boundary("t", "i", duration("P1D")), end(), path("s i e"), path("t e")))
    d.fire("t")
    assert d.fact("deadline_voided").element_id == "a"
    d = Drive(_letter(SEVEN))
    d.command("cancel")
    assert d.kinds()[-1] == "process_instance_cancelled"
    assert "deadline_voided" in d.kinds()
    assert d.done


def test_the_deadline_of_a_process_starts_at_the_receipt() -> None:
    xml = process("p", ext(properties(deadline__length="1")), start(), user("a"), end(), path("s a e"))
    received = datetime(2026, 1, 4, 16, 30, tzinfo=UTC)  # Monday, half past midnight in the city
    d = Drive(xml, start={"received_at": received})
    found = _deadline(d, "p")
    assert found.element_instance_key == BASE
    assert found.started_at == received
    assert found.deadline_at == datetime(2026, 1, 6, 9, 30, tzinfo=UTC)
    earlier = Drive(xml, start={"received_at": received - timedelta(days=2)})
    assert _deadline(earlier, "p").deadline_at == datetime(2026, 1, 4, 9, 30, tzinfo=UTC), "Sunday the 4th is a make-up day"
    d.do("a")
    assert d.kinds()[-2:] == ["process_instance_completed", "deadline_met"]


def test_the_deadline_is_read_in_expressions_from_the_nearest_element_that_has_one() -> None:
    inner = sub("i", start("is"), script("sc", "inner", "=string(deadline)"), user("u"), end("ie"), path("is sc u ie"), parts=[SEVEN])
    xml = process(
        "p", ext(properties(deadline__length="1")), start(), script("sc0", "outer", "=string(deadline)"), inner, end(), path("s sc0 i e")
    )
    d = Drive(xml)
    assert d.variables()["outer"] != d.variables()["inner"]
    assert str(d.variables()["inner"]).startswith("2026-01-14T17:30:00")
    d = Drive(process("p", start(), script("sc", "none", "=deadline = null"), user("u"), end(), path("s sc u e")))
    assert d.variables()["none"] is True


def test_a_timer_at_the_deadline_of_what_is_around_it() -> None:
    warn = event_sub("ev", on_date("=deadline"), user("h"), end("ee"), path("ev_s h ee"), interrupting=False)
    d = Drive(process("p", ext(properties(deadline__length="1")), start(), user("a"), warn, end(), path("s a e")))
    assert d.timers() == {"ev_s": datetime(2026, 1, 6, 9, 30, tzinfo=UTC)}
    assert [found.kind for found in d.live.timers()] == ["light", "timer"]
    d.command("change_light", BASE, now=d.live.timers()[0].due_at)
    assert [found.kind for found in d.live.timers()] == ["light", "timer"], "missed first, then the timer, at one instant"
    d.command("change_light", BASE, now=d.live.timers()[0].due_at)
    d.fire("ev_s")
    assert d.open() == ["a", "h"]


def test_a_warning_counted_back_from_the_deadline() -> None:
    xml = process(
        "p", start(), user("a", SEVEN), end(), boundary("w", "a", on_date('=deadline - duration("P1D")'), False), path("s a e"), path("w e")
    )
    d = Drive(xml)
    assert d.timers() == {"w": DUE - timedelta(days=1)}
    d.command("move_deadline", d.key("a"), Move(date(2026, 3, 2)))
    assert d.timers() == {"w": datetime(2026, 3, 1, 9, 30, tzinfo=UTC)}, "it moves with the deadline that it is worked out of"
    assert d.kinds()[-1] == "timer_moved"


def test_a_warning_waits_while_the_clock_is_stopped() -> None:
    terms = properties(deadline__length="7", deadline__suspendable="true")
    early = boundary("w", "a", on_date('=deadline - duration("P1D")'), False)
    d = Drive(process("p", start(), user("a", terms), end(), early, path("s a e"), path("w e")))
    d.command("suspend_deadline", d.key("a"), now=datetime(2026, 1, 6, 2, tzinfo=UTC))
    assert d.timers() == {}
    d.command("resume_deadline", d.key("a"), now=datetime(2026, 1, 7, 2, tzinfo=UTC))
    assert d.timers() == {"w": DUE}, "one working day later, less one day"


def test_a_timer_at_a_deadline_where_none_runs_is_an_incident() -> None:
    from tests.builders.drawing import catch

    d = Drive(process("p", start(), catch("c", on_date("=deadline")), end(), path("s c e")))
    assert d.incidents() == {"c": "no_deadline"}


def test_a_decision_gives_the_length_and_the_unit_and_article_of_a_case() -> None:
    def limits(name: str, binding: str, tag: str | None, variables: Any) -> Any:
        value = {"length": Decimal(3), "unit": "calendar day", "article": variables["law"]} if variables["law"] else Decimal(2)
        return DecisionResult(name, name, value)

    xml = _letter(properties(deadline__length="decision:limits"))
    d = Drive(xml, world={"decide": limits}, law="Licensing Law 42")
    assert (_deadline(d).rule, _deadline(d).article) == ("3 calendar day", "Licensing Law 42")
    assert d.fact("decision_evaluated").element_id == "a"
    d = Drive(xml, world={"decide": limits}, law=None)
    assert _deadline(d).rule == "2 working day"


@pytest.mark.parametrize("length", ["missing", '"seven"', "0", "1.5", "-1", "true"])
def test_a_length_that_cannot_be_counted_is_an_incident(length: str) -> None:
    d = Drive(_letter(properties(deadline__length=length)))
    assert d.incidents() == {"a": "bad_deadline"}
    assert d.live.deadlines() == []


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ('date("2026-02-02")', datetime(2026, 2, 2, 9, 30, tzinfo=UTC)),
        ("limit", datetime(2026, 2, 3, 9, 30, tzinfo=UTC)),
        ('date and time("2026-02-02T12:00:00")', datetime(2026, 2, 2, 4, 0, tzinfo=UTC)),
    ],
)
def test_a_fixed_date_ends_at_close_of_business_and_an_instant_at_itself(at: str, due: datetime) -> None:
    d = Drive(_letter(properties(deadline__at=at)), limit="2026-02-03")
    assert _deadline(d).deadline_at == due


def test_a_period_may_start_from_a_date_of_the_case() -> None:
    d = Drive(_letter(properties(deadline__length="1", deadline__from="received")), received="2026-01-07")
    assert _deadline(d).deadline_at == datetime(2026, 1, 8, 9, 30, tzinfo=UTC)


def test_a_loop_has_the_deadline_of_its_body_and_a_looped_sub_process_one_for_each_task_inside() -> None:
    d = Drive(process("p", start(), user("m", SEVEN, loop=each("=[1, 2]", "i")), end(), path("s m e")))
    assert len(d.live.deadlines()) == 1
    inside = sub("m", start("is"), user("a", SEVEN), end("ie"), path("is a ie"), loop=each("=[1, 2]", "i"))
    d = Drive(process("p", start(), inside, end(), path("s m e")))
    assert len(d.live.deadlines()) == 2
    d.do("a")
    d.do("a")
    assert d.done


def test_a_called_process_has_its_own_deadline_and_so_has_the_call() -> None:
    child = process("c", ext(properties(deadline__length="1")), start("cs"), user("u"), end("ce"), path("cs u ce"))
    d = Drive(process("p", start(), call("k", "c", properties(deadline__length="2")), end(), path("s k e")), child)
    assert sorted(found.element_id for found in d.live.deadlines()) == ["c", "k"]
    assert len({found.element_instance_key for found in d.live.deadlines()}) == 2
    d.do("u")
    assert [fact.element_id for fact in d.facts if fact.kind == "deadline_met"] == ["c", "k"]


def test_a_decree_recomputes_and_a_confirmation_makes_a_provisional_instant_firm() -> None:
    d = Drive(
        _letter(properties(deadline__at='date("2027-03-02")', deadline__silence="consent")).replace(
            b"</bpmn:process>", (boundary("t", "a", on_date("=deadline")) + path("t e")).encode() + b"</bpmn:process>"
        )
    )
    assert d.live.deadlines()[0].deadline_at == datetime(2027, 3, 2, 9, 30, tzinfo=UTC)
    d.command("recompute_deadlines")
    assert d.incidents() == {}


def test_silence_waits_for_a_provisional_day_to_be_confirmed() -> None:
    d = Drive(
        process(
            "p",
            start(),
            user("a", properties(deadline__length="300", deadline__silence="consent")),
            boundary("t", "a", on_date("=deadline")),
            user("deemed"),
            end(),
            path("s a e"),
            path("t deemed e"),
        )
    )
    found = _deadline(d)
    assert found.provisional
    assert d.timers() == {}
    d.command("confirm_deadline", d.key("a"), now=found.deadline_at + timedelta(days=1))
    assert d.timers() == {"t": found.deadline_at + timedelta(days=1)}, "it takes effect at the confirmation"
    d.fire("t")
    assert d.open() == ["deemed"]


def test_a_case_with_two_deadlines_stays_small() -> None:
    d = Drive(process("p", ext(properties(deadline__length="10", deadline__article="12")), start(), user("a", SEVEN), end(), path("s a e")))
    assert len(d.raw) < 1500


def test_at_once_is_met_within_the_grace() -> None:
    d = Drive(_letter(properties(deadline__unit="at once")))
    assert _deadline(d).deadline_at == T0
    d.now = T0 + timedelta(hours=1)
    d.do("a")
    assert "deadline_met" in d.kinds()


def test_a_reminder_cycle_beside_a_deadline_is_not_moved_with_it() -> None:
    d = Drive(
        process("p", start(), xor("x"), user("a", SEVEN), end(), boundary("r", "a", cycle("R/P1D"), False), path("s x a e"), path("r e"))
    )
    before = d.timers()
    d.command("move_deadline", d.key("a"), Move(date(2026, 3, 2)))
    assert d.timers() == before


def test_a_task_that_is_late_is_shown_late_though_the_case_has_time_left() -> None:
    whole = ext(properties(deadline__length="30", deadline__article="12"))
    d = Drive(process("p", whole, start(), user("a", SEVEN), user("b"), end(), path("s a b e")))
    for change in (1, 2):
        due = d.live.timers()[0]
        d.command("change_light", due.key, now=due.due_at)
        shown = d.live.shown_deadline(d.key("a"))
        assert (shown.article, shown.state) == ("11", State.RUNNING if change == 1 else State.MISSED)
    d.do("a")
    shown = d.live.shown_deadline(d.key("b"))
    assert (shown.article, shown.state) == ("12", State.RUNNING)
