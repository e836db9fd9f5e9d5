import pytest

from app.domain.rejection import Rejection
from tests.builders.drawing import (
    boundary,
    cycle,
    date,
    duration,
    end,
    error,
    escalation,
    ext,
    gate,
    io,
    message,
    path,
    process,
    properties,
    signal,
    start,
    sub,
    throw,
    user,
    xor,
)
from tests.engine.drive import Drive, hours


@pytest.mark.parametrize("on", ["task", "sub"])
@pytest.mark.parametrize("cancel", [True, False])
def test_a_boundary_timer_on_a_task_and_on_a_sub_process(on: str, cancel: bool) -> None:
    inside = sub("a", start("is"), gate("f"), user("u"), user("v"), end("ie"), path("is f u ie"), path("f v ie"))
    d = Drive(
        process(
            "p",
            start(),
            user("a") if on == "task" else inside,
            user("z"),
            user("late"),
            end(),
            boundary("b", "a", duration("PT2H"), cancel),
            path("s a z e"),
            path("b late e"),
        )
    )
    opened = d.open()
    assert d.timers() == {"b": hours(2)}
    with pytest.raises(Rejection, match="due at"):
        d.fire("b", hours(1))
    d.fire("b", hours(2))
    assert d.open() == sorted(["late"] + ([] if cancel else opened))
    assert d.timers() == {}
    d.do("late")
    assert d.done is cancel


def test_a_cycle_fires_three_times_from_its_due_instants_and_is_never_lost_or_doubled() -> None:
    d = Drive(
        process("p", start(), user("a"), user("urge"), end(), boundary("b", "a", cycle("R3/PT1H"), False), path("s a e"), path("b urge e"))
    )
    for n in (1, 2, 3):
        assert d.timers() == {"b": hours(n)}
        due = d.live.timers()[0]
        d.fire("b", hours(n + 0.5))
        assert d.open() == ["a"] + ["urge"] * n
        with pytest.raises(Rejection):
            d.at.fire(due.key, due.due_at)
    assert d.timers() == {}
    d.do("a")
    for _ in range(3):
        d.do("urge")
    assert d.done


def test_a_reminder_missed_fifty_times_fires_once_and_says_how_many_were_missed() -> None:
    d = Drive(
        process("p", start(), user("a"), user("urge"), end(), boundary("b", "a", cycle("R/PT1H"), False), path("s a e"), path("b urge e"))
    )
    d.said["decided_at"] = hours(51.5)
    d.fire("b")
    assert d.open() == ["a", "urge"]
    assert d.fact("timer_fired").public["missed"] == 50
    assert d.timers() == {"b": hours(52)}


def test_a_reminder_whose_last_turns_were_missed_ends() -> None:
    d = Drive(
        process("p", start(), user("a"), user("urge"), end(), boundary("b", "a", cycle("R4/PT1H"), False), path("s a e"), path("b urge e"))
    )
    d.said["decided_at"] = hours(30)
    d.fire("b")
    assert d.open() == ["a", "urge"]
    assert d.fact("timer_fired").public["missed"] == 3
    assert d.timers() == {}


def test_leaving_an_activity_disarms_its_events() -> None:
    d = Drive(
        process(
            "p",
            start(),
            user("a"),
            user("z"),
            end(),
            boundary("t", "a", duration("P1D")),
            boundary("m", "a", message("stop")),
            path("s a z e"),
            path("t e"),
            path("m e"),
            keys={"stop": '="k"'},
        )
    )
    assert [s[:3] for s in d.live.subscriptions()] == [("message", "stop", "k")]
    d.do("a")
    assert d.timers() == {}
    assert d.live.subscriptions() == []
    assert {"timer_disarmed", "subscription_closed"} <= set(d.kinds())


BUSY = sub(
    "a",
    start("is"),
    user("u"),
    throw("esc", escalation("A")),
    user("v"),
    xor("x", "x_ie"),
    end("ie"),
    end("bad", error("B")),
    boundary("be2", "u", error("C")),
    path("be2 v"),
    path("is u esc v x bad", x="wrong"),
    path("x ie"),
)
CAUGHT = process(
    "p",
    start(),
    BUSY,
    boundary("bm", "a", message("stop")),
    boundary("be", "a", error("B")),
    boundary("bx", "a", escalation("A"), False),
    user("z"),
    user("stopped"),
    user("broken"),
    user("told"),
    end(),
    path("s a z e"),
    path("bm stopped e"),
    path("be broken e"),
    path("bx told e"),
    keys={"stop": "=no"},
)


def test_an_escalation_is_told_without_interrupting_and_an_error_interrupts() -> None:
    d = Drive(CAUGHT, no=1)
    d.do("u")
    assert d.open() == ["told", "v"]
    d.do("v", wrong=True)
    assert d.open() == ["broken", "told"]


def test_an_error_that_a_person_reports_goes_to_the_tasks_own_boundary_first() -> None:
    d = Drive(CAUGHT, no=1)
    d.fail("u", "C", why="x")
    assert d.open() == ["v"]
    assert d.variables()["why"] == "x"
    d.do("v", wrong=False)
    assert d.open() == ["z"]


def test_a_message_on_the_boundary_interrupts_and_brings_its_variables() -> None:
    d = Drive(CAUGHT, no=1)
    d.command("correlate", "stop", 1, {"reason": "r"})
    assert d.open() == ["stopped"]
    assert d.variables()["reason"] == "r"
    assert d.live.subscriptions() == []


def test_an_error_of_a_task_looks_outwards_and_one_that_nothing_catches_is_refused() -> None:
    d = Drive(CAUGHT, no=1)
    d.fail("u", "B")
    assert d.open() == ["broken"]
    with pytest.raises(Rejection) as refused:
        d.at.throw_error(d.key("broken"), "B", {})
    assert refused.value.code == "nothing_waits"


def test_an_exact_error_code_goes_before_a_catch_all() -> None:
    d = Drive(
        process(
            "p",
            start(),
            user("a"),
            user("any"),
            user("exact"),
            end(),
            boundary("b1", "a", error()),
            boundary("b2", "a", error("A")),
            path("s a e"),
            path("b1 any e"),
            path("b2 exact e"),
        )
    )
    d.fail("a", "A")
    assert d.open() == ["exact"]


def test_a_boundary_event_maps_what_it_brings_and_a_failing_mapping_keeps_it() -> None:
    mapped = boundary("b", "a", message("stop")).replace(
        "><bpmn:message", f">{ext(io({}, {'total': '=if ok then n else function(x) x'}))}<bpmn:message"
    )
    d = Drive(process("p", start(), user("a"), user("z"), end(), mapped, path("s a e"), path("b z e"), keys={"stop": None}), ok=False)
    d.command("correlate", "stop", None, {"n": 41})
    assert d.incidents() == {"b": "bad_value"}
    assert d.open() == []
    d.set(ok=True)
    d.retry_all()
    assert d.variables() == {"ok": True, "total": 41}
    assert d.open() == ["z"]


def test_a_signal_on_a_sub_process_cancels_another_catcher_inside() -> None:
    a = sub(
        "a", start("is"), user("u"), user("never"), end("ie"), boundary("c", "u", signal("A"), False), path("is u ie"), path("c never ie")
    )
    d = Drive(process("p", start(), a, user("z"), end(), boundary("b", "a", signal("A")), path("s a e"), path("b z e")))
    d.command("broadcast", "A", {"k": 1})
    assert d.open() == ["z"]


def test_a_date_as_a_boundary_timer_is_read_from_variables() -> None:
    d = Drive(
        process("p", start(), user("a"), end(), boundary("w", "a", date("=warn"), False), path("s a e"), path("w e")), warn="2026-01-06"
    )
    assert d.timers()["w"].isoformat() == "2026-01-06T09:30:00+00:00", "a bare date is the close of business, 17:30 in the city"


LIMIT = properties(deadline__length="1", deadline__unit="working day", deadline__article="34", deadline__silence="consent")
UNTIL = "2026-01-06T17:30:00@Asia/Shanghai"


@pytest.mark.parametrize(("what", "cancel"), [(date("=deadline"), True), (message("stop"), True), (message("stop"), False)])
def test_a_boundary_event_maps_the_deadline_of_its_host_even_where_that_is_over_by_then(what: str, cancel: bool) -> None:
    lapse = "" if what == date("=deadline") else boundary("lapse", "a", date("=deadline"))
    mapped = boundary("b", "a", what, cancel).replace("><bpmn:", f">{ext(io({}, {'until': '=deadline'}))}<bpmn:", 1)
    d = Drive(
        process(
            "p",
            start(),
            user("a", LIMIT),
            user("z"),
            end(),
            end("silent") if lapse else "",
            mapped,
            lapse,
            path("s a e"),
            path("b z e"),
            path("lapse silent") if lapse else "",
            keys={"stop": None},
        )
    )
    if lapse:
        d.command("correlate", "stop", None, {})
    else:
        d.fire("b")
    assert d.variables() == {"until": UNTIL}
    assert d.open() == sorted(["z"] + ([] if cancel else ["a"]))


def test_a_timer_set_to_a_past_date_takes_effect_as_it_is_armed_in_the_order_of_the_elements() -> None:
    d = Drive(
        process(
            "p",
            start(),
            user("a"),
            user("first"),
            user("second"),
            end(),
            boundary("b", "a", date("2025-12-24"), False),
            boundary("c", "a", date("=past"), False),
            path("s a e"),
            path("b first e"),
            path("c second e"),
        ),
        past="2020-01-01T09:00:00+08:00",
    )
    assert d.timers() == {"b": hours(0), "c": hours(0)}
    with pytest.raises(Rejection, match="due at"):
        d.fire("b", hours(-1))
    first = min(due for due in d.live.timers() if due.kind == "timer")
    assert d.live.timer_element(first.key) == "b"
    d.fire("b")
    d.fire("c")
    assert d.open() == ["a", "first", "second"]


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("R/2026-01-01T09:00:00+08:00/P1D", [0, 24, 48]),  # four turns had passed, the last of them that very instant
        ("R/2026-01-01T10:00:00+08:00/P1D", [0, 1, 25]),  # the last one before is due at once, the next on the cycle's own hour
        ("R6/2026-01-01T10:00:00+08:00/P1D", [0, 1, 25]),
        ("R5/2026-01-01T10:00:00+08:00/P1D", [0, 1]),
        ("R4/2026-01-01T10:00:00+08:00/P1D", [0]),
        ("R2/2025-01-01T10:00:00+08:00/P1D", [0]),
    ],
)
def test_a_cycle_that_began_before_it_is_armed_reminds_at_once_and_then_on_its_turns(text: str, turns: list[int]) -> None:
    d = Drive(process("p", start(), user("a"), end("t"), end(), boundary("b", "a", cycle(text), False), path("s a e"), path("b t")))
    found = []
    while d.timers() and len(found) < 3:
        found.append(d.timers()["b"])
        d.fire("b")
    assert found == [hours(turn) for turn in turns]
