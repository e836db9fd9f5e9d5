"""Every story of every process, played step by step."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.domain.instant import read_instant
from app.domain.rejection import Message
from tests.scenarios.stage import ROOT, Stage, procedure, same_value
from tests.scenarios.story import CITY, Expected, Step, Story, read_story

PATHS = sorted((ROOT / "processes").glob("*/scenarios/*.yaml"))
STORIES = {f"{path.parts[-3]}/{path.stem}": path for path in PATHS}


@pytest.mark.parametrize("name", STORIES)
def test_the_story_goes_as_it_is_told(name: str) -> None:
    play(read_story(STORIES[name]))


def test_the_stories_take_every_flow_of_the_letter() -> None:
    process = procedure("citizen-letter")
    stages = [stage for name, path in STORIES.items() if name.startswith("citizen-letter/") for stage in play(read_story(path)).values()]
    taken = {fact.public["flowId"] for stage in stages for fact in stage.facts if fact.kind == "flow_taken"}
    drawn = {flow_id for element in process.elements.values() for flow_id in element.outgoing}
    assert drawn - taken == set()


def test_a_story_with_an_unknown_word_is_refused(tmp_path: Any) -> None:
    story = tmp_path / "odd.yaml"
    step = "{at: 2026-11-16 15:02, who: clock, does: wait, expect: {opne: {}}}"
    story.write_text(f"story: odd\nprocess: citizen-letter\nsteps:\n  - {step}\n")
    with pytest.raises(AssertionError, match="opne is no word of a story"):
        read_story(story)


def play(story: Story) -> dict[str, Stage]:
    """Play a story to its end and return its cases by name."""
    process = procedure(story.process)
    names = list(dict.fromkeys(step.case for step in story.steps))
    cases = {name: Stage(process, f"QZ-2026-{number:06}-1") for number, name in enumerate(names, 1)}
    for step in story.steps:
        stage = cases[step.case]
        first = len(stage.facts)
        stage.advance(step.at)
        refused = _do(stage, step, _named(step.answers, cases))
        _compare(stage, step, first, refused)
    return cases


def _named(answers: Mapping[str, Any], cases: Mapping[str, Stage]) -> dict[str, Any]:
    """ "@earlier" stands for the receipt number of the case of that name."""
    numbers = {f"@{name}": stage.receipt_number for name, stage in cases.items()}
    return {name: numbers.get(value, value) if isinstance(value, str) else value for name, value in answers.items()}


def _do(stage: Stage, step: Step, answers: dict[str, Any]) -> Mapping[str, Message]:
    if step.does in ("start", "send"):
        return stage.start(answers, step.at, registered=step.does == "start")
    if step.does == "complete":
        assert step.what in stage.tasks(), f"{step}: not open, but {stage.tasks()}"
        return stage.complete(stage.task(step.what, step.of), answers, step.at)
    if step.does == "message":
        stage.message(step.what, answers, step.at)
    return {}


def _compare(stage: Stage, step: Step, first: int, refused: Mapping[str, Message]) -> None:
    expected = step.expected
    if expected.refused is None:
        assert not refused, f"{step}: {refused}"
    else:
        assert expected.refused == {"code": "bad_answers", "field": next(iter(refused), None)}, step
    if expected.open is not None:
        assert stage.tasks() == {element: sorted(groups) for element, groups in expected.open.items()}, step
    _compare_times(stage, step, expected)
    happened = {(fact.kind, fact.element_id) for fact in stage.facts[first:]}
    assert set(expected.facts) <= happened, step
    case = stage.case(step.at)
    seen = case.variables(1 << 20) if expected.variables else {}
    for name, value in expected.variables.items():
        assert same_value(seen.get(name), value), f"{step}: {name} is {seen.get(name)}"
    if expected.ended is not None:
        assert stage.ended == expected.ended, step
    if expected.completed is not None:
        assert case.completed is expected.completed, step


def _compare_times(stage: Stage, step: Step, expected: Expected) -> None:
    for element, said in expected.deadlines.items():
        deadline = stage.deadlines[element]
        light = deadline.light.value if deadline.light is not None else None
        found = {"state": deadline.state.value, "until": deadline.deadline_at, "light": light, "article": deadline.article}
        assert {name: found[name] for name in said} == said, f"{step}: {element}, until {deadline.deadline_at.astimezone(CITY):%m-%d %H:%M}"
    armed: dict[str | None, Any] = {}
    for fact in stage.facts:
        if fact.kind == "timer_armed":
            armed[fact.element_id] = read_instant(fact.public["dueAt"])
    due = {one.due_at for one in stage.case(step.at).timers() if one.kind == "timer"}
    for element, at in expected.timers.items():
        assert armed.get(element) == at, f"{step}: {element}"
        assert at in due, f"{step}: {element} waits no longer"
