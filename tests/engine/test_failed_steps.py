"""A step that fails has changed nothing but its incident: run again, it fails again and leaves the very same bytes."""

import pytest

from tests.builders.drawing import (
    boundary,
    call,
    catch,
    date,
    decide,
    duration,
    each,
    el,
    end,
    error,
    event_gate,
    event_sub,
    ext,
    inclusive,
    io,
    job,
    message,
    path,
    process,
    properties,
    script,
    signal,
    start,
    sub,
    throw,
    user,
    xor,
    z,
)
from tests.engine.drive import Drive

BAD = "=function(x) x"
INSIDE = (start("is"), user("iu"), end("ie"), path("is iu ie"))
ONE_WAY = "s c e"

FAILING = {
    "an input mapping": [user("c", io({"a": "=1", "b": BAD}))],
    "an input mapping of a sub-process": [sub("c", *INSIDE, parts=[io({"a": "=1", "b": BAD})])],
    "a script": [script("c", "x", BAD)],
    "an output mapping": [el("task", "c", ext(io({}, {"a": "=1", "b": BAD})))],
    "an output mapping of a sub-process": [sub("c", start("is"), end("ie"), path("is ie"), parts=[io({}, {"a": "=1", "b": BAD})])],
    "a collection": [user("c", io({"a": "=1"}), loop=each("=5", "i"))],
    "an input mapping of an item": [user("c", io({"a": "=1", "b": BAD}), loop=each("=[1, 2]", "i", "out", "=i"))],
    "an output element": [script("c", "x", "=1", loop=each("=[1, 2]", "i", "out", BAD))],
    "a completion condition": [script("c", "x", "=1", loop=each("=[1, 2]", "i", "out", "=i", until='="yes"'))],
    "a boundary timer": [user("c", io({"a": "=1"}), properties(deadline__length="7")), boundary("b", "c", duration("=5")), path("b e")],
    "a correlation key": [user("c", io({"a": "=1"})), boundary("b", "c", message("m")), path("b e")],
    "a deadline": [user("c", io({"a": "=1"}), properties(deadline__length='"x"'))],
    "people": [user("c", io({"a": "=1"}), z("assignmentDefinition", candidateGroups="=5"))],
    "a decision": [decide("c", "unknown", "x")],
    "a called process": [call("c", "unknown", io({"a": "=1"}))],
    "a type of job": [job("c", "=5", io({"a": "=1"}))],
    "a timer in the flow": [catch("c", date('="x"'))],
    "an event gateway": [event_gate("c"), catch("t1", duration("P1D")), catch("t2", duration("=5")), path("c t1 e"), path("c t2 e")],
    "an exclusive gateway": [xor("c"), user("u"), path("c u", c="false"), path("u e")],
    "an inclusive gateway": [inclusive("c"), user("u"), path("c u", c="5"), path("u e")],
    "the start of an event sub-process": [
        sub(
            "c",
            *INSIDE,
            event_sub("ev", duration("=5"), end("ee"), path("ev_s ee")),
            event_sub("ev2", signal("A"), end("e2"), path("ev2_s e2")),
        )
    ],
}


@pytest.mark.parametrize("what", FAILING)
def test_a_failing_step_leaves_nothing_behind(what: str) -> None:
    flows = path("s c") if "gateway" in what else path(ONE_WAY)
    flows += path("c e", c="false") if what in ("an exclusive gateway", "an inclusive gateway") else ""
    d = Drive(process("p", start(), *FAILING[what], end(), flows, keys={"m": "=missing"}))
    assert d.incidents()
    before = d.raw
    for incident in d.live.incidents():
        d.command("retry", incident.key)
        assert d.raw == before
        assert d.kinds() == ["incident_resolved", "incident_opened"]


def test_an_error_event_that_nothing_catches_leaves_nothing_behind() -> None:
    d = Drive(process("p", start(), end("bad", error("A")), path("s bad")))
    before = d.raw
    d.retry_all()
    assert d.raw == before


def test_a_thrown_message_whose_inputs_fail_is_not_thrown() -> None:
    event = throw("t", message("m")).replace("><bpmn:message", f">{ext(io({'a': BAD}))}<bpmn:message")
    d = Drive(process("p", start(), event, end(), path("s t e"), keys={"m": None}))
    assert d.incidents() == {"t": "bad_value"}
    assert "message_thrown" not in d.kinds()


def test_a_person_who_completes_while_the_outcome_fails_can_be_helped_by_mending_a_variable() -> None:
    d = Drive(
        process(
            "p",
            start(),
            user("a", io({}, {"n": "=if fine = true then said else function(x) x"})),
            xor("x"),
            user("z"),
            end(),
            path("s a x"),
            path("x z e", x="n > 1"),
            path("x e", x="n < 0"),
        )
    )
    d.do("a", said=1)
    assert d.incidents() == {"a": "bad_value"}
    d.set(fine=True)
    d.retry_all()
    assert d.incidents() == {"x": "no_way_out"}
    d.set(n=2)
    d.retry_all()
    assert d.open() == ["z"]
