from datetime import date, timedelta

import pytest

from app.domain.deadline import State
from app.domain.deadline_moves import Move
from app.domain.rejection import Rejection
from tests.builders.drawing import boundary, duration, end, ext, path, process, properties, start, user
from tests.builders.drawing import date as at_date
from tests.engine.drive import BASE, Drive

ASKED = process("extension", ext(properties(deadline__length="1")), start(), user("decide"), end(), path("s decide e"))
CASE = process(
    "p",
    start(),
    user("a", properties(deadline__length="7")),
    user("z"),
    end(),
    path("s a z e"),
    boundary("t", "a", duration("P9D")),
    path("t e"),
)


def _asked() -> tuple[Drive, int]:
    d = Drive(CASE, ASKED, secret="of the case")
    d.command("start_guest", *d.files.by_process["extension"], d.key("a"), {"days": 3})
    started = d.fact("process_instance_started")
    assert started.public["deadlineKey"] == d.key("a")
    assert started.key is not None
    return d, started.key


def test_a_request_about_a_deadline_runs_beside_the_case_and_sees_only_what_it_was_given() -> None:
    d, key = _asked()
    assert d.open() == ["a", "decide"]
    assert d.sees("decide") == {"days": 3}
    assert d.live.variables(key) == {"days": 3}
    assert len(d.live.deadlines()) == 2
    d.command("move_deadline", d.key("a"), Move(date(2026, 3, 2), extension=True))
    d.do("decide", granted=True)
    assert d.open() == ["a"]
    assert d.variables() == {"secret": "of the case"}
    d.do("a")
    d.do("z")
    assert d.done


def test_it_ends_when_its_deadline_is_met_or_its_element_cancelled() -> None:
    d, key = _asked()
    d.do("a")
    assert d.open() == ["z"]
    assert [fact.key for fact in d.facts if fact.kind == "process_instance_cancelled"] == [key]
    assert "deadline_voided" in d.kinds(), "its own deadline"
    d, _ = _asked()
    d.fire("t")
    assert d.done
    assert d.open() == []


def test_it_keeps_no_case_open() -> None:
    d = Drive(process("p", ext(properties(deadline__length="7")), start(), user("a"), end(), path("s a e")), ASKED)
    d.command("start_guest", *d.files.by_process["extension"], BASE, {})
    d.do("a")
    assert d.done
    assert d.open() == []


def test_one_about_no_deadline_and_one_in_a_closed_case_are_refused() -> None:
    d, _ = _asked()
    called = d.files.by_process["extension"]
    with pytest.raises(Rejection) as refused:
        d.at.start_guest(*called, d.key("decide"), {})
    assert refused.value.code == "not_found"
    d.command("cancel")
    with pytest.raises(Rejection) as refused:
        d.at.start_guest(*called, BASE, {})
    assert refused.value.code == "case_closed"


FOLLOWING = process(
    "extension",
    start(),
    user("decide", properties(deadline__at="=deadline", deadline__article="5")),
    end(),
    end("lapsed"),
    path("s decide e"),
    boundary("came", "decide", at_date("=deadline")),
    path("came lapsed"),
)
STOPPABLE = process(
    "p",
    start(),
    user("a", properties(deadline__length="7", deadline__suspendable="true", deadline__extendable="true")),
    end(),
    path("s a e"),
)


def _followed() -> Drive:
    d = Drive(STOPPABLE, FOLLOWING)
    d.command("start_guest", *d.files.by_process["extension"], d.key("a"), {})
    return d


def _ends(d: Drive) -> dict[str, object]:
    return {one.element_id: one.deadline_at for one in d.live.deadlines() if one.is_open}


def _due(d: Drive) -> list[object]:
    return [due.due_at for due in d.live.timers() if due.kind == "timer"]


def test_who_decides_about_a_deadline_has_until_it_comes_wherever_it_goes() -> None:
    d = _followed()
    assert _ends(d)["decide"] == _ends(d)["a"]
    d.command("move_deadline", d.key("a"), Move(date(2026, 3, 20)))
    assert _ends(d)["decide"] == _ends(d)["a"] == _due(d)[0]
    assert [fact.element_id for fact in d.facts if fact.kind == "deadline_moved"] == ["a", "decide"]
    assert "timer_moved" in d.kinds()


def test_it_stands_still_while_the_deadline_does_and_goes_on_with_it() -> None:
    d = _followed()
    d.command("suspend_deadline", d.key("a"))
    assert {one.element_id: one.state for one in d.live.deadlines()} == {"a": State.SUSPENDED, "decide": State.SUSPENDED}
    assert _due(d) == []
    d.now += timedelta(days=4)
    d.command("resume_deadline", d.key("a"))
    assert {one.state for one in d.live.deadlines()} == {State.RUNNING}
    assert _ends(d)["decide"] == _ends(d)["a"] == _due(d)[0]


def test_its_task_shows_its_own_deadline() -> None:
    d = _followed()
    shown = d.live.shown_deadline(d.key("decide"))
    assert shown is not None
    assert shown.element_id == "decide"


def test_what_has_to_be_done_before_an_element_is_left_is_known() -> None:
    d = _followed()
    assert d.live.tasks_inside(d.key("a")) == [d.key("a")]
    assert d.live.tasks_inside(BASE) == [d.key("a")], "what runs beside the case is in nothing of it"
    assert d.live.tasks_inside(d.key("decide")) == [d.key("decide")]
    assert d.live.guest_about(d.key("a")) is not None
    assert d.live.guest_about(d.key("decide")) is None
