"""The stories of the citizen's letter, taken through the door."""

from pathlib import Path

from app.cli.simulate.play import play
from tests.builders.city import FOUNDED, ZONE, City
from tests.scenarios.story import read_story

ROOT = Path(__file__).parents[2]
LETTER = ROOT / "processes" / "citizen-letter"
STORIES = sorted(path.stem for path in (LETTER / "scenarios").glob("*.yaml"))


def letter_files() -> dict[str, bytes]:
    forms = (ROOT / "forms").glob("letter-*.form")
    return {path.name: path.read_bytes() for path in sorted([*forms, *LETTER.glob("*.bpmn"), *LETTER.glob("*.dmn")])}


def tell(city: City, name: str) -> list[int]:
    """Take the cases of one story through the door and return their keys. A story told twice begins where the city was founded."""
    city.at(FOUNDED)
    city.deploy(letter_files())
    play(read_story(LETTER / "scenarios" / f"{name}.yaml"), city.door, ZONE)
    return [row["key"] for row in city.rows("SELECT key FROM process_instance WHERE parent_key IS NULL ORDER BY key")]
