"""A story file is read into typed steps, and whatever its shape does not know is refused by its place."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from app.audit.story import Story, read_story
from app.domain.rejection import Rejection

CITY = ZoneInfo("Asia/Shanghai")
STORY = """
story: 一个故事
process: errand
given: {letter: &letter {days: 7, share: 0.5, "on": 2026-11-16, urgent: true, parts: [1, a]}}
steps:
  - at: 2026-11-16 15:02
    who: hotline
    does: start
    answers: *letter
    files: {proof: [邮戳.jpg]}
  - at: 2026-11-16 15:20
    case: other
    who: demo
    does: complete ask
    of: handler@health-bureau
    worker: away
    expect:
      open: {tell: [z, a]}
      deadlines: {tell: {state: running, until: 2026-11-25 17:30}}
      timers: {over: 2026-11-17 17:30}
      facts: [deadline_met ask]
      variables: {days: 7}
      refused: {code: bad_answers, field: days}
      ended: done
      completed: false
"""
STEP = "story: s\nprocess: p\nsteps:\n  - {at: 2026-11-16 15:02, who: clock, does: wait}\n"


def read(text: str) -> Story:
    return read_story(text.encode(), "odd.yaml", CITY)


def test_a_story_is_read_into_typed_steps() -> None:
    story = read(STORY)
    first, second = story.steps
    assert (story.title, story.process) == ("一个故事", "errand")
    assert (first.number, first.at, first.case, first.who, first.does, first.what) == (1, at(7, 2), "letter", "hotline", "start", "")
    assert first.files == {"proof": ["邮戳.jpg"]}
    assert not first.worker_away
    assert (second.case, second.does, second.what, second.of) == ("other", "complete", "ask", "handler@health-bureau")
    assert second.worker_away


def test_answers_come_as_they_come_from_outside() -> None:
    answers = read(STORY).steps[0].answers
    assert answers == {"days": Decimal(7), "share": Decimal("0.5"), "on": "2026-11-16", "urgent": True, "parts": [Decimal(1), "a"]}
    assert isinstance(answers["days"], Decimal)


def test_what_is_expected_is_read_in_the_time_of_the_city() -> None:
    expected = read(STORY).steps[1].expected
    assert expected.open == {"tell": ["a", "z"]}
    assert expected.deadlines == {"tell": {"state": "running", "until": datetime(2026, 11, 25, 9, 30, tzinfo=UTC)}}
    assert expected.timers == {"over": datetime(2026, 11, 17, 9, 30, tzinfo=UTC)}
    assert expected.facts == (("deadline_met", "ask"),)
    assert expected.refused == {"code": "bad_answers", "field": "days"}
    assert (expected.ended, expected.completed) == ("done", False)


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 16, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("story: s", "tale: s", "only the words"),
        ("story: s", "story: ''", "the word story, but found nothing"),
        ("who: clock", "whom: clock", "but found whom"),
        ("does: wait", "does: dream", "but found dream"),
        ("does: wait", "does: wait long", "`wait` alone"),
        ("does: wait", "does: complete", "`complete` and what it is about"),
        ("does: wait", "does: wait, worker: asleep", "there or away"),
        ("does: wait", "does: wait, expect: {opne: {}}", "but found opne"),
        ("does: wait", "does: wait, expect: {open: {a: b}}", "a list of names"),
        ("does: wait", "does: wait, expect: {deadlines: {a: {till: x}}}", "but found till"),
        ("does: wait", "does: wait, expect: {facts: [deadline_met]}", "its kind and its element"),
        ("does: wait", "does: wait, expect: {refused: {field: a}}", "the word code"),
        ("does: wait", "does: wait, does: start", "does stands twice"),
        ("does: wait", "does: wait, answers: {on: 2026-11-16}", "put the name in quotes"),
        ("2026-11-16 15:02", "2026-11-31 15:02", "a time such as"),
        ("2026-11-16 15:02", "Monday", "a time such as"),
        ("  - {at", "  - {{at", "YAML that can be read"),
        ("steps:\n", "steps: []\nmore:\n", "only the words"),
    ],
)
def test_what_the_shape_does_not_know_is_refused_by_its_place(old: str, new: str, complaint: str) -> None:
    assert old in STEP
    with pytest.raises(Rejection, match=r"odd\.yaml") as caught:
        read(STEP.replace(old, new))
    assert caught.value.code == "bad_file"
    assert complaint in str(caught.value)


def test_a_story_needs_steps() -> None:
    with pytest.raises(Rejection, match="a list of steps"):
        read("story: s\nprocess: p\nsteps: []\n")


def test_time_never_goes_back() -> None:
    with pytest.raises(Rejection, match="at or after that of the step before, but found 2026-11-16 15:01"):
        read(f"{STEP}  - {{at: 2026-11-16 15:01, who: clock, does: wait}}\n")


def test_a_story_makes_no_objects() -> None:
    with pytest.raises(Rejection, match="YAML that can be read"):
        read(STEP.replace("story: s", "story: !!python/object/apply:os.getcwd []"))
