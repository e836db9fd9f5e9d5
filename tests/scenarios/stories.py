"""The stories of the city's own processes, played as `duban simulate` plays them, and their golden event logs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.audit.story import Story
from app.cli.simulate.city_of_its_own import city_of_its_own, found_city
from app.cli.simulate.gather_files import gather_files
from app.cli.simulate.play import Performance, play
from app.store.database import Reader
from tests.scenarios.story import CITY, read_story

ROOT: Final = Path(__file__).resolve().parents[2]
ALIKE_EVERYWHERE: Final[Mapping[str, str]] = {}
"""The stories do not look at the environment: they go the same on every machine."""

PATHS: Final = sorted((ROOT / "processes").glob("*/scenarios/*.yaml"))
STORIES: Final = {f"{path.parts[-3]}/{path.stem}": path for path in PATHS}
Question = Callable[[Reader], set[str]]


@dataclass(frozen=True)
class Told:
    """A story and how it went. answer: of the question asked of its city at the end."""

    story: Story
    performance: Performance
    answer: set[str]


def found(process_id: str, folder: Path) -> Path:
    """Found a city with one process of ours in an empty folder, to be copied for each of its stories."""
    found_city(folder, gather_files(ROOT / "processes" / process_id / f"{process_id}.bpmn"), ALIKE_EVERYWHERE)
    return folder


def tell(path: Path, founded: Path, question: Question = lambda store: set()) -> Told:
    story = read_story(path)
    with city_of_its_own(founded, ALIKE_EVERYWHERE) as duban:
        performance = play(story, duban.door, CITY, path.parent)
        return Told(story, performance, duban.door.ask(question))


def golden(path: Path) -> Path:
    """Return where the event log of a story lies: beside it."""
    return path.with_suffix(".events.txt")
