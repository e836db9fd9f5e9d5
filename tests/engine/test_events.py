import pytest

from app.domain.rejection import Rejection
from tests.builders.drawing import (
    boundary,
    catch,
    cycle,
    date,
    duration,
    each,
    el,
    end,
    error,
    event_gate,
    event_sub,
    ext,
    gate,
    io,
    message,
    path,
    process,
    script,
    signal,
    start,
    sub,
    terminate,
    throw,
    user,
    xor,
)
from tests.engine.drive import Drive, hours


def test_events_read_what_is_mapped_into_the_activity_they_sit_on() -> None:
    waits = el("intermediateCatchEvent", "c", ext(io({"k": "=base + 2"})), message("news"))
    d = Drive(
        process(
            "p",
            start(),
            user("a", io({"wait": '="PT" + hours + "H"'})),
            waits,
            user("z"),
            end(),
            boundary("b", "a", duration("=wait"), False),
            path("s a c z e"),
            path("b e"),
            keys={"news": "=k"},
        ),
        hours="7",
        base=1,
    )
    assert d.timers() == {"b": hours(7)}
    d.do("a")
    d.command("correlate", "news", 3, {"n": 1})
    assert d.variables() == {"hours": "7", "base": 1, "n": 1}


@pytest.mark.parametrize(("first", "gone"), [("t1", "t5"), ("t5", "t1")])
def test_an_event_gateway_with_two_timers_and_a_message(first: str, gone: str) -> None:
    events = [catch("t5", duration("P5D")), catch("t1", duration("P1D")), catch("m", message("paid"))]
    d = Drive(
        process(
            "p",
            start(),
            event_gate("g"),
            *events,
            user("five"),
            user("one"),
            user("got"),
            end(),
            path("s g t5 five e"),
            path("g t1 one e"),
            path("g m got e"),
            keys={"paid": "=bill"},
        ),
        bill=7,
    )
    assert len(d.timers()) == 2
    assert [s[:3] for s in d.live.subscriptions()] == [("message", "paid", "7")]
    d.fire(first)
    assert d.open() == ["one" if first == "t1" else "five"]
    assert gone not in d.timers()
    assert d.live.subscriptions() == []
    flows = [fact.public["flowId"] for fact in d.facts if fact.kind == "flow_taken"]
    assert flows == [f"g_{first}", f"{first}_{d.open()[0]}"]


def test_messages_are_told_apart_by_key_and_bring_variables() -> None:
    waits = el("receiveTask", "wait", messageRef="message_paid")
    m = sub("m", start("is"), waits, user("u"), end("ie"), path("is wait u ie"), loop=each("=bills", "bill", "got", "=sum"))
    d = Drive(process("p", start(), m, end(), path("s m e"), keys={"paid": "=bill"}), bills=[1, 2])
    with pytest.raises(Rejection) as refused:
        d.at.correlate("paid", 3, {})
    assert refused.value.code == "nothing_waits"
    d.command("correlate", "paid", 2, {"sum": 20})
    assert d.sees("u")["bill"] == 2
    assert d.sees("u")["sum"] == 20
    d.command("correlate", "paid", 1, {"sum": 10})
    d.do("u")
    d.do("u")
    assert d.variables()["got"] == [10, 20]
    assert d.done


def test_a_correlation_key_is_private_and_one_that_is_null_is_an_incident() -> None:
    xml = process("p", start(), catch("c", message("paid")), end(), path("s c e"), keys={"paid": "=phone"})
    d = Drive(xml, phone="138")
    assert d.fact("subscription_opened").private == {"correlationKey": "138"}
    assert "138" not in str(d.fact("subscription_opened").public)
    d = Drive(xml)
    assert d.incidents() == {"c": "bad_correlation_key"}


def _with_event_sub(what: str, interrupting: bool, **said: object) -> bytes:
    ev = event_sub("ev", what, user("h"), end("eve"), path("ev_s h eve"), interrupting=interrupting)
    return process(
        "p",
        start(),
        gate("f"),
        user("a"),
        user("b"),
        xor("x", "x_e"),
        end(),
        end("bad", error("A")),
        path("s f a e"),
        path("f b x bad", x="wrong"),
        path("x e"),
        ev,
        **said,
    )  # type: ignore[arg-type]


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_event_sub_process_with_a_timer(interrupting: bool) -> None:
    d = Drive(_with_event_sub(duration("P1D"), interrupting))
    d.do("a")
    assert d.timers() == {"ev_s": hours(24)}
    d.fire("ev_s")
    assert d.open() == (["h"] if interrupting else ["b", "h"])
    assert d.timers() == {}
    d.do("h")
    assert d.done is interrupting
    d = Drive(_with_event_sub(duration("P1D"), interrupting))
    d.do("a")
    d.do("b", wrong=False)
    assert d.done, "an armed event sub-process keeps nothing open"
    assert d.timers() == {}


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_event_sub_process_with_a_message(interrupting: bool) -> None:
    d = Drive(_with_event_sub(message("news"), interrupting, keys={"news": "=no"}), no=5)
    d.command("correlate", "news", 5, {"n": 1})
    if interrupting:
        assert d.open() == ["h"]
        assert d.live.subscriptions() == []
    else:
        d.command("correlate", "news", 5, {"n": 2})
        assert d.open() == ["a", "b", "h", "h"]
        assert d.variables()["n"] == 2
        d.do("a")
        d.do("b", wrong=False)
        d.do("h")
        assert not d.done
    d.do("h")
    assert d.done


def test_an_error_inside_a_scope_starts_its_event_sub_process() -> None:
    d = Drive(_with_event_sub(error("A"), True))
    d.do("b", wrong=True)
    assert d.open() == ["h"]


def test_an_event_sub_process_within_a_sub_process_with_an_error_and_a_cycle() -> None:
    ev = event_sub("ev", error("A"), user("h"), end("eve"), path("ev_s h eve"), parts=[io({"y": "=x"})])
    tick = event_sub("tick", cycle("R2/PT1H"), script("count", "n", "=n + 1"), end("te"), path("tick_s count te"), interrupting=False)
    deep = sub("deep", start("ds"), user("v"), end("de", error("A")), path("ds v de"))
    a = sub(
        "a", start("is"), user("u"), deep, end("ie"), path("is u deep ie"), ev, tick, parts=[io({"x": "=1", "n": "=0"}, {"ticks": "=n"})]
    )
    d = Drive(process("p", start(), a, user("z"), end(), path("s a z e")))
    d.fire("tick_s")
    d.do("u")
    d.fire("tick_s")
    assert d.timers() == {}
    d.do("v")
    assert d.open() == ["h"]
    assert d.sees("h") == {"x": 1, "n": 2, "y": 1}
    d.do("h")
    assert d.open() == ["z"]
    assert d.variables() == {"ticks": 2}


def test_an_event_sub_process_with_a_signal() -> None:
    d = Drive(_with_event_sub(signal("B"), False))
    d.command("broadcast", "B", {"k": 1})
    assert d.open() == ["a", "b", "h"]


def test_an_interrupting_event_sub_process_ends_those_that_do_not_interrupt() -> None:
    quiet = event_sub("quiet", message("q"), user("qq"), end("qe"), path("quiet_s qq qe"), interrupting=False)
    loud = event_sub("loud", message("l"), user("ll"), end("le"), path("loud_s ll le"))
    d = Drive(process("p", start(), user("a"), end(), path("s a e"), quiet, loud, keys={"q": None, "l": None}))
    d.command("correlate", "q", None, {})
    assert d.open() == ["a", "qq"]
    d.command("correlate", "l", None, {})
    assert d.open() == ["ll"]
    assert d.live.subscriptions() == []
    d.do("ll")
    assert d.done


def test_terminate_ends_its_own_scope_only() -> None:
    a = sub(
        "a",
        start("is"),
        gate("f"),
        user("u"),
        user("v"),
        end("t", terminate()),
        path("is f u t"),
        path("f v t"),
        boundary("b", "v", duration("P1D")),
        path("b t"),
    )
    d = Drive(process("p", start(), gate("f2"), a, user("w"), user("z"), end(), path("s f2 a z e"), path("f2 w e")))
    d.do("u")
    assert d.open() == ["w", "z"]
    assert d.timers() == {}


def test_signals_thrown_and_caught_in_the_flow_and_at_the_end() -> None:
    d = Drive(
        process(
            "p",
            start(),
            gate("f"),
            catch("c", signal("A")),
            user("got"),
            user("u"),
            throw("t", signal("A")),
            user("v"),
            end("e", signal("B")),
            user("w"),
            user("x"),
            boundary("b", "w", signal("B")),
            end("e2"),
            path("s f c got e2"),
            path("f u t v e"),
            path("f w e2"),
            path("b x e2"),
        )
    )
    d.do("u")
    assert d.open() == ["got", "v", "w"]
    assert d.fact("signal_thrown").public["name"] == "A"
    d.do("v")
    assert d.open() == ["got", "x"]


def test_a_signal_that_interrupts_its_thrower() -> None:
    a = sub("a", start("is"), throw("t", signal("A")), user("never"), end("ie"), path("is t never ie"))
    d = Drive(process("p", start(), a, user("z"), end(), boundary("b", "a", signal("A")), path("s a e"), path("b z e")))
    assert d.open() == ["z"]


def test_an_error_that_nothing_catches_is_an_incident_and_the_rest_goes_on() -> None:
    d = Drive(process("p", start(), gate("f"), user("u"), end("bad", error("A")), path("s f u bad"), user("w"), end(), path("f w e")))
    d.do("u")
    assert d.incidents() == {"bad": "uncaught_error"}
    assert d.open() == ["w"]


def test_an_escalation_that_nothing_catches_is_passed() -> None:
    event = '<bpmn:escalationEventDefinition escalationRef="escalation_A"/>'
    d = Drive(process("p", start(), throw("t", event), user("z"), end(), path("s t z e")))
    assert d.open() == ["z"]


def test_a_message_thrown_by_name_is_told_to_the_layer_above() -> None:
    d = Drive(process("p", start(), throw("t", message("news")), user("z"), end(), path("s t z e"), keys={"news": None}))
    assert d.fact("message_thrown").public == {"name": "news"}
    assert d.open() == ["z"]


def test_a_timer_in_the_flow_with_a_date_of_the_case() -> None:
    d = Drive(process("p", start(), catch("t", date("=on")), user("z"), end(), path("s t z e")), on="2026-02-02T09:00:00")
    assert d.timers()["t"].isoformat() == "2026-02-02T01:00:00+00:00"
    d.fire("t")
    assert d.open() == ["z"]


def test_a_process_with_several_start_events_is_started_at_one_of_them() -> None:
    xml = process(
        "p", start("s"), start("sm", message("news")), user("a"), user("b"), end(), path("s a e"), path("sm b e"), keys={"news": None}
    )
    assert Drive(xml).open() == ["a"]
    assert Drive(xml, start={"start_element": "sm"}).open() == ["b"]
    with pytest.raises(Rejection) as refused:
        Drive(xml, start={"start_element": "a"})
    assert refused.value.code == "not_found"
