"""Sending a step back, and taking a submission back: what is drawn between is walked again, and nothing is started twice or awaited for
ever."""

from typing import Any

import pytest
from msgspec.structs import replace

from app.domain.rejection import Rejection
from app.engine.take_back import Submission
from tests.builders.drawing import (
    boundary,
    cycle,
    each,
    end,
    gate,
    io,
    path,
    process,
    properties,
    script,
    start,
    sub,
    user,
    xor,
)
from tests.engine.drive import BASE, Drive, hours

LINE = process(
    "p",
    start(),
    user("a", properties(deadline__length="5", deadline__unit="working day", deadline__article="1")),
    script("add", "total", "=amount + 1"),
    user("b", properties(deadline__length="3", deadline__unit="working day", deadline__article="2")),
    boundary("remind", "b", cycle("R/PT2H"), cancel=False),
    user("reminded"),
    end(),
    end("f"),
    path("s a add b e"),
    path("remind reminded f"),
)
BRANCHES = process(
    "p",
    start(),
    user("a"),
    gate("split"),
    user("left"),
    user("left2"),
    user("right"),
    gate("meet"),
    user("after"),
    end(),
    path("s a split left left2 meet after e"),
    path("split right meet"),
)


def key(d: Drive, element: str) -> int:
    return next(one.key for one in d.at.open_tasks() if one.element_id == element)


def back(d: Drive, element: str, to: str, **earlier: int) -> None:
    d.command("send_back", key(d, element), to, earlier)


def test_the_step_is_left_with_its_timers_and_the_earlier_one_begins_anew() -> None:
    d = Drive(LINE)
    first = key(d, "a")
    d.do("a", amount=1)
    d.fire("remind", hours(2))
    left = key(d, "b")
    assert d.open() == ["b", "reminded"]
    with pytest.raises(Rejection, match="still under way"):
        # What the reminder began is still under way, and would be there twice.
        back(d, "reminded", "a")
    d.command("send_back", left, "a", {"a": first, "b": left}, now=hours(30))
    assert d.open() == ["a", "reminded"]
    assert "remind" not in d.timers()
    facts = [fact.kind for fact in d.facts]
    assert facts[0] == "task_returned"
    assert "deadline_voided" in facts
    created = next(fact for fact in d.facts if fact.kind == "task_created")
    assert created.public["earlierTaskKey"] == first
    (running,) = [deadline for deadline in d.at.deadlines() if deadline.is_open]
    assert running.element_id == "a"
    assert running.started_at == hours(30)
    d.do("a", amount=5)
    assert next(fact for fact in d.facts if fact.kind == "task_created").public["earlierTaskKey"] == left
    d.do("b")
    d.do("reminded")
    assert d.at.completed


def test_within_one_branch_it_goes_back_while_the_other_is_under_way() -> None:
    d = Drive(BRANCHES)
    d.do("a")
    d.do("left")
    back(d, "left2", "left")
    assert d.open() == ["left", "right"]
    for element in ("left", "left2", "right", "after"):
        d.do(element)
    assert d.at.completed


def test_before_the_fork_it_does_not_go_back_while_another_branch_is_under_way() -> None:
    d = Drive(BRANCHES)
    d.do("a")
    with pytest.raises(Rejection, match="still under way"):
        back(d, "left", "a")
    d.do("right")  # its token waits at the join, and is one of the branch
    with pytest.raises(Rejection, match="still under way"):
        back(d, "left", "a")


def test_after_the_join_it_goes_back_before_the_fork_and_not_into_one_branch() -> None:
    d = Drive(BRANCHES)
    for element in ("a", "left", "left2", "right"):
        d.do(element)
    with pytest.raises(Rejection, match="joined since"):
        back(d, "after", "left")
    back(d, "after", "a")
    assert d.open() == ["a"]
    for element in ("a", "left", "left2", "right", "after"):
        d.do(element)
    assert d.at.completed


def test_one_of_several_at_once_does_not_go_back_alone() -> None:
    d = Drive(process("p", start(), user("a"), user("b", loop=each("=[1, 2]", "one")), end(), path("s a b e")))
    d.do("a")
    item = d.at.open_tasks()[0].key
    with pytest.raises(Rejection, match="several at once"):
        d.command("send_back", item, "a", {})


def test_it_goes_back_within_a_part_and_not_out_of_it() -> None:
    inside = sub("part", start("is"), user("a"), user("b"), end("ie"), path("is a b ie"))
    d = Drive(process("p", start(), user("before"), inside, end(), path("s before part e")))
    d.do("before")
    d.do("a")
    with pytest.raises(Rejection, match="same part"):
        back(d, "b", "before")
    back(d, "b", "a")
    assert d.open() == ["a"]


def test_around_a_loop_it_goes_back_within_the_turn() -> None:
    d = Drive(
        process(
            "p",
            start(),
            xor("again"),
            user("a"),
            user("b"),
            xor("enough", default="enough_e"),
            end(),
            path("s again a b enough e"),
            path("enough again", enough="more"),
        ),
        more=True,
    )
    d.do("a")
    d.do("b")
    d.do("a")
    back(d, "b", "a")
    assert d.open() == ["a"]


def taken_back(d: Drive, done: int, element: str, before: dict[str, str | None], **more: Any) -> None:
    """Take back the submission of a task: what is open now came about by it."""
    born = [one.key for one in d.at.open_tasks()]
    said = Submission(done, element, BASE, born, {(BASE, name): text for name, text in before.items()})
    d.command("take_back", replace(said, **more))


def test_a_submission_is_taken_back_with_what_it_wrote_and_the_step_keeps_its_deadline() -> None:
    d = Drive(LINE, amount=7)
    done = key(d, "a")
    d.command("complete", done, {"amount": 1, "note": "x"}, now=hours(4))
    (met,) = [deadline for deadline in d.live.deadlines() if deadline.element_id == "a"]
    taken_back(d, done, "a", {"amount": "7", "note": None, "total": None}, deadline=met)
    assert d.open() == ["a"]
    assert d.at.variables(BASE) == {"amount": 7}
    (running,) = [deadline for deadline in d.at.deadlines() if deadline.is_open]
    assert (running.deadline_at, running.started_at, running.element_instance_key) == (met.deadline_at, met.started_at, key(d, "a"))
    assert next(fact for fact in d.facts if fact.kind == "task_created").public["earlierTaskKey"] == done
    assert "remind" not in d.timers()


def test_what_has_gone_on_or_ended_is_not_taken_back() -> None:
    d = Drive(LINE, amount=7)
    done = key(d, "a")
    d.do("a", amount=1)
    gone = [one.key for one in d.at.open_tasks()]
    back(d, "b", "a")
    with pytest.raises(Rejection, match="gone on"):
        d.command("take_back", Submission(done, "a", BASE, gone, {}))
    inside = sub("part", start("is"), user("u"), end("ie"), path("is u ie"))
    other = Drive(process("p", start(), inside, user("z"), end(), path("s part z e")))
    task, part = key(other, "u"), other.at.scope_keys(key(other, "u"))[0]
    other.do("u")
    with pytest.raises(Rejection, match="ended with this submission"):
        other.command("take_back", Submission(task, "u", part, [key(other, "z")], {}))


def test_what_it_began_in_a_part_is_undone_whole() -> None:
    inside = sub(
        "part", start("is"), gate("f"), user("u"), user("v"), end("ie"), path("is f u ie"), path("f v ie"), parts=(io({"x": "=1"}),)
    )
    d = Drive(process("p", start(), user("a"), inside, end(), path("s a part e")))
    done = key(d, "a")
    d.do("a")
    part = d.at.scope_keys(key(d, "u"))[0]
    born = [part, *(one.key for one in d.at.open_tasks())]
    d.command("take_back", Submission(done, "a", BASE, born, {}))
    assert d.open() == ["a"]
    d.do("a")
    d.do("u")
    again = d.at.scope_keys(key(d, "v"))[0]
    with pytest.raises(Rejection, match="gone on"):
        d.command("take_back", Submission(done, "a", BASE, [again, key(d, "v"), again + 2], {}))
