"""A folder on the disk, a durable database server and a running city for the experiments."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from tests.bench.rig.postgres import Postgres
from tests.bench.rig.servers import scratch
from tests.fixtures.demo_cities import DemoCities
from tests.resilience.city import STORES, City, city

LONGEST = ("R5", "R4", "R9", "R14", "R1]", "R18")
"""What runs longest, by what their names hold: begun first, so that no worker is left with it while the others have nothing to do."""
OpenCity = Callable[..., AbstractContextManager[City]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest experiments before all others."""
    items.sort(key=lambda item: not (item.get_closest_marker("resilience") and any(name in item.name for name in LONGEST)))


@pytest.fixture(scope="session")
def durable_postgres() -> Iterator[Postgres]:
    """PostgreSQL as durable as it comes, unlike the one that the tests of behaviour share."""
    with scratch("duban-durable-") as folder:
        server = Postgres(Path(folder) / "server").start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A server that a test may stop."""
    with scratch("duban-own-") as folder:
        server = Postgres(Path(folder) / "server").start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture
def folder() -> Iterator[Path]:
    with scratch("duban-resilience-") as name:
        yield Path(name)


@pytest.fixture(params=STORES)
def open_city(request: pytest.FixtureRequest, folder: Path, demo_cities: DemoCities) -> OpenCity:
    """Return a function that starts a city, once on each store; it takes the settings of `city`."""
    postgres = request.getfixturevalue("durable_postgres") if request.param == "postgresql" else None
    return partial(city, folder / "city", postgres, cities=demo_cities)


@pytest.fixture
def open_sqlite_city(folder: Path, demo_cities: DemoCities) -> OpenCity:
    return partial(city, folder / "city", cities=demo_cities)
