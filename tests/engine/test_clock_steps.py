"""The steps that stop the clock around them and let it run on."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.rejection import Rejection
from tests.builders.drawing import boundary, end, job, path, process, properties, start, sub, user
from tests.builders.drawing import date as on_date
from tests.engine.drive import Drive

ASKED = datetime(2026, 1, 6, 2, tzinfo=UTC)  # Tuesday, 10:00 in the city
BROUGHT = datetime(2026, 1, 8, 2, tzinfo=UTC)


def _review(**said: str) -> bytes:
    """A review of 5 working days that asks for papers, which others bring."""
    inside = [
        start("is"),
        user("ask"),
        job("stop", "duban:stop-clock"),
        user("bring"),
        job("resume", "duban:resume-clock"),
        user("reply"),
        end("ie"),
        path("is ask stop bring resume reply ie"),
    ]
    terms = properties(deadline__length="5", deadline__article="35", deadline__silence="consent", **said)
    return process(
        "p", start(), sub("r", *inside, parts=[terms]), boundary("t", "r", on_date("=deadline")), end(), path("s r e"), path("t e")
    )


def test_the_clock_of_the_deadline_around_stands_from_the_asking_until_what_was_asked_for_is_there() -> None:
    d = Drive(_review(deadline__suspendable="true"))
    before = d.timers()["t"]
    d.command("complete", d.key("ask"), {}, now=ASKED)
    assert d.live.timers() == [], "nothing can lapse while the papers are awaited"
    assert d.fact("deadline_suspended").element_id == "r"
    d.command("complete", d.key("bring"), {}, now=BROUGHT)
    assert d.timers()["t"] == before + timedelta(days=2), "the 6th and the 7th do not count"
    assert d.open() == ["reply"]


def test_where_the_clock_may_not_be_stopped_nothing_of_the_step_happens() -> None:
    d = Drive(_review())
    with pytest.raises(Rejection) as refused:
        d.at.complete(d.key("ask"), {})
    assert refused.value.code == "not_suspendable"
    assert d.open() == ["ask"]


def test_a_step_without_a_deadline_around_it_is_refused_in_words() -> None:
    d = Drive(process("p", start(), user("ask"), job("stop", "duban:stop-clock"), end(), path("s ask stop e")))
    with pytest.raises(Rejection) as refused:
        d.at.complete(d.key("ask"), {})
    assert refused.value.code == "not_found"


def test_a_clock_that_the_diagram_stopped_is_told_from_one_that_somebody_stopped_by_hand() -> None:
    d = Drive(_review(deadline__suspendable="true"))
    (key,) = (deadline.element_instance_key for deadline in d.live.deadlines())
    d.command("suspend_deadline", key, now=ASKED)
    assert not d.live.resumed_by_diagram(key), "by hand, before anything was asked for"
    d.command("resume_deadline", key, now=ASKED)
    d.command("complete", d.key("ask"), {}, now=ASKED)
    assert d.live.resumed_by_diagram(key)
    d.command("complete", d.key("bring"), {}, now=BROUGHT)
    d.command("suspend_deadline", key, now=BROUGHT)
    assert not d.live.resumed_by_diagram(key), "by hand, after what was asked for is there"
