"""Every story of every process, played through the door in a city of its own, and its event log beside the golden one."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.audit.chain_break import Break
from app.audit.verify_chains import verify_chains
from app.diagram import read_diagram
from app.store.database import Reader
from tests.scenarios.stories import PATHS, ROOT, STORIES, Told, found, golden, tell


@pytest.fixture(scope="module")
def founded() -> Iterator[dict[str, Path]]:
    """A city for each process that has stories, with the process deployed."""
    processes = sorted({path.parts[-3] for path in PATHS})
    with TemporaryDirectory() as folder:
        yield {process: found(process, Path(folder) / process) for process in processes}


@cache
def told(name: str, founded: Path) -> Told:
    """Play each story once in a run."""
    return tell(STORIES[name], founded, looked_at)


def looked_at(store: Reader) -> tuple[set[str], tuple[Break, ...]]:
    """Return which flows were taken, and what verification finds after the last step."""
    return flows_taken(store), verify_chains(store).breaks


def flows_taken(store: Reader) -> set[str]:
    rows = store.all("SELECT body FROM audit_event WHERE case_key <> '0'")
    return {fact["flowId"] for row in rows for fact in json.loads(row["body"])["facts"] if fact["fact"] == "flow_taken"}


@pytest.mark.parametrize("name", STORIES)
def test_the_story_goes_as_it_is_told(name: str, founded: dict[str, Path]) -> None:
    done = told(name, founded[name.partition("/")[0]])
    last = done.performance.played[-1]
    assert [str(point) for point in last.points if not point.as_told] == [], f"step {last.step.number}"
    assert len(done.performance.played) == len(done.story.steps)


@pytest.mark.parametrize("name", STORIES)
def test_the_event_log_is_the_golden_one(name: str, founded: dict[str, Path]) -> None:
    """After a change that is meant: `python -m tests.scenarios.accept`, and read what changed."""
    assert told(name, founded[name.partition("/")[0]]).performance.events == golden(STORIES[name]).read_text()


@pytest.mark.parametrize("name", STORIES)
def test_verification_finds_nothing_in_an_honest_story(name: str, founded: dict[str, Path]) -> None:
    assert told(name, founded[name.partition("/")[0]]).answer[1] == ()


def test_no_golden_log_is_left_over() -> None:
    logs = set((ROOT / "processes").glob("*/scenarios/*.events.txt"))
    assert logs == {golden(path) for path in PATHS}


@pytest.mark.parametrize("process", ["citizen-letter", "extension-request", "meeting-decision", "penalty-review"])
def test_the_stories_take_every_flow(process: str, founded: dict[str, Path]) -> None:
    file = ROOT / "processes" / process / f"{process}.bpmn"
    drawn = set(read_diagram(file.read_bytes(), file.name).processes[0].flows)
    taken = {flow for name in STORIES if name.startswith(f"{process}/") for flow in told(name, founded[process]).answer[0]}
    assert drawn - taken == set()
