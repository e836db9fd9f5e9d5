"""Modifying a process instance: what is ended is ended with all that hangs on it, what is begun goes on as drawn, and a part that cannot be
done leaves everything as it was."""

from app.domain.modification import Begin, End, Given
from tests.builders.drawing import (
    boundary,
    date,
    duration,
    end,
    event_sub,
    gate,
    inclusive,
    io,
    path,
    process,
    properties,
    script,
    signal,
    start,
    sub,
    user,
)
from tests.engine.drive import BASE, Drive, hours
from tests.engine.modifying import begin, ends, key_of, modify, move, refused

DEADLINE = properties(deadline__length="5", deadline__unit="working day", deadline__article="1")
LINE = process(
    "p",
    start(),
    user("a", DEADLINE),
    boundary("late", "a", date("=deadline")),
    user("b", DEADLINE),
    boundary("remind", "b", duration("PT2H"), cancel=False),
    user("c", io({"mine": "=worth"})),
    end(),
    end("f"),
    path("s a b c e"),
    path("late f"),
    path("remind f"),
)
BRANCHES = process(
    "p",
    start(),
    user("before"),
    gate("split"),
    user("left"),
    user("right"),
    gate("meet"),
    user("after"),
    end(),
    path("s before split left meet after e"),
    path("split right meet"),
)
NESTED = process(
    "p",
    start(),
    user("a"),
    sub(
        "inner",
        start("is"),
        user("x"),
        user("y"),
        end("ie"),
        path("is x y ie"),
        event_sub("told", signal("A"), user("heard"), end("te"), path("told_s heard te"), interrupting=False),
        parts=(DEADLINE,),
    ),
    user("z"),
    end(),
    path("s a inner z e"),
)


# ---------------------------------------------------------------- ending and beginning
def test_a_step_is_skipped_and_its_timers_and_deadline_end_while_those_of_the_next_begin() -> None:
    d = Drive(LINE)
    move(d, "a", "b")
    assert d.open() == ["b"]
    assert set(d.timers()) == {"remind"}
    assert d.kinds()[0] == "instance_modified"
    assert d.facts[0].public == {
        "ended": [{"elementId": "a", "elementInstanceKey": str(BASE + 2)}],
        "begun": [{"elementId": "b", "elementInstanceKey": str(key_of(d, "b"))}],
    }
    assert {"task_cancelled", "timer_disarmed", "deadline_voided", "deadline_started", "timer_armed", "task_created"} <= set(d.kinds())
    (deadline,) = [one for one in d.live.deadlines() if one.is_open]
    assert (deadline.element_id, deadline.started_at) == ("b", d.now)
    d.do("b")
    d.do("c")
    assert d.done


def test_a_step_that_is_done_is_repeated_and_its_deadline_starts_anew_now() -> None:
    d = Drive(LINE)
    d.do("a")
    d.now = hours(3)
    move(d, "b", "a")
    (deadline,) = [one for one in d.live.deadlines() if one.is_open]
    assert (d.open(), deadline.element_id, deadline.started_at) == (["a"], "a", hours(3))
    assert set(d.timers()) == {"late"}


def test_an_element_is_begun_beside_those_that_stay() -> None:
    d = Drive(BRANCHES)
    d.do("before")
    modify(d, begin=begin("after"))
    assert d.open() == ["after", "left", "right"]
    d.do("after")
    assert not d.done


def test_variables_are_written_before_what_reads_them_begins() -> None:
    d = Drive(LINE)
    modify(d, end=(End(element="a"),), begin=begin("c", worth=7))
    assert (d.sees("c")["mine"], d.variables()) == (7, {"worth": 7})


def test_variables_are_kept_by_the_element_that_the_scope_names() -> None:
    d = Drive(NESTED)
    given = (Given(variables={"own": 1}, scope="y"), Given(variables={"shared": 2}, scope="inner"))
    modify(d, end=(End(element="a"),), begin=(Begin(element="y", given=given),))
    assert d.sees("y") == {"own": 1, "shared": 2}
    assert d.variables() == {}
    d.do("y")
    d.do("z")
    assert d.done


def test_a_step_that_cannot_begin_is_an_incident_on_it_as_ever() -> None:
    d = Drive(process("p", start(), user("a"), script("count", "n", "=function(x) x"), end(), path("s a count e")))
    move(d, "a", "count")
    assert set(d.incidents()) == {"count"}


def test_an_incident_is_resolved_where_its_step_is_ended() -> None:
    d = Drive(process("p", start(), script("count", "n", "=function(x) x"), user("b"), end(), path("s count b e")))
    assert set(d.incidents()) == {"count"}
    modify(d, end=(End(key=key_of(d, "count")),), begin=begin("b"))
    assert (d.incidents(), d.open()) == ({}, ["b"])
    assert d.fact("incident_resolved").public["how"] == "cancelled"


def test_ending_the_last_element_ends_the_case() -> None:
    d = Drive(LINE)
    modify(d, end=(End(element="a"),))
    assert d.done
    assert d.kinds()[-1] == "process_instance_cancelled"


def test_a_token_that_waits_at_a_join_is_moved_past_it() -> None:
    d = Drive(BRANCHES)
    d.do("before")
    d.do("left")
    modify(d, end=(End(element="meet"), End(element="right")), begin=begin("after"))
    assert d.open() == ["after"]
    d.do("after")
    assert d.done


def test_an_inclusive_join_goes_on_when_the_branch_that_it_waits_for_is_ended() -> None:
    drawn = process(
        "p",
        start(),
        inclusive("split"),
        user("left"),
        user("right"),
        inclusive("meet"),
        user("after"),
        end(),
        path("s split left meet after e", split="true"),
        path("split right meet", split="true"),
    )
    d = Drive(drawn)
    d.do("left")
    modify(d, end=(End(element="right"),))
    assert d.open() == ["after"]


# ---------------------------------------------------------------- scopes
def test_a_scope_that_is_not_there_is_opened_without_its_start_event() -> None:
    d = Drive(NESTED)
    move(d, "a", "y")
    assert d.open() == ["y"]
    assert [one.name for one in d.live.subscriptions()] == ["A"]
    (deadline,) = [one for one in d.live.deadlines() if one.is_open]
    assert deadline.element_id == "inner"
    d.do("y")
    assert d.open() == ["z"]


def test_two_elements_begin_in_the_one_scope_that_is_opened_for_them() -> None:
    d = Drive(NESTED)
    modify(d, end=(End(element="a"),), begin=begin("x") + begin("y"))
    assert sum(fact.kind == "element_entered" and fact.element_id == "inner" for fact in d.facts) == 1
    d.do("x")
    assert d.open() == ["y", "y"]


def test_a_move_within_a_scope_leaves_it_open() -> None:
    d = Drive(NESTED)
    d.do("a")
    move(d, "x", "y")
    assert d.open() == ["y"]
    assert ends(d) == ["x"]


def test_a_scope_that_a_move_empties_is_ended_with_its_events_and_its_deadline() -> None:
    d = Drive(NESTED)
    d.do("a")
    move(d, "x", "z")
    assert d.open() == ["z"]
    assert ends(d) == ["x", "inner"]
    assert d.live.subscriptions() == []
    assert [one for one in d.live.deadlines() if one.is_open] == []
    d.do("z")
    assert d.done


def test_nothing_begins_in_a_scope_that_the_same_modification_ends() -> None:
    d = Drive(NESTED)
    d.do("a")
    old = key_of(d, "inner")
    modify(d, end=(End(key=old),), begin=begin("y"))
    assert d.open() == ["y"]
    assert key_of(d, "inner") != old
    assert str(old) in refused(d, "state_forbids", begin=begin("x", ancestor=old))


def test_a_scope_around_it_may_be_chosen_and_what_lies_between_is_opened_anew() -> None:
    d = Drive(NESTED)
    d.do("a")
    modify(d, begin=begin("y", ancestor=BASE))
    assert len([one for one in d.flows() if one.spec.name == "inner"]) == 2
    words = refused(d, "state_forbids", begin=begin("y"))
    assert all(str(BASE + flow.scope) in words for flow in d.flows() if flow.spec.name == "inner")


def test_an_event_sub_process_that_is_under_way_is_moved_within_and_one_that_is_not_is_refused() -> None:
    d = Drive(NESTED)
    d.do("a")
    assert "told" in refused(d, "state_forbids", begin=begin("heard"))
    d.command("broadcast", "A", {})
    modify(d, end=(End(element="x"),), begin=begin("heard"))
    assert d.open() == ["heard", "heard"]
