"""Modifying what is done for several, what another process called, and what cannot be begun at all."""

import pytest

from app.domain.modification import Begin, End, Given
from tests.builders.drawing import (
    boundary,
    call,
    catch,
    duration,
    each,
    end,
    event_gate,
    event_sub,
    message,
    path,
    process,
    signal,
    start,
    sub,
    user,
    xor,
)
from tests.engine.drive import BASE, Drive
from tests.engine.modifying import begin, ends, key_of, modify, move, refused
from tests.engine.test_modification import BRANCHES, LINE

# ---------------------------------------------------------------- what is done for several
ITEMS = process(
    "p",
    start(),
    user("a"),
    sub(
        "ask",
        start("is"),
        user("reply"),
        user("check"),
        end("ie"),
        path("is reply check ie"),
        loop=each("=units", "unit", "replies", "=answer"),
    ),
    user("z"),
    end(),
    path("s a ask z e"),
)


def test_one_item_is_moved_within_itself() -> None:
    d = Drive(ITEMS, units=["x", "y"])
    d.do("a")
    item = key_of(d, "ask", 1)
    move(d, "reply", "check", within="parent")
    assert d.open() == ["check", "check"]
    assert key_of(d, "ask", 1) == item
    d.do("check", 0, answer=1)
    d.do("check", 0, answer=2)
    assert d.variables()["replies"] == [1, 2]


def test_where_an_item_is_meant_it_has_to_be_said() -> None:
    d = Drive(ITEMS, units=["x", "y"])
    d.do("a")
    words = refused(d, "state_forbids", begin=begin("check"))
    items = [key_of(d, "ask", n) for n in (1, 2)]
    assert all(str(item) in words for item in items)
    modify(d, begin=begin("check", ancestor=items[1]))
    assert d.open() == ["check", "reply", "reply"]
    assert d.sees("check")["unit"] == "y"


def test_an_item_that_is_ended_counts_as_ended_and_what_it_would_have_brought_stays_null() -> None:
    d = Drive(ITEMS, units=["x", "y"])
    d.do("a")
    modify(d, end=(End(key=key_of(d, "ask", 1)),))
    assert d.open() == ["reply"]
    d.do("reply")
    d.do("check", answer=2)
    assert (d.open(), d.variables()["replies"]) == (["z"], [None, 2])


def test_all_items_end_with_their_body() -> None:
    d = Drive(ITEMS, units=["x", "y"])
    d.do("a")
    move(d, "ask", "z")
    assert d.open() == ["z"]


def test_a_body_whose_items_are_all_ended_is_ended_too() -> None:
    d = Drive(ITEMS, units=["x", "y"])
    d.do("a")
    modify(d, end=tuple(End(key=key_of(d, "reply", n)) for n in (0, 1)), begin=begin("z"))
    assert d.open() == ["z"]
    assert ends(d) == ["reply", "ask", "reply", "ask", "ask"]


def test_of_items_one_after_another_the_next_begins_where_one_is_ended() -> None:
    d = Drive(process("p", start(), user("a", loop=each("=units", "unit", sequential=True)), end(), path("s a e")), units=["x", "y"])
    modify(d, end=(End(key=key_of(d, "a", 1)),))
    assert d.sees("a")["unit"] == "y"
    d.do("a")
    assert d.done


def test_what_is_done_for_several_is_not_begun_twice_nor_one_item_of_it_alone() -> None:
    d = Drive(ITEMS, units=["x", "y"])
    assert "ask" in refused(d, "state_forbids", begin=begin("reply"))
    d.do("a")
    assert "ask" in refused(d, "state_forbids", begin=begin("ask"))
    body = key_of(d, "ask")
    assert "check" in refused(d, "state_forbids", begin=begin("check", ancestor=body))
    modify(d, end=(End(key=body),), begin=begin("ask"))
    assert d.open() == ["reply", "reply"]


# ---------------------------------------------------------------- calls
CALLED = process("c", start(), user("k"), user("m"), end(), path("s k m e"))
CALLER = process("p", start(), call("lower", "c"), user("z"), end(), path("s lower z e"))


def test_a_called_process_is_modified_by_its_own_key_and_ended_from_its_caller() -> None:
    d = Drive(CALLER, CALLED)
    inside = next(BASE + flow.scope for flow in d.flows() if flow.spec.name == "c")
    assert "k" in refused(d, "bad_request", begin=begin("k"))
    assert str(BASE) in refused(d, "state_forbids", instance=inside, end=(End(element="k"),))
    modify(d, instance=inside, end=(End(element="k"),), begin=begin("m"))
    assert d.open() == ["m"]
    assert str(key_of(d, "m")) in refused(d, "state_forbids", end=(End(key=key_of(d, "m")),))
    move(d, "lower", "z")
    assert (d.open(), "process_instance_cancelled" in d.kinds()) == (["z"], True)
    assert "ended" in refused(d, "case_closed", instance=inside, begin=begin("k"))


def test_a_call_is_begun_again_as_a_new_process_instance() -> None:
    d = Drive(CALLER, CALLED)
    d.do("k")
    move(d, "lower", "lower")
    assert d.open() == ["k"]


# ---------------------------------------------------------------- refusals
EVENTS = process(
    "p",
    start(),
    user("a"),
    boundary("hear", "a", signal("B")),
    event_gate("first"),
    catch("told", message("news")),
    catch("waited", duration("P1D")),
    xor("m"),
    end(),
    end("f"),
    event_sub("odd", signal("C"), user("oddly"), end("oe"), path("odd_s oddly oe")),
    path("s a first told m e"),
    path("first waited m"),
    path("hear f"),
    keys={"news": '="k"'},
)


@pytest.mark.parametrize(
    ("element", "words"),
    [("s", "start event"), ("hear", "attached to"), ("told", "event gateway"), ("odd", "its start event"), ("nowhere", "process p")],
)
def test_what_cannot_be_begun_by_itself_is_refused_by_its_id(element: str, words: str) -> None:
    said = refused(Drive(EVENTS), "bad_request", begin=begin(element))
    assert element in said
    assert words in said


def test_an_event_gateway_is_begun_with_its_events() -> None:
    d = Drive(EVENTS)
    move(d, "a", "first")
    assert set(d.timers()) == {"waited"}
    assert "hear" not in [one.element_id for one in d.live.subscriptions()]
    assert "told" in refused(d, "state_forbids", end=(End(element="told"),))


def test_a_join_is_refused_and_a_fork_is_not() -> None:
    d = Drive(BRANCHES)
    assert "meet" in refused(d, "bad_request", begin=begin("meet"))
    move(d, "before", "split")
    assert d.open() == ["left", "right"]


def test_an_unknown_key_an_element_that_is_not_active_and_nothing_at_all_are_refused() -> None:
    d = Drive(LINE)
    assert "12345" in refused(d, "state_forbids", end=(End(key=12345),))
    assert "b" in refused(d, "state_forbids", end=(End(element="b"),))
    assert "nothing" in refused(d, "bad_request")
    assert "q" in refused(d, "bad_request", begin=(Begin(element="b", given=(Given(variables={"n": 1}, scope="q"),)),))


def test_a_case_that_has_ended_is_refused() -> None:
    d = Drive(LINE)
    d.do("a")
    d.do("b")
    d.do("c")
    refused(d, "case_closed", begin=begin("a"))


def test_of_several_instructions_none_is_carried_out_where_one_cannot_be() -> None:
    d = Drive(LINE)
    refused(d, "bad_request", end=(End(element="a"),), begin=begin("b", worth=1) + begin("late"))
    assert (d.open(), d.variables()) == (["a"], {})
