"""Recorded cities put into stores of their own."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from app.audit.surroundings import Surroundings
from app.engine.program import Programs
from app.store.database import Database
from app.store.upgrade import checkpoint, upgrade
from tests.builders.city import SECRET, ZONE
from tests.replay.recorded import CORPUS, Recorded, put, read

PROGRAMS = Programs()
Placed = Callable[[str, Recorded], tuple[Database, Surroundings]]
read_once = cache(read)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with all tables and nothing in them."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    database = Database(f"sqlite:///{path}", pool_size=2)
    upgrade(database)
    checkpoint(database)
    return path


@pytest.fixture
def placed(tmp_path: Path, empty: Path) -> Iterator[Placed]:
    """Return a function that puts a recorded city into a store that has nothing else."""
    made: list[Database] = []

    def place(file: str, city: Recorded) -> tuple[Database, Surroundings]:
        shutil.copyfile(empty, tmp_path / "recorded.db")
        database = Database(f"sqlite:///{tmp_path / 'recorded.db'}", pool_size=2, lasting=False)
        made.append(database)
        surroundings = Surroundings(ZONE, secret=SECRET)
        surroundings.programs = PROGRAMS
        with database.write() as store:
            put(store, city, read_once(CORPUS / file)[1])
        return database, surroundings

    yield place
    for database in made:
        database.close()
