"""What the engine would not run as drawn is refused, and nothing more than that."""

import pytest

from tests.builders.drawing import (
    boundary,
    call,
    catch,
    cycle,
    date,
    duration,
    each,
    el,
    end,
    error,
    escalation,
    event_gate,
    event_sub,
    gate,
    inclusive,
    job,
    link,
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
from tests.lint.pages import broken_rules, findings

KEYS = {"paid": "=number"}


def broken(*inside: str) -> set[str]:
    return {finding.rule for finding in findings(process("p", *inside, keys=KEYS)) if finding.severity == "error"}


def test_a_plain_process_breaks_no_rule_of_structure() -> None:
    assert broken(start(), user("ask"), end(), path("s ask e")) == set()


def test_a_process_with_everything_that_runs_breaks_none() -> None:
    every = (
        event_gate("x"),
        catch("late", duration("P3D")),
        el("receiveTask", "paid", messageRef="message_paid"),
        sub("part", start("a"), user("ask"), end("b", error("A")), path("a ask b")),
        boundary("failed", "part", error("A")),
        boundary("told", "part", escalation(), cancel=False),
        event_sub("stop", signal("A"), end("t", terminate()), path("stop_s t")),
        gate("f"),
        inclusive("j"),
    )
    flows = path("s x late f j e") + path("x paid part e2") + path("failed e3") + path("told e4") + path("f j2 e5")
    assert broken(start(), *every, xor("j2"), end(), *(end(f"e{n}") for n in range(2, 6)), flows) == set()


def test_a_cycle_may_start_a_process_and_remind_but_not_wait_in_the_flow() -> None:
    begins = start("s", cycle("R/P1D"))
    reminds = boundary("r", "ask", cycle("R/P1D"), cancel=False)
    assert broken(begins, user("ask"), reminds, end(), end("e2"), path("s ask e"), path("r e2")) == set()
    assert broken(start(), catch("wait", cycle("R/P1D")), end(), path("s wait e")) == {"cycle-only-beside-the-work"}
    assert broken(start(), user("ask"), end(), path("s ask e"), event_sub("n", cycle("R/P1D"), end("t"), path("n_s t"))) == {
        "cycle-only-beside-the-work"
    }


def test_two_flows_between_a_pair_matter_only_into_a_join() -> None:
    twice = '<bpmn:sequenceFlow id="second" sourceRef="a" targetRef="b"/>'
    assert "one-flow-between-a-pair" in broken(start(), gate("a"), gate("b"), end(), path("s a b e"), twice)
    assert "one-flow-between-a-pair" in broken(start(), gate("a"), inclusive("b"), end(), path("s a b e"), twice)
    assert broken(start(), gate("a"), user("b"), end(), path("s a b e"), twice) == set()


@pytest.mark.parametrize(
    ("ends", "breaks"),
    [
        ((throw("go", link("A")), catch("come", link("A"))), False),
        ((throw("go", link("A")), catch("come", link("B"))), True),
        ((throw("go", link("A")), catch("come", link("A")), catch("come2", link("A"))), True),
        ((throw("go", link("")), catch("come", link(""))), True),
    ],
)
def test_a_link_needs_exactly_one_other_end(ends: tuple[str, ...], breaks: bool) -> None:
    more = path("come2 e") if len(ends) == 3 else ""
    assert ("link-has-its-other-end" in broken(start(), *ends, end(), path("s go"), path("come e"), more)) == breaks


def test_a_link_does_not_reach_into_a_sub_process() -> None:
    inner = sub("part", start("a"), catch("come", link("A")), end("b"), path("a b"), path("come b"))
    assert "link-has-its-other-end" in broken(start(), inner, throw("go", link("A")), gate("f"), end(), path("s f part e"), path("f go"))


def test_what_follows_a_link_is_reached() -> None:
    assert broken(start(), throw("go", link("A")), catch("come", link("A")), user("ask"), end(), path("s go"), path("come ask e")) == set()


@pytest.mark.parametrize(
    ("inside", "rule"),
    [
        ((start("s", error("A")), end(), path("s e")), "event-fits-its-place"),
        ((start(), catch("c", escalation("A")), end(), path("s c e")), "event-fits-its-place"),
        ((start(), throw("t", duration("P1D")), end(), path("s t e")), "event-fits-its-place"),
        ((start(), xor("x"), boundary("b", "x", error()), end(), end("e2"), path("s x e"), path("b e2")), "event-fits-its-place"),
        ((start(), user("a"), boundary("b", "a", error(), False), end(), end("e2"), path("s a e"), path("b e2")), "event-fits-its-place"),
        ((start(), sub("p1", start("a", signal("A")), end("b"), path("a b")), end(), path("s p1 e")), "event-fits-its-place"),
        ((start(), catch("c", ""), end(), path("s c e")), "event-fits-its-place"),
        ((start(), el("choreographyTask", "c"), end(), path("s c e")), "known-element"),
        ((start(), user("a"), end(), path("s a e a")), "flow-stays-in-its-scope"),
        ((start(), user("a"), end(), path("s a s"), path("a e")), "flow-stays-in-its-scope"),
        ((start(), event_gate("x"), catch("c", signal("A")), end(), path("s x c e")), "event-gateway-waits"),
        ((start(), end("e", error()), path("s e")), "event-names-what-it-means"),
        ((start(), end("e", escalation()), path("s e")), "event-names-what-it-means"),
        ((start(), "<bpmn:scriptTask id='a'/>", end(), path("s a e")), "task-says-what-it-does"),
        ((start(), "<bpmn:userTask id='a'/>", end(), path("s a e")), "task-says-what-it-does"),
        ((start(), "<bpmn:callActivity id='a'/>", end(), path("s a e")), "task-says-what-it-does"),
        ((start(), "<bpmn:businessRuleTask id='a'/>", end(), path("s a e")), "task-says-what-it-does"),
        ((start(), catch("c", "<bpmn:timerEventDefinition/>"), end(), path("s c e")), "timer-says-when"),
        ((start(), catch("c", date("2026-13")), end(), path("s c e")), "timer-says-when"),
        ((start(), user("a", loop=each("")), end(), path("s a e")), "loop-names-its-collection"),
    ],
)  # fmt: skip
def test_what_means_nothing_where_it_stands_is_refused(inside: tuple[str, ...], rule: str) -> None:
    assert rule in broken(*inside)


@pytest.mark.parametrize("text", ["P3D", "PT30M", "P1Y2M3DT4H5M6S", "P2W", '=duration("P1D")', "limit", "add working days(today(), 3)"])
def test_durations_are_read_as_iso_8601_or_feel(text: str) -> None:
    assert broken(start(), catch("wait", duration(text)), end(), path("s wait e")) == set()


def test_a_loop_with_a_person_a_clock_or_a_message_in_it_waits() -> None:
    for waiting in (user("w"), catch("w", duration("P1D")), catch("w", message("paid")), job("w", "outside"), call("w", "letter")):
        rules = broken(start(), waiting, xor("x", default="x_e"), end(), path("s w x e"), path("x w", x="again"))
        assert "loop-waits" not in rules


def test_a_loop_of_gateways_scripts_and_inside_tasks_does_not_wait() -> None:
    for passing in (gate("w"), script("w", "n", "=1"), job("w", "duban:notice"), sub("w", start("a"), end("b"), path("a b"))):
        assert "loop-waits" in broken(start(), passing, xor("x", default="x_e"), end(), path("s w x e"), path("x w", x="again"))


def test_a_loop_through_a_sub_process_waits_where_each_way_through_it_waits() -> None:
    def around(*inside: str) -> set[str]:
        part = sub("w", start("a"), *inside)
        return broken(start(), part, xor("x", default="x_e"), end(), path("s w x e"), path("x w", x="again"))

    assert "loop-waits" not in around(user("ask"), end("b"), path("a ask b"))
    skips = (xor("y", default="y_b"), user("ask"), end("b"), path("a y b"), path("y ask b", y="more"))
    assert "loop-waits" in around(*skips)


def test_a_loop_of_links_does_not_wait() -> None:
    parts = (catch("come", link("A")), xor("x", default="x_e"), throw("go", link("A")))
    assert "loop-waits" in broken(start(), *parts, end(), path("s x e"), path("come x go", x="again"))


def test_calls_may_come_back_after_a_wait_only() -> None:
    assert "calls-wait" in broken(start(), sub("part", start("a"), call("c", "p"), end("b"), path("a c b")), end(), path("s part e"))
    assert "calls-wait" not in broken(start(), catch("wait", duration("P1D")), call("c", "p"), end(), path("s wait c e"))


def test_a_pair_of_conditions_of_which_one_always_holds_needs_no_default() -> None:
    def breaks(one: str, other: str) -> bool:
        inside = (start(), xor("x"), end(), end("e2"), path("s x e", x=one), path("x e2", x=other))
        return "choice-has-a-default" in broken_rules(process("p", *inside))

    assert not breaks("founded", "not(founded)")
    assert not breaks('kind = "clear"', 'kind != "clear"')
    assert breaks("a < 3", "a > 3")
    assert breaks("a < 3", "b >= 3")
