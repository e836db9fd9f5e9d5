"""A city in a folder of its own, founded once and copied for each story: nothing real happens in it."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from app.assemble import Duban, assemble
from app.cli.seed_city import seed_city
from app.cli.seed_demo import DEMO
from app.domain.rejection import Finding
from app.service.deploy_definition import DeployDefinition
from app.service.pin_clock import pin_clock
from app.settings import read_settings
from app.store.upgrade import checkpoint, upgrade

BEFORE_ALL_STORIES: Final = datetime(2020, 1, 1, tzinfo=UTC)
_OF_ITS_OWN: Final = {
    "DUBAN_DATABASE_URL": "",
    "DUBAN_DOCUMENTS_URL": "",
    "DUBAN_DEMO": "1",
    "DUBAN_TEST_CLOCK": "1",
    "DUBAN_TEST_NOW": "",
    "DUBAN_SECRET_KEY": "a story has no secrets",
}


def found_city(folder: Path, files: Mapping[str, bytes], environment: Mapping[str, str] = os.environ) -> tuple[Finding, ...]:
    """Found a city in an empty folder, with the demo city's people and the files deployed; return what the linter said beside errors.

    Raises Rejection with the findings where the files cannot be deployed.
    """
    duban = _assembled(folder, environment)
    try:
        upgrade(duban.database)
        duban.door.keep(pin_clock, BEFORE_ALL_STORIES)
        seed_city(duban, None)
        return tuple(duban.door.execute(DeployDefinition(files), DEMO).answer["findings"])
    finally:
        checkpoint(duban.database)


@contextmanager
def city_of_its_own(founded: Path, environment: Mapping[str, str] = os.environ) -> Iterator[Duban]:
    """Give a copy of a founded city, which goes when the story is over."""
    with TemporaryDirectory(prefix="duban-story-") as name:
        folder = Path(name) / "city"
        shutil.copytree(founded, folder)
        duban = _assembled(folder, environment)
        try:
            yield duban
        finally:
            duban.database.close()


def _assembled(folder: Path, environment: Mapping[str, str]) -> Duban:
    return assemble(read_settings({**environment, **_OF_ITS_OWN, "DUBAN_DATA": str(folder)}), lasting=False)
